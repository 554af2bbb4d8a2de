import { expect } from 'chai';
import { beginningOf, isEmojiOnly } from '../../../web/text.js';

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

describe('a text of emoji alone', () => {
  it('is a few of them, also combined ones, with spaces or without', () => {
    for (const text of [
      '🎉',
      '❤️',
      '👍🏽',
      '👨\u200d👩\u200d👧',
      '🇺🇦🇩🇪',
      '1️⃣',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      '👩\u200d❤\u200d👩',
      ' 🎉 🎉\n',
      '😀'.repeat(5),
    ])
      expect(isEmojiOnly(text), text).to.equal(true);
  });

  it('has nothing else, and is not long', () => {
    const texts = [
      '',
      ' ',
      'a',
      '1',
      '#',
      '©',
      'Hi 🎉',
      '🎉!',
      '😀'.repeat(6),
      '\u200d',
      `🎉${' '.repeat(300)}🎉`,
    ];
    for (const text of texts) expect(isEmojiOnly(text), JSON.stringify(text)).to.equal(false);
  });
});
