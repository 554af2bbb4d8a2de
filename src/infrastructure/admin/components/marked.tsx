import { useQueryParams } from 'adminjs';
import React from 'react';

/**
 * The text that the address filters a property by. Links from a list of hits keep it, so that the next pages mark
 * the hits too.
 */
export function useSearch(property: string): string {
  const { filters } = useQueryParams<Record<string, unknown>, Record<string, string>>();
  return (filters as Record<string, string> | undefined)?.[property] ?? '';
}

/** The query for a link to a page that marks the same hits. */
export function searchQuery(property: string, search: string): string {
  return search === '' ? '' : `?${new URLSearchParams({ [`filters.${property}`]: search }).toString()}`;
}

/** A text with every occurrence of the search marked. */
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
