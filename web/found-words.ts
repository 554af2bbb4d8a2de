/** A part of a text: as it is, or what a search has found in it. */
export interface FoundPiece {
  readonly text: string;
  readonly isFound: boolean;
}

const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const letter = /[\p{L}\p{N}\p{M}]$/u;
/** There, words are not told apart: a part of a text is found wherever it stands. */
const unspaced =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30FC]/u;

/** Accents of Latin, Greek and Cyrillic, the points of Hebrew and Arabic, and what nobody sees. */
const left =
  /[\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\p{Default_Ignorable_Code_Point}]/gu;

/** Whether there is anything in it that the service looks for. */
export function hasWords(search: string): boolean {
  return /[\p{L}\p{N}]/u.test(search);
}

/** Cuts a text up around the words that the service found it by, whatever their case and accents. */
export function foundPieces(text: string, search: string): readonly FoundPiece[] {
  const { folded, at } = fold(text);
  const ends = new Map<number, number>();
  for (const sought of wordsOf(fold(search).folded)) {
    for (const index of placesOf(sought, folded)) {
      const [start = 0, end = 0] = [at[index], at[index + sought.length]];
      ends.set(start, Math.max(end, ends.get(start) ?? 0));
    }
  }
  const pieces: FoundPiece[] = [];
  let shown = 0;
  for (const [start, end] of [...ends].sort(([one], [other]) => one - other)) {
    if (end <= shown) continue;
    const from = Math.max(start, shown);
    if (from > shown) pieces.push({ text: text.slice(shown, from), isFound: false });
    pieces.push({ text: text.slice(from, end), isFound: true });
    shown = end;
  }
  if (shown < text.length) pieces.push({ text: text.slice(shown), isFound: false });
  return pieces;
}

/** A text as `isFoundIn` looks into it, for one that is looked into with each letter of a search. */
export function foldedText(text: string): string {
  return fold(text).folded;
}

/** Whether each word of a search begins a word of the text. What has no words is looked for as it stands. */
export function isFoundIn(folded: string, search: string): boolean {
  const sought = fold(search).folded.trim();
  const words = wordsOf(sought);
  if (words.length === 0) return folded.includes(sought);
  return words.every((one) => placesOf(one, folded).next().done === false);
}

function wordsOf(folded: string): readonly string[] {
  return [...folded.matchAll(word)].map(([one]) => one);
}

/** Where a word begins a word of the text. */
function* placesOf(sought: string, folded: string): Generator<number, void> {
  for (let index = folded.indexOf(sought); index >= 0; index = folded.indexOf(sought, index + 1)) {
    if (unspaced.test(sought) || !letter.test(folded.slice(0, index))) yield index;
  }
}

/** How much stands before the first hit in an excerpt, and in the whole of it, at most. */
const [before, most] = [30, 140];

/** The part of a text in which the first hit can be seen. */
export function excerptOf(text: string, search: string): readonly FoundPiece[] {
  const [first] = foundPieces(text, search);
  const hit = first === undefined || first.isFound ? 0 : first.text.length;
  const start = hit <= before ? 0 : text.indexOf(' ', hit - before) + 1;
  const from = start > 0 && start <= hit ? start : Math.max(0, hit - before);
  const part = `${from > 0 ? '…' : ''}${whole(text.slice(from, from + most))}`;
  return foundPieces(from + most < text.length ? `${part}…` : part, search);
}

/** Without half of a character at either end. */
function whole(part: string): string {
  return part.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}

/** @returns the text as it is compared, and where each place of that is in the text. */
function fold(text: string): { folded: string; at: readonly number[] } {
  let folded = '';
  const at: number[] = [];
  let index = 0;
  for (const one of text) {
    const kept = one.normalize('NFKD').toUpperCase().toLowerCase().replace(left, '').replaceAll('ς', 'σ');
    for (let count = 0; count < kept.length; count += 1) at.push(index);
    folded += kept;
    index += one.length;
  }
  at.push(text.length);
  return { folded, at };
}
