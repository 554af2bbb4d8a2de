import { useQueryParams, type BasePropertyProps } from 'adminjs';
import React from 'react';
import { aroundHit, Marked } from './marked.js';

/** The beginning of a text, or the part of it that was searched for. */
export default function Excerpt({ record, property }: BasePropertyProps): React.ReactElement {
  const { filters } = useQueryParams<Record<string, unknown>, Record<string, string>>();
  const search = (filters as Record<string, string> | undefined)?.[property.path] ?? '';
  const text = String(record?.params[property.path] ?? '');
  return (
    <span dir="auto" className="duet-excerpt">
      <Marked text={aroundHit(text, search)} search={search} />
    </span>
  );
}
