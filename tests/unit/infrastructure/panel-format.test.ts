import { expect } from 'chai';
import { countOf } from '../../../src/infrastructure/admin/components/format.js';

describe('The panel counts in words', () => {
  it('one, none and many', () => {
    expect([1, 0, 1667].map((count) => countOf(count, 'message'))).to.deep.equal([
      '1 message',
      '0 messages',
      '1,667 messages',
    ]);
  });
});
