import { BasePropertyComponent, type EditPropertyProps } from 'adminjs';
import React from 'react';

/** A field that is left out for a new record. */
export default function IfExisting(props: EditPropertyProps): React.ReactElement | null {
  if (props.record.params['id'] === undefined) return null;
  const { components: _, ...property } = props.property;
  return <BasePropertyComponent {...props} property={property} />;
}
