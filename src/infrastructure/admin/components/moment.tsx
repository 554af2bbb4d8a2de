import { ValueGroup } from '@adminjs/design-system';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import React from 'react';
import { moment } from './format.js';

/** A moment, in the admin's own time zone. */
export default function Moment({ record, property, where }: BasePropertyProps): React.ReactElement | null {
  const { translateProperty } = useTranslation();
  const iso = String(record?.params[property.path] ?? '');
  if (iso === '') return null;
  const shown = (
    <time dateTime={iso} className="duet-moment">
      {moment.format(new Date(iso))}
    </time>
  );
  if (where !== 'show') return shown;
  return <ValueGroup label={translateProperty(property.label, property.resourceId)}>{shown}</ValueGroup>;
}
