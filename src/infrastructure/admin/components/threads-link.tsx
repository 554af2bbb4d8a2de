import { FormGroup, Label, Link } from '@adminjs/design-system';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import React from 'react';
import { countOf } from './format.js';
import { panelPath } from './panel-path.js';

/** The number of a user's threads, with a link to them. */
export default function ThreadsLink({ record, property, where }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation();
  const count = Number(record?.params['threadCount'] ?? 0);
  const link = (
    <Link
      href={panelPath(`/resources/Thread?filters.participant=${record?.id ?? ''}`)}
      onClick={(event: React.MouseEvent) => event.stopPropagation()}
    >
      {countOf(count, 'thread')}
    </Link>
  );
  if (where !== 'show') return link;
  return (
    <FormGroup>
      <Label>{translateProperty(property.label, property.resourceId)}</Label>
      {link}
    </FormGroup>
  );
}
