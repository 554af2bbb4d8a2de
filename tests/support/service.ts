import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { User } from '../../src/domain/accounts/user.js';
import { loadConfig } from '../../src/composition/config/config.js';
import { replace, type Replacement } from '../../src/composition/container.js';
import * as composition from '../../src/composition/service.js';
import type { Store } from '../../src/composition/store.js';
import { tokens } from '../../src/composition/tokens.js';
import { Argon2PasswordHasher } from '../../src/infrastructure/auth/argon2-password-hasher.js';
import { makeMigratedSqlite } from './migrated-sqlite.js';
import { noPostgres, postgresUrl } from './postgres.js';

export interface Service {
  /** No slash at the end. */
  readonly url: string;
  readonly secret: string;
  readonly databaseUrl: string;
  readonly store: Store;
  stop(): Promise<void>;
  /** Takes effect within a second. */
  deactivate(userId: number): Promise<void>;
  /** To admin; takes effect within a second. */
  promote(userId: number): Promise<void>;
  /** Gives the user an id in the application behind. */
  identify(userId: number, externalId: string): Promise<void>;
}

const schemes = {
  memory: 'memory:',
  'better-sqlite3': 'sqlite:',
  sqlite3: 'sqlite3:',
  postgres: 'postgres:',
};

export type StoreName = keyof typeof schemes;

/** DUET_TEST_STORE names the store to run all tests on that do not say which one they need. */
const chosen = process.env['DUET_TEST_STORE'] as StoreName | undefined;
if (chosen !== undefined && !Object.hasOwn(schemes, chosen)) throw new Error(`There is no store ${chosen}.`);
const usual = chosen ?? 'better-sqlite3';

before(function () {
  const reason = usual === 'postgres' ? noPostgres() : undefined;
  if (reason === undefined) return;
  console.log(reason);
  this.skip();
});

/** What is tested on each store. */
export const stores: readonly StoreName[] =
  chosen === undefined ? ['memory', 'better-sqlite3', 'sqlite3'] : [chosen];

const folders: string[] = [];

/** A URL for a store that is fresh and empty; for PostgreSQL, `startService` makes the database. */
export function storeUrl(name: StoreName): string {
  if (name === 'memory' || name === 'postgres') return schemes[name];
  const folder = mkdtempSync(join(tmpdir(), 'duet-'));
  folders.push(folder);
  return `${schemes[name]}${join(folder, 'duet.sqlite')}`;
}

/** One for all services of this process: no two files have the same name. */
function attachmentsFolder(): string {
  const known = folders.find((folder) => folder.includes('duet-attachments-'));
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'duet-attachments-'));
  folders.push(folder);
  return folder;
}

after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Real hashes, of the least cost that there is: what they cost is tested on their own, and in other processes. */
export const cheapHasher = new Argon2PasswordHasher({ memoryCost: 8, timeCost: 1, parallelism: 1 });

/** The real service in this process, on a free port, without test data. */
export async function startService(
  env: Record<string, string> = {},
  ...replacements: Replacement[]
): Promise<Service> {
  const secret = env['JWT_SECRET'] ?? randomBytes(32).toString('hex');
  const named = env['DATABASE_URL'] ?? storeUrl(usual);
  const databaseUrl = named === schemes.postgres ? await postgresUrl() : named;
  const file = /^sqlite3?:(.+)/.exec(databaseUrl)?.[1];
  if (file !== undefined && existsSync(dirname(file)) && !existsSync(file)) await makeMigratedSqlite(file);
  const config = loadConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    RATE_LIMIT: 'off',
    ADMIN: 'off',
    ATTACHMENTS: `file:${attachmentsFolder()}`,
    ...env,
    JWT_SECRET: secret,
    DATABASE_URL: databaseUrl,
  });
  const cheap = replace(tokens.hashMethod, cheapHasher);
  const { url, store, stop } = await composition.startService({ ...config, testData: false }, [
    cheap,
    ...replacements,
  ]);
  const change = (id: number, changes: Partial<User>) =>
    store.run(async ({ users }) => {
      const user = await users.find(id);
      if (user === undefined) throw new Error(`There is no user ${id}.`);
      await users.update({ ...user, ...changes });
    });
  return {
    url,
    secret,
    databaseUrl,
    store,
    stop,
    deactivate: (id) => change(id, { active: false }),
    promote: (id) => change(id, { role: 'admin' }),
    identify: (id, externalId) => change(id, { externalId }),
  };
}
