import type { ParticipantPair } from './participant-pair.js';

/** How a participant has put a thread for themselves. The other one does not see it. */
export interface View {
  /** Out of the list, until the other side writes. */
  readonly archived: boolean;
  /** Without a sound: for clients, and for what tells somebody outside. */
  readonly muted: boolean;
}

/** Of a pair's two. */
export interface Views {
  readonly low: View;
  readonly high: View;
}

const plain: View = { archived: false, muted: false };

export const plainViews: Views = { low: plain, high: plain };

/** The views with a change of one participant's. */
export function withView(
  views: Views,
  { low }: ParticipantPair,
  { user, ...change }: Partial<View> & { readonly user: number },
): Views {
  const changed = ({ archived, muted }: View): View => ({
    archived: change.archived ?? archived,
    muted: change.muted ?? muted,
  });
  return user === low ? { ...views, low: changed(views.low) } : { ...views, high: changed(views.high) };
}
