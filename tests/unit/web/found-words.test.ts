import { expect } from 'chai';
import { isFound, soughtWords } from '../../../src/domain/conversation/search.js';
import { excerptOf, foldedText, foundPieces, isFoundIn } from '../../../web/found-words.js';

describe('what a search has found, on the page', () => {
  const marked = (text: string, search: string) =>
    foundPieces(text, search)
      .map((piece) => (piece.isFound ? `[${piece.text}]` : piece.text))
      .join('');

  for (const [text, search, expected] of [
    ['The parcel is at the post office.', 'post PARC', 'The [parc]el is at the [post] office.'],
    ['Compost, post; repost', 'post', 'Compost, [post]; repost'],
    ['post posting', 'post posting', '[post] [posting]'],
    ['Die Straße in Köln', 'STRASSE kol', 'Die [Straße] in [Köl]n'],
    ['Ça va, ÉLODIE ?', 'ca elo', '[Ça] va, [ÉLO]DIE ?'],
    ['e\u0301lan e\u0301', 'él', '[e\u0301l]an e\u0301'],
    ['Їжак прийшов', 'їжа при', '[Їжа]к [при]йшов'],
    ['مَرْحَبًا بالعالم', 'مرحبا', '[مَرْحَبًا] بالعالم'],
    ['東京都に行きました', '京都 行き', '東[京都]に[行き]ました'],
    ['安 👍🏽 <b>bold</b>', 'b', '安 👍🏽 <[b]>[b]old</[b]>'],
    ['soft\u00adhyphen', 'softhy', '[soft\u00adhy]phen'],
    ['a+b=c (x)', '+ x', 'a+b=c ([x])'],
  ] as const) {
    it(`is marked: ${search} in ${text}`, () => {
      expect(marked(text, search)).to.equal(expected);
      expect(isFound(text, soughtWords(search)), 'the service finds it').to.equal(true);
      expect(
        foundPieces(text, search)
          .map((piece) => piece.text)
          .join(''),
      ).to.equal(text);
    });
  }

  it('marks nothing that the service does not find', () => {
    for (const [text, search] of [
      ['Compost', 'post'],
      ['over 1000', '000'],
      ['Їжак', 'жак'],
    ] as const) {
      expect(isFound(text, soughtWords(search))).to.equal(false);
      expect(foundPieces(text, search)).to.deep.equal([{ text, isFound: false }]);
    }
  });

  it('is in a name if all of its words are, whatever their order', () => {
    const name = foldedText('Ada Lovelace-King\nada.lovelace_1815\nThe flat in Łódź, Nº 4');
    for (const search of [
      'ada',
      'KING a',
      'lovelace-k',
      'ada.love',
      '1815',
      'flat 4',
      'ŁÓDŹ',
      '_',
      'ada ?',
    ]) {
      expect(isFoundIn(name, search), search).to.equal(true);
    }
    for (const search of ['da', 'ada grace', 'flats', '@', '🙂']) {
      expect(isFoundIn(name, search), search).to.equal(false);
    }
  });

  it('is shown with what is around it', () => {
    const long = `${'before '.repeat(40)}the needle 😀 ${'after '.repeat(40)}`;
    const excerpt = excerptOf(long, 'need');
    expect(excerpt[0]?.text).to.match(/^…(before )+the $/);
    expect(excerpt[1]).to.deep.equal({ text: 'need', isFound: true });
    const text = excerpt.map((piece) => piece.text).join('');
    expect(text.length).to.be.at.most(142);
    expect(text.endsWith('…')).to.equal(true);
    expect(excerptOf('a short one', 'one')).to.deep.equal([
      { text: 'a short ', isFound: false },
      { text: 'one', isFound: true },
    ]);
    const smileys = excerptOf('😀'.repeat(100) + 'x', 'x')
      .map((piece) => piece.text)
      .join('');
    expect(smileys.isWellFormed()).to.equal(true);
  });
});
