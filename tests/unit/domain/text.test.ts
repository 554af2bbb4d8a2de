import { expect } from 'chai';
import { hasCodePoints, isStorable } from '../../../src/domain/text.js';

describe('text', () => {
  it('is measured in code points', () => {
    expect(hasCodePoints('', 0, 3)).to.equal(true);
    expect(hasCodePoints('', 1, 3)).to.equal(false);
    expect(hasCodePoints('abc', 1, 3)).to.equal(true);
    expect(hasCodePoints('abcd', 1, 3)).to.equal(false);
    expect(hasCodePoints('😀😀😀', 1, 3)).to.equal(true);
    expect(hasCodePoints('😀😀😀a', 1, 3)).to.equal(false);
    expect(hasCodePoints('😀😀', 3, 5), 'four units, two code points').to.equal(false);
    expect(hasCodePoints('e\u0301', 1, 1), 'what looks like one').to.equal(false);
  });

  it('cannot be stored with NUL or lone surrogates', () => {
    expect(isStorable('\u0001 ü 😀 \uffff')).to.equal(true);
    for (const text of ['\0', 'a\0b', '\ud83d', 'a\ude00', '\ude00\ud83d', '😀\ud83d']) {
      expect(isStorable(text), JSON.stringify(text)).to.equal(false);
    }
  });
});
