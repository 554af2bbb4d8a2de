interface Segmenter {
  segment(text: string): Iterable<{ readonly segment: string }>;
}

/** Firefox has it since April 2024. */
const ownSegmenter = 'Segmenter' in Intl ? new Intl.Segmenter('en', { granularity: 'grapheme' }) : undefined;

/** By code points: never cuts a code point in half, but counts a combined emoji as several characters. */
const codePoints: Segmenter = {
  *segment(text) {
    for (const segment of text) yield { segment };
  },
};

/** The beginning of a text, in characters as people count them: an emoji, or a letter with its marks, is one. */
export function beginningOf(
  text: string,
  most: number,
  segmenter: Segmenter = ownSegmenter ?? codePoints,
): string {
  let beginning = '';
  let count = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (count === most) break;
    beginning += segment;
    count += 1;
  }
  return beginning;
}
