/** Whether the text has between `min` and `max` Unicode code points, both included. */
export function hasCodePoints(text: string, min: number, max: number): boolean {
  if (text.length < min || text.length > 2 * max) return false;
  let count = 0;
  for (const _ of text) count += 1;
  return count >= min && count <= max;
}

/** Neither NUL nor a lone surrogate: PostgreSQL refuses the one, UTF-8 has no form for the other. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/**
 * Whether something of a text can be seen. Beside white space, controls, and what Unicode calls default ignorable, these
 * are blank: the braille pattern without dots, interlinear annotation, and the null notehead.
 */
export function isVisibleText(text: string): boolean {
  return visible.test(text);
}

const visible = /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB\u{1D159}]/u;
