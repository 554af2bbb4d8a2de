/** Where a notification leads: what is behind the `#` of the page's address, with it, or nothing. */
export interface Leading {
  readonly place: string;
}

/** What the service worker tells a page whose notification was clicked. */
export interface Clicked extends Leading {
  readonly type: 'duet.clicked';
}

export function isClicked(data: unknown): data is Clicked {
  if (typeof data !== 'object' || data === null) return false;
  const { type, place } = data as Partial<Clicked>;
  return type === 'duet.clicked' && typeof place === 'string';
}
