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
