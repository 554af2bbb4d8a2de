import { ValueGroup } from '@adminjs/design-system';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import React from 'react';
import { Marked, useSearch } from './marked.js';

/** A message's text as it was sent, line by line, with the hits of the search that led here. */
export default function MessageText({ record, property }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation();
  const search = useSearch(property.path);
  return (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>
      <span dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        <Marked text={String(record?.params[property.path] ?? '')} search={search} />
      </span>
    </ValueGroup>
  );
}
