import type { BasePropertyProps } from 'adminjs';
import React, { useState } from 'react';

/**
 * Somebody's picture, if it is at an origin that the operator allows and can be loaded.
 * @param origins what the server said is allowed.
 */
export function Picture({
  url,
  origins,
  size,
}: {
  url: string;
  origins: readonly string[];
  size: number;
}): React.ReactElement | null {
  const [failed, setFailed] = useState(false);
  const isAllowed = URL.canParse(url) && origins.includes(new URL(url).origin);
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

/** The origins that the server has put into a property's `custom`. */
export function originsOf(property: BasePropertyProps['property']): readonly string[] {
  return (property.custom as { origins: readonly string[] }).origins;
}
