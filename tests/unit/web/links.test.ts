import { expect } from 'chai';
import { piecesOf } from '../../../web/links.js';

/** The links of a text as they are shown, each with where it leads if that is written otherwise. */
const linksIn = (text: string): (string | [shown: string, href: string])[] =>
  piecesOf(text)
    .filter(({ href }) => href !== undefined)
    .map(({ text: shown, href = '' }) => (href === shown ? shown : [shown, href]));

describe('the links of a text', () => {
  it('are addresses of the web and of mail, with or without their beginnings', () => {
    expect(linksIn('See https://example.com/a, www.example.org or ada@example.net')).to.deep.equal([
      'https://example.com/a',
      ['www.example.org', 'https://www.example.org/'],
      ['ada@example.net', 'mailto:ada@example.net'],
    ]);
    expect(linksIn('HTTP://Example.com:8080/?q=1#top mailto:ada@example.net')).to.deep.equal([
      ['HTTP://Example.com:8080/?q=1#top', 'http://example.com:8080/?q=1#top'],
      'mailto:ada@example.net',
    ]);
  });

  it('leave the text as it was written', () => {
    for (const text of [
      '',
      'Nothing.',
      'https://a.com',
      ' a@b.de, c.de!\nhttps://d.de)',
      '🎉 http://e.de 🎉',
    ])
      expect(
        piecesOf(text)
          .map((piece) => piece.text)
          .join(''),
      ).to.equal(text);
  });

  it('end before the punctuation of the sentence, and keep brackets of their own', () => {
    const texts = {
      'Look (https://a.com/b).': 'https://a.com/b',
      'https://de.wikipedia.org/wiki/Bank_(Geld)!': 'https://de.wikipedia.org/wiki/Bank_(Geld)',
      '«https://a.com/b»': 'https://a.com/b',
      '„https://a.com/b“, he said': 'https://a.com/b',
      '<https://a.com/b>': 'https://a.com/b',
      'Did you see https://a.com/b?': 'https://a.com/b',
      'https://a.com/b…': 'https://a.com/b',
      '[link](https://a.com/b)': 'https://a.com/b',
    };
    for (const [text, link] of Object.entries(texts)) expect(linksIn(text), text).to.deep.equal([link]);
  });

  it('are in all scripts, shown as they are written, and lead to what they are', () => {
    const [[shown, href] = []] = linksIn('Дивись https://пошта.укр/шлях');
    expect(shown).to.equal('https://пошта.укр/шлях');
    expect(href).to.match(/^https:\/\/xn--80a1acn3a\.xn--j1amh\//);
    expect(linksIn('https://аррӏе.com')).to.deep.equal([
      ['https://аррӏе.com', 'https://xn--80ak6aa92e.com/'],
    ]);
  });

  it('are nothing that runs, or that another program opens', () => {
    for (const text of [
      'javascript:alert(1)',
      'javascript://example.com/%0aalert(1)',
      'data:text/html,<script>',
      'vbscript:x',
      'file:///etc/passwd',
      'ftp://example.com',
      'tel:+123',
      '//example.com',
      'blob:https://example.com/1',
    ])
      for (const link of linksIn(text).flat()) expect(link, text).to.match(/^(https?:\/\/|example\.com$)/);
    expect(linksIn('javascript:alert(1) ftp://a.com file:///x tel:+1')).to.deep.equal([]);
  });

  it('do not pretend to lead to the name before an @', () => {
    for (const link of linksIn('https://bank.com@evil.com/ https://bank.com:x@evil.com'))
      expect(new URL([link].flat().at(-1)!).username).to.equal('');
  });

  it('are none where an address cannot be', () => {
    for (const text of ['http://', 'https://a.b:99999', 'a@b', 'half past 7.30', 'v1.2.3', '1.2.3.4', '@ada'])
      expect(linksIn(text), text).to.deep.equal([]);
  });
});
