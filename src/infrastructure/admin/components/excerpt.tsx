import type { BasePropertyProps } from 'adminjs';
import React from 'react';
import { aroundHit, Marked, useSearch } from './marked.js';

/** The beginning of a text, or the part around the first hit of a search. */
export default function Excerpt({ record, property }: BasePropertyProps): React.ReactElement {
  const search = useSearch(property.path);
  const text = String(record?.params[property.path] ?? '');
  return (
    <span dir="auto" className="duet-excerpt">
      <Marked text={aroundHit(text, search)} search={search} />
    </span>
  );
}
