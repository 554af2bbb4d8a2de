import { DomainError } from '../errors.js';
import { hasCodePoints, isStorable } from '../text.js';

export const searchRule = {
  min: 1,
  max: 200,
  words: 20,
  text: '1 to 200 characters with 1 to 20 words, of which each has a letter or a digit',
} as const;

/** How many messages a search finds at most: the latest. */
export const mostFound = 1000;

/** So much of a word counts, in code points: what is longer is found by its beginning. */
const longestWord = 50;

/** So many different words of a text count, the first: each costs as much as a short message to take out again. */
export const mostWords = 1000;

/** Scripts that are written without spaces: there, each two letters that stand together count as a word. */
const unspaced =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\\u30FC';
const run = new RegExp(`([${unspaced}]+)|[\\p{L}\\p{N}](?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}])*`, 'gu');

/** Accents of Latin, Greek and Cyrillic, the points of Hebrew and Arabic, and what nobody sees. */
const left =
  /[\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\p{Default_Ignorable_Code_Point}]/gu;

/** The words by which a message is found, whatever their case and accents; each once, `mostWords` at most. */
export function wordsOf(text: string): readonly string[] {
  return words(text, false);
}

/** What somebody looks for: words, each of which a word of the message begins with. */
export function soughtWords(search: string): readonly string[] {
  return words(search, true);
}

/** @throws DomainError `invalid_search`. */
export function checkSearch(search: string): void {
  const count = soughtWords(search).length;
  if (
    isStorable(search) &&
    hasCodePoints(search, searchRule.min, searchRule.max) &&
    count >= 1 &&
    count <= searchRule.words
  ) {
    return;
  }
  throw new DomainError('invalid_search', `A search is ${searchRule.text}.`);
}

/** Whether a message with this text is found. */
export function isFound(text: string, sought: readonly string[]): boolean {
  const there = wordsOf(text);
  return sought.every((beginning) => there.some((word) => word.startsWith(beginning)));
}

function words(text: string, asBeginnings: boolean): readonly string[] {
  const found = new Set<string>();
  for (const [whole, letters] of folded(text).matchAll(run)) {
    if (letters === undefined) found.add(shortened(whole));
    else addPairs(found, Array.from(letters), asBeginnings);
    if (found.size >= mostWords) return [...found].slice(0, mostWords);
  }
  return [...found];
}

/** The last letter has no other after it: it is a word of the message, and sought only if it stands alone. */
function addPairs(found: Set<string>, letters: readonly string[], asBeginnings: boolean): void {
  const end = asBeginnings && letters.length > 1 ? letters.length - 1 : letters.length;
  for (let index = 0; index < end; index += 1) found.add(letters.slice(index, index + 2).join(''));
}

function shortened(word: string): string {
  return word.length <= longestWord ? word : Array.from(word).slice(0, longestWord).join('');
}

/** Most texts are ASCII, where case is all that there is to fold. */
function folded(text: string): string {
  if (/^[\0-\x7F]*$/.test(text)) return text.toLowerCase();
  // By way of capitals, so that ß is ss and both forms of σ are one.
  return text.normalize('NFKD').toUpperCase().toLowerCase().replace(left, '').replaceAll('ς', 'σ');
}
