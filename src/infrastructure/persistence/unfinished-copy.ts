/** The table that is in a database while it is being filled from another one. */
export const unfinishedCopy = 'unfinished_copy';

/** @throws Error that says what to do: what a service wrote there would be in the way of the rest. */
export function refuseUnfinished(tables: readonly unknown[]): void {
  if (tables.length === 0) return;
  throw new Error(
    'a copy into it was broken off: run db:migrate-to again until it is whole, or name another database.',
  );
}
