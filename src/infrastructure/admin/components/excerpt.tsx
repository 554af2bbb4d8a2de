import type { BasePropertyProps } from 'adminjs';
import React from 'react';

/** The beginning of a text, on one line. */
export default function Excerpt({ record, property }: BasePropertyProps): React.ReactElement {
  const text = String(record?.params[property.path] ?? '');
  return (
    <span
      dir="auto"
      title={text.slice(0, 500)}
      style={{
        display: 'block',
        width: '32vw',
        maxWidth: 520,
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        lineHeight: 1.5,
      }}
    >
      {text.slice(0, 200)}
    </span>
  );
}
