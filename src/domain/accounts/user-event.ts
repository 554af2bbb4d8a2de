import type { Participant } from './user.js';

/** What is recorded of an account: which one, and nothing of what it says. */
export type UserRecord = { readonly userId: number } & (
  | { readonly type: 'user.created' }
  /** Has another username, name or picture. */
  | { readonly type: 'user.updated' }
  /** Erased or removed. */
  | { readonly type: 'user.deleted' }
);

/** Whether others see the user otherwise than before. */
export function looksDifferent(before: Participant, after: Participant): boolean {
  return (
    before.username !== after.username || before.name !== after.name || before.avatarUrl !== after.avatarUrl
  );
}
