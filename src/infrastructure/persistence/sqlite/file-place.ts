import { statSync } from 'node:fs';
import { storageUnavailable } from '../storage-unavailable.js';

/**
 * Where an open database and its write-ahead log lie. A file that is removed, or replaced by another, lives on for those
 * who have it open: they would go on writing what is lost with the process. So both files are looked at before each
 * group of writes, for about 10 µs of CPU, a thirtieth of a send that has the group to itself. Looking less often would
 * acknowledge writes that are lost.
 */
export class FilePlace {
  readonly #files: readonly { path: string; identity: string | undefined }[];

  /** Of a database that is open. */
  constructor(private readonly file: string) {
    this.#files = [file, `${file}-wal`].map((path) => ({ path, identity: identityOf(path) }));
  }

  /** @throws Outage `storage_unavailable` if another file is there by now, or none. */
  refuseIfLeft(): void {
    for (const { path, identity } of this.#files) {
      if (identityOf(path) === identity) continue;
      const cause = new Error(
        `${path} was removed or replaced while the service had it open. Nothing is written any more: ` +
          `put the file back, or stop the service and restore a backup of ${this.file}.`,
      );
      throw storageUnavailable('The database takes no writes.', cause);
    }
  }
}

function identityOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
