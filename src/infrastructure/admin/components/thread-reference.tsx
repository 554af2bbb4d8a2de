import { ValueGroup } from '@adminjs/design-system';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import React from 'react';
import { Link } from 'react-router-dom';
import { searchQuery, useSearch } from './marked.js';
import { panelPath } from './panel-path.js';

/** A link to the conversation that a message belongs to, which marks the hits of the search that led here. */
export default function ThreadReference({ record, property, where }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation();
  const search = useSearch('text');
  const id = String(record?.params[property.path] ?? '');
  const link = (
    <Link to={panelPath(`/resources/Thread/records/${id}/show`) + searchQuery('text', search)}>
      {record?.populated[property.path]?.title ?? id}
    </Link>
  );
  if (where !== 'show') return link;
  return <ValueGroup label={translateProperty(property.label, property.resourceId)}>{link}</ValueGroup>;
}
