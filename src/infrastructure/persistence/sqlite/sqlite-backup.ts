import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { betterSqlite3 } from './better-sqlite3.js';
import { removeAtEnd } from '../partial-file.js';

/**
 * Writes what a SQLite file holds at one moment to another, which is there only when it is whole and on disk. Others
 * go on reading and writing meanwhile. Holds up this thread until it is done.
 * @returns how large it is, in bytes.
 * @throws Error if the other file is there already, or the copy is not sound.
 */
export function backUpSqlite(file: string, to: string): number {
  const partial = `${to}.${randomUUID()}.partial`;
  removeAtEnd(partial);
  try {
    closeSync(openSync(partial, 'wx', 0o600)); // SQLite keeps the mode of an empty file: it holds password hashes
    const source = new (betterSqlite3())(file, { readonly: true, timeout: 5000 });
    try {
      // One read transaction. SQLite's page by page backup starts again whenever another process writes.
      source.prepare('VACUUM INTO ?').run(partial);
    } finally {
      source.close();
    }
    const copy = new (betterSqlite3())(partial, { readonly: true });
    const [result] = copy.pragma('quick_check') as { quick_check: string }[];
    copy.close();
    if (result?.quick_check !== 'ok') throw new Error(`the copy is not sound: ${result?.quick_check ?? ''}`);
    sync(partial);
    link(partial, to);
    sync(dirname(to));
    return statSync(to).size;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Unlike a rename, this replaces nothing. */
function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new Error(`${to} is there already: name a new file.`, { cause });
  }
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The files of the attachments that messages have, or that evidence holds, in a copy that nobody writes to. */
export function* attachmentsIn(
  file: string,
): Generator<{ file: string; image: { width: number; height: number } | undefined }> {
  const copy = new (betterSqlite3())(file, { readonly: true });
  try {
    // A copy that an older version made has none.
    const has = (table: string) =>
      copy.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table) !== undefined;
    if (!has('attachments')) return;
    const sent = 'SELECT file, width, height FROM attachments WHERE message_id IS NOT NULL';
    const held = 'SELECT file, width, height FROM held_attachments';
    const attachments = has('held_attachments') ? `${sent} UNION ALL ${held}` : sent;
    const rows = copy.prepare(attachments).iterate() as IterableIterator<{
      file: string;
      width: number | null;
      height: number | null;
    }>;
    for (const { file, width, height } of rows) {
      yield { file, image: width === null || height === null ? undefined : { width, height } };
    }
  } finally {
    copy.close();
  }
}
