/**
 * A database that is only read cannot be brought up to date.
 * @param done as of `refuseNewer`.
 * @throws Error that says what to do.
 */
export function refuseOlder(done: readonly string[], known: readonly (abstract new () => unknown)[]): void {
  if (known.some(({ name }) => !done.includes(name))) {
    throw new Error('an older version of Duet has made it: start this version on the server that it copies.');
  }
}

/**
 * A database that a newer version of Duet has upgraded has columns and rules that this one does not know.
 * @param done the names of the migrations that were run on it.
 * @throws Error that says what to do.
 */
export function refuseNewer(done: readonly string[], known: readonly (abstract new () => unknown)[]): void {
  const names = new Set(known.map(({ name }) => name));
  const unknown = done.filter((name) => !names.has(name));
  if (unknown.length === 0) return;
  throw new Error(
    `a newer version of Duet has upgraded it (${unknown.join(', ')}): start that version, or restore a backup from before.`,
  );
}
