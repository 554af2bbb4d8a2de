import React from 'react';

/** A text in which what was searched for is marked, wherever it occurs. */
export function Marked({ text, search }: { text: string; search: string }): React.ReactElement {
  if (search === '') return <>{text}</>;
  const pattern = new RegExp(`(${search.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')})`, 'i');
  return (
    <>
      {text
        .split(new RegExp(pattern, 'gi'))
        .map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}
    </>
  );
}

/** A part of a long text that shows the first hit. */
export function aroundHit(text: string, search: string, length = 200): string {
  const at = search === '' ? -1 : text.toLowerCase().indexOf(search.toLowerCase());
  if (at < length / 2) return text.length > length ? `${text.slice(0, length)}…` : text;
  return `…${text.slice(at - length / 4, at + (length * 3) / 4)}`;
}
