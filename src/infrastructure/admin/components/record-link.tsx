import { ValueGroup } from '@adminjs/design-system';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import React from 'react';
import { Link } from 'react-router-dom';
import { panelPath } from './panel-path.js';

/** The id of the record that an audit entry is about: a link, unless the record has been deleted. */
export default function RecordLink({ record, property, where }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation();
  const resource = String(record?.params['resource'] ?? '');
  const id = String(record?.params['recordId'] ?? '');
  const link =
    record?.params['recordExists'] !== true ? (
      <span>{id} (deleted)</span>
    ) : (
      <Link to={panelPath(`/resources/${resource}/records/${id}/show`)} aria-label={`${resource} ${id}`}>
        {id}
      </Link>
    );
  if (where !== 'show') return link;
  return <ValueGroup label={translateProperty(property.label, property.resourceId)}>{link}</ValueGroup>;
}
