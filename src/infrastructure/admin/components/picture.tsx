import type { BasePropertyProps } from 'adminjs';
import React, { useState } from 'react';

/**
 * Somebody's picture, if it is at an origin that the operator allows and can be loaded.
 * @param origins from the property's `custom`, which the server sets.
 */
export function Picture({
  record,
  property,
  size,
}: BasePropertyProps & { size: number }): React.ReactElement | null {
  const [failed, setFailed] = useState(false);
  const url = String(record?.params['avatarUrl'] ?? '');
  const { origins } = property.custom as { origins?: readonly string[] };
  const isAllowed = URL.canParse(url) && origins?.includes(new URL(url).origin) === true;
  if (failed || !isAllowed) return null;
  return (
    <img
      src={url}
      alt=""
      width={size}
      height={size}
      referrerPolicy="no-referrer"
      onError={() => setFailed(true)}
      style={{ borderRadius: '50%', objectFit: 'cover', verticalAlign: 'middle', marginInlineEnd: 8 }}
    />
  );
}
