import { expect } from 'chai';
import { messagesOf } from '../../../src/infrastructure/admin/components/format.js';

describe('The panel counts messages in words', () => {
  it('one, none and many', () => {
    expect([1, 0, 1667].map(messagesOf)).to.deep.equal(['1 message', '0 messages', '1,667 messages']);
  });
});
