import { BasePropertyComponent, type EditPropertyProps } from 'adminjs';
import React from 'react';

/** The username field. It is locked for an existing user, because a username never changes. */
export default function Username(props: EditPropertyProps): React.ReactElement {
  const { components: _, ...property } = props.property;
  const isDisabled = props.record.params['id'] !== undefined;
  return <BasePropertyComponent {...props} property={{ ...property, isDisabled }} />;
}
