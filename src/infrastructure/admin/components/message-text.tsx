import { ValueGroup } from '@adminjs/design-system';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import React from 'react';

/** A message's text as it was sent, line by line. */
export default function MessageText({ record, property }: BasePropertyProps): React.ReactElement {
  const { translateProperty } = useTranslation();
  return (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>
      <span dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {String(record?.params[property.path] ?? '')}
      </span>
    </ValueGroup>
  );
}
