import { FormGroup, FormMessage, Input, Label } from '@adminjs/design-system';
import type { EditPropertyProps } from 'adminjs';
import React from 'react';
import { Muted } from './muted.js';
import { valueOf } from './value-of.js';

/** A field for a new password. It starts empty, because the old password cannot be read back. */
export default function Password({ property, record, onChange }: EditPropertyProps): React.ReactElement {
  const error = record.errors[property.path];
  const isNew = record.params['id'] === undefined;
  return (
    <FormGroup error={error !== undefined}>
      <Label htmlFor="password">{isNew ? 'Password' : 'New password'}</Label>
      <Input
        id="password"
        type="password"
        autoComplete="new-password"
        value={String(record.params[property.path] ?? '')}
        onChange={(event: React.FormEvent) => onChange(property.path, valueOf(event))}
      />
      <Muted style={{ marginTop: 4 }}>
        {isNew
          ? '8 to 128 characters.'
          : 'Leave it empty to keep the password. A new one ends all logins of this user.'}
      </Muted>
      <FormMessage>{error?.message}</FormMessage>
    </FormGroup>
  );
}
