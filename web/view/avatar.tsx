import type { JSX } from 'preact';

/** The first letter of the name, on a colour that is always the same for it. */
export function Avatar({ name }: { name: string }): JSX.Element {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 8;
  const [first = '?'] = name.replace(/^[^\p{L}\p{N}]+/u, '');
  return (
    <span class={`avatar tint-${hash}`} aria-hidden="true">
      {first.toLocaleUpperCase()}
    </span>
  );
}
