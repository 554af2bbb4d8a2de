import { LinkifyIt } from 'linkify-it';

/** A part of a text: words as they are, or a link, which is shown as it was written. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

const found = new LinkifyIt({ fuzzyLink: true }).add('ftp:', null).add('//', null);

/** Nothing else may stand behind a link, whatever the library takes for one. */
const protocols: readonly string[] = ['http:', 'https:', 'mailto:'];

/** Cuts a text up into words and links: to web pages, with or without `https://`, and to e-mail addresses. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  // No link is without one of these, and most messages have none.
  for (const { index, lastIndex, schema, url } of (/[.:@]/.test(text) && found.match(text)) || []) {
    const href = addressOf(schema === '' ? `https://${text.slice(index, lastIndex)}` : url);
    if (href === undefined) continue;
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ text: text.slice(index, lastIndex), href });
    end = lastIndex;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** As the browser reads it: a host in other letters than a–z becomes `xn--…`, so that a lookalike can be told. */
function addressOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocols.includes(protocol) ? href : undefined;
}
