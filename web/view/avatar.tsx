import type { JSX } from 'preact';
import { beginningOf } from '../text.js';

/** The first letter of the name, on a colour that depends on the name only. */
export function Avatar({ name }: { name: string }): JSX.Element {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 8;
  const first = beginningOf(name.replace(/^[^\p{L}\p{N}]+/u, ''), 1) || '?';
  return (
    <span class={`avatar tint-${hash}`} aria-hidden="true">
      {first.toLocaleUpperCase()}
    </span>
  );
}
