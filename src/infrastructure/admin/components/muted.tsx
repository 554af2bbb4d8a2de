import { Text } from '@adminjs/design-system';
import React from 'react';

/** Secondary text. AdminJS's own grey is too light to read. */
export function Muted(props: { children: React.ReactNode; style?: React.CSSProperties }): React.ReactElement {
  return (
    <Text style={{ color: '#5b5d70', fontWeight: 400, fontSize: 13, lineHeight: 1.5, ...props.style }}>
      {props.children}
    </Text>
  );
}
