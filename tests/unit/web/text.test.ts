import { expect } from 'chai';
import { beginningOf } from '../../../web/text.js';

describe('the beginning of a text', () => {
  const codePoints = { segment: (text: string) => Array.from(text, (segment) => ({ segment })) };

  it('is all of a short one', () => {
    for (const text of ['', 'a', 'abc']) expect(beginningOf(text, 3)).to.equal(text);
  });

  it('cuts no emoji and no letter with its marks', () => {
    const family = '👨\u200d👩\u200d👧';
    expect(beginningOf(`a${family}b`, 2)).to.equal(`a${family}`);
    expect(beginningOf('a🇩🇪b', 2)).to.equal('a🇩🇪');
    expect(beginningOf('e\u0301\u0302x', 1)).to.equal('e\u0301\u0302');
  });

  it('cuts no character in half where the browser cannot tell emoji apart', () => {
    expect(beginningOf('🎉'.repeat(5), 3, codePoints)).to.equal('🎉'.repeat(3));
  });
});
