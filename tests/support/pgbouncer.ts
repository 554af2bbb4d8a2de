import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort, owner, type Cluster } from './postgres-cluster.js';

/** Debian's PgBouncer in front of a PostgreSQL of the tests, in transaction mode. */
export class PgBouncer {
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  /** @param settings lines of its configuration. */
  static async before(cluster: Cluster, settings: readonly string[] = []): Promise<PgBouncer> {
    const folder = mkdtempSync(join(tmpdir(), 'duet-pgbouncer-'));
    const port = await freePort();
    const users = join(folder, 'users.txt');
    writeFileSync(users, '"postgres" ""\n');
    writeFileSync(
      join(folder, 'pgbouncer.ini'),
      [
        '[databases]',
        `* = host=127.0.0.1 port=${cluster.port}`,
        '[pgbouncer]',
        'listen_addr = 127.0.0.1',
        `listen_port = ${port}`,
        'unix_socket_dir =',
        'auth_type = trust',
        `auth_file = ${users}`,
        'pool_mode = transaction',
        'default_pool_size = 3', // few, so that clients meet each other’s
        'max_client_conn = 500',
        ...settings,
      ].join('\n'),
    );
    const { uid, gid } = owner;
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    const pooler = new PgBouncer(port, folder);
    poolers.add(pooler);
    await pooler.start();
    return pooler;
  }

  /** Resolves when it takes connections. */
  async start(): Promise<void> {
    this.#process = spawn('pgbouncer', [join(this.folder, 'pgbouncer.ini')], { ...owner, stdio: 'ignore' });
    for (const deadline = Date.now() + 30_000; ;) {
      const client = new pg.Client({ connectionString: this.urlOf('postgres') });
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw new Error('PgBouncer does not start.', { cause: error });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /** Cuts all connections. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process?.once('exit', resolve));
    this.killNow();
    await ended;
  }

  async remove(): Promise<void> {
    poolers.delete(this);
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  killNow(): void {
    this.#process?.kill('SIGQUIT');
  }

  urlOf(database: string): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }
}

const poolers = new Set<PgBouncer>();

process.once('exit', () => {
  for (const pooler of poolers) pooler.killNow();
});

/** A suite that needs PgBouncer: where there is none, one pending test says so. In CI there must be. */
export function poolerSuite(title: string, define: (this: Mocha.Suite) => void): void {
  describe(title, function () {
    if (spawnSync('pgbouncer', ['--version']).status === 0) define.call(this);
    else if (process.env['CI'] === undefined) it.skip('PgBouncer is not installed.');
    else it('needs PgBouncer', () => Promise.reject(new Error('PgBouncer is not installed.')));
  });
}
