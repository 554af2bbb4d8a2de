import { ValueGroup } from '@adminjs/design-system';
import { useTranslation, type BasePropertyProps } from 'adminjs';
import React from 'react';
import { originsOf, Picture } from './picture.js';

/** The picture on a user's page, and where it is. */
export default function Avatar(props: BasePropertyProps): React.ReactElement | null {
  const { translateProperty } = useTranslation();
  const { record, property } = props;
  const url = String(record?.params['avatarUrl'] ?? '');
  if (url === '') return null;
  return (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>
      <Picture url={url} origins={originsOf(property)} size={64} />
      <span style={{ overflowWrap: 'anywhere' }}>{url}</span>
    </ValueGroup>
  );
}
