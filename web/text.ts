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

/** More than this is a text, not a gesture. */
const mostLargeEmoji = 5;

// As Unicode's UTS 51 writes it. `\p{RGI_Emoji}` says the same shorter, but costs a fifth of a second when first used.
const element =
  /\p{Regional_Indicator}{2}|\p{Emoji}(?:\p{Emoji_Modifier}|\ufe0f\u20e3?|[\u{e0020}-\u{e007e}]+\u{e007f})|\p{Emoji_Presentation}/u
    .source;
const emoji = `(?:${element})(?:\\u200d(?:${element}|\\p{Emoji}))*`;
const emojiOnly = new RegExp(`^\\s*(?:(?:${emoji})\\s*){1,${mostLargeEmoji}}$`, 'u');

/** Whether a text is a few emoji and nothing else. */
export function isEmojiOnly(text: string): boolean {
  return text.length <= 200 && emojiOnly.test(text);
}
