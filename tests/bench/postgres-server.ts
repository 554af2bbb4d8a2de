import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { IndexMessages } from '../../src/application/conversation/index-messages.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { Cluster, debianPostgres } from '../support/postgres-cluster.js';
import { cpuOf, programOf } from './server-process.js';

/** A PostgreSQL under measurement, with the settings that it comes with. */
export class PostgresServer {
  #standby: Cluster | undefined;

  private constructor(private readonly cluster: Cluster) {}

  static async start(): Promise<PostgresServer> {
    return new PostgresServer(await Cluster.start());
  }

  /** One that can have a standby: by Debian's binaries. */
  static async startPrimary(): Promise<PostgresServer> {
    const bin = debianPostgres();
    if (bin === undefined)
      throw new Error('A standby takes pg_basebackup, as Debian’s package postgresql has it.');
    return new PostgresServer(await Cluster.startFrom(bin));
  }

  /** From now on, commits wait for a synchronous standby on this machine, but for those of some databases. */
  async copyToStandby(without: readonly string[]): Promise<void> {
    for (const url of without) {
      await this.cluster.query(`ALTER DATABASE ${nameOf(url)} SET synchronous_commit = local`);
    }
    this.#standby = await this.cluster.standby();
    await this.cluster.waitForStandby();
  }

  /**
   * The URL of a new database with what is in a SQLite file, moved there by `npm run db:migrate-to`. All can be found, so
   * that nothing is indexed while something else is measured.
   * @param checkout whose tool moves it. Another one's words are not indexed.
   */
  async databaseFrom(file: string, checkout = '.'): Promise<string> {
    const url = this.cluster.urlOf(await this.cluster.emptyDatabase());
    const { status, stderr } = spawnSync(process.execPath, [programOf(checkout, 'db-migrate-to.js'), url], {
      env: { ...process.env, DATABASE_URL: `sqlite:${file}` },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    if (checkout === '.') {
      const store = await PostgresStore.open({ url });
      await new IndexMessages(store, 1000, Infinity).execute();
      await store.close();
    }
    await this.cluster.query('VACUUM ANALYZE', nameOf(url)); // as autovacuum does it in time
    return url;
  }

  /** Bytes on disk, with indexes. */
  async sizeOf(url: string): Promise<number> {
    const [row] = await this.cluster.query(`SELECT pg_database_size('${nameOf(url)}') AS size`);
    return Number(row?.['size']);
  }

  async version(): Promise<string> {
    const [row] = await this.cluster.query('SHOW server_version');
    return String(row?.['server_version']);
  }

  /** CPU time so far of all its processes, also of those that served a connection and ended: in microseconds. */
  readonly cpu = (): number => {
    const { pid } = this.cluster;
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const [user, system] = [fields[13], fields[14]].map(Number) as [number, number]; // of children, in ticks of 10 ms
    return cpuOf(pid) + (user + system) * 10_000;
  };

  async stop(): Promise<void> {
    await this.#standby?.remove();
    await this.cluster.remove();
  }
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
