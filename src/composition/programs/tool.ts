import { existsSync } from 'node:fs';
import { FilesBeside } from '../../infrastructure/attachments/files-beside.js';
import { openFiles } from '../attachments.js';
import type { DatabaseUrl } from '../config/database-url.js';
import { loadAttachmentsPlace, loadDatabaseUrl } from '../config/environment.js';
import type { Archive } from '../../application/ports/archive.js';
import { PostgresStandby } from '../../infrastructure/persistence/postgres/postgres-standby.js';
import { credentialsInFiles } from '../config/s3-credentials.js';
import { withoutSecrets } from '../../infrastructure/persistence/postgres/server-urls.js';
import { openStore, type Store } from '../store.js';
import { UsageError } from './run-tool.js';

// What the command-line tools have in common.

export type LastingUrl = Exclude<DatabaseUrl, { kind: 'memory' }>;

/** The arguments of the command line; those in brackets may be left out. */
export function readArguments(usage: string, min: number, max: number): string[] {
  const given = process.argv.slice(2);
  const unknown = given.find((argument) => argument.startsWith('-'));
  if (unknown !== undefined || given.length < min || given.length > max) {
    throw new UsageError(unknown === undefined ? `write ${usage}` : `there is no ${unknown}: write ${usage}`);
  }
  return given;
}

/** The store of files that ATTACHMENTS names, for a dump or a backup; undefined if there is none. */
export async function filesBeside(file: string): Promise<FilesBeside | undefined> {
  const files = await openFiles(loadAttachmentsPlace(process.env), credentialsInFiles(process.env));
  return files && new FilesBeside(file, files);
}

/**
 * The database that DATABASE_URL names, without a pooler before it: tools take long transactions, and one connection.
 * @throws Error if it lives in the service's own memory.
 */
export function lastingDatabase(): LastingUrl {
  const database = loadDatabaseUrl(process.env);
  if (database.kind === 'memory')
    throw new Error('DATABASE_URL is memory:, which only the service itself has.');
  if (database.kind !== 'postgres') return database;
  const { directUrl, ...server } = database;
  return { ...server, url: directUrl ?? server.url };
}

/** @throws Error if the database is a file that is not there yet. */
export function existingDatabase(): LastingUrl {
  const database = lastingDatabase();
  if ('file' in database && !existsSync(database.file)) {
    throw new Error(`there is no database ${database.file}: see DATABASE_URL.`);
  }
  return database;
}

/** What people call the database; without the password. */
export function nameOf(database: LastingUrl): string {
  return 'file' in database ? database.file : withoutSecrets(database.url);
}

/** @param options as those of `openStore`. */
export async function withStore<Result>(
  database: DatabaseUrl,
  work: (store: Store) => Promise<Result>,
  options: { timeout?: number } = {},
): Promise<Result> {
  const store = await openStore(database, options);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** What is dumped: a database as it is, or its standby, where one is named, without asking more of the database. */
export async function withArchive(
  database: LastingUrl,
  work: (archive: Archive) => Promise<void>,
): Promise<void> {
  if (database.kind !== 'postgres' || database.readUrl === undefined) return withStore(database, work);
  const standby = new PostgresStandby(database.readUrl);
  const name = withoutSecrets(database.readUrl);
  try {
    await standby.requireThisVersion().catch((cause: unknown) => {
      throw new Error(`the database ${name} cannot be read: ${(cause as Error).message}`, { cause });
    });
    await work(standby);
  } finally {
    await standby.close();
  }
}

/** How long all of a database may take in one unit of work, in milliseconds: as long as it takes, but not for ever. */
export const wholeDatabase = { timeout: 24 * 3_600_000 };

/** Passes the items on and tells now and then, on standard error, how many there were. */
export async function* withProgress<Item>(what: string, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  let count = 0;
  for await (const item of items) {
    count += 1;
    if (count % 20_000 === 0) process.stderr.write(`${count.toLocaleString('en')} ${what}\n`);
    yield item;
  }
}
