import { FormGroup, Label } from '@adminjs/design-system';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import React from 'react';
import { Link } from 'react-router-dom';
import { panelPath } from './panel-path.js';

/** The record that an entry of the audit trail is about, as a way to it. */
export default function RecordLink({ record, property, where }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation();
  const resource = String(record?.params['resource'] ?? '');
  const id = String(record?.params['recordId'] ?? '');
  const link =
    record?.params['action'] === 'delete' ? (
      <span>{id}</span> // which is gone
    ) : (
      <Link to={panelPath(`/resources/${resource}/records/${id}/show`)} aria-label={`${resource} ${id}`}>
        {id}
      </Link>
    );
  if (where !== 'show') return link;
  return (
    <FormGroup>
      <Label as="span">{translateProperty(property.label, property.resourceId)}</Label>
      {link}
    </FormGroup>
  );
}
