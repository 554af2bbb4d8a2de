import { checkThreadKey } from '../../../../src/domain/conversation/thread-key.js';
import { expectRefused } from '../../../support/rejection-of.js';

describe('the key of a thread', () => {
  it('is 1 to 100 of the characters that ids are made of', () => {
    for (const key of ['a', 'order:42', 'A-Z_0.9/@+', 'x'.repeat(100)]) checkThreadKey(key);
    for (const key of ['', 'x'.repeat(101), 'a b', 'ä', 'a\n', '#1', '%41', '\0']) {
      expectRefused(() => {
        checkThreadKey(key);
      }, 'invalid_key');
    }
  });
});
