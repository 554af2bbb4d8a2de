import { FormGroup, FormMessage, Label } from '@adminjs/design-system';
import { useTranslation, type EditPropertyProps } from 'adminjs';
import React from 'react';
import { valueOf } from './value-of.js';

/** Chooses one of a few values. */
export default function Role({ property, record, onChange }: EditPropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation();
  const error = record.errors[property.path];
  return (
    <FormGroup error={error !== undefined}>
      <Label htmlFor={property.path}>{translateProperty(property.label, property.resourceId)}</Label>
      <select
        id={property.path}
        className="duet-field"
        value={String(record.params[property.path] ?? 'user')}
        onChange={(event) => onChange(property.path, valueOf(event))}
      >
        {property.availableValues?.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <FormMessage>{error?.message}</FormMessage>
    </FormGroup>
  );
}
