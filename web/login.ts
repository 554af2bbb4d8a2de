/** Whether somebody is signed in, and who is told when that changes. */
export interface Login {
  /** Whether there may be a session. Only the service knows whether it is still good. */
  exists(): boolean;
  /** Calls back when the session has ended, and when something else than this page has changed it. */
  watch(changed: Changed): void;
}

export type Changed = (where: 'here' | 'elsewhere', isThere: boolean) => void;
