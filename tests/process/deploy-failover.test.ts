import { spawn, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import pg from 'pg';
import { until } from '../support/client.js';
import { poolerSuite } from '../support/pgbouncer.js';
import { debianPostgres, freePort, owner } from '../support/postgres-cluster.js';
import { launch, processSuite, RemoteApi, within } from '../support/process.js';

interface Service {
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

const bin = debianPostgres();
const { services } = load(readFileSync('deploy/failover/compose.yaml', 'utf8'), {
  schema: CORE_SCHEMA.withTags(mergeTag),
}) as {
  services: Record<string, Service>;
};

/**
 * What deploy/failover/compose.yaml describes, without containers: each service's own command, with its environment, and
 * the scripts and files that it mounts; only places and ports are of this machine.
 */
class Composition {
  readonly #ports: Record<string, number> = {};
  readonly #running = new Map<string, ChildProcess>();
  /** What each service said. */
  readonly said: Record<string, string> = {};

  private constructor(private readonly folder: string) {}

  static async make(): Promise<Composition> {
    const made = new Composition(mkdtempSync(join(tmpdir(), 'duet-failover-')));
    for (const name of ['postgres-1', 'postgres-2', 'pgbouncer-1', 'pgbouncer-2']) {
      made.#ports[name] = await freePort();
      mkdirSync(join(made.folder, name, 'sockets'), { recursive: true });
    }
    cpSync('deploy/failover', join(made.folder, 'failover'), { recursive: true });
    made.#own();
    const { code, output } = await made.#run('sh', [join(made.folder, 'failover', 'secrets.sh')], {});
    expect(code, output).to.equal(0);
    return made;
  }

  /** Runs a service's own script with these words until it ends. */
  run(name: string, ...words: string[]): Promise<{ code: number | null; output: string }> {
    const [command = '', ...args] = this.#commandOf(name, words);
    return this.#run(command, args, this.#environmentOf(name));
  }

  /** Starts a service, or starts it again. */
  start(name: string): void {
    const words = services[name]?.command ?? [];
    // In the container, all addresses are its own.
    const more = name.startsWith('postgres') ? ['-c', 'listen_addresses=127.0.0.1'] : [];
    const [command = '', ...args] = this.#commandOf(name, [...words, ...more]);
    const process = this.#spawn(command, args, this.#environmentOf(name), (text) => {
      this.said[name] = (this.said[name] ?? '') + text;
    });
    this.#running.set(name, process);
  }

  async stop(name: string, signal: NodeJS.Signals): Promise<void> {
    const process = this.#running.get(name) ?? expect.fail(`${name} does not run.`);
    this.#running.delete(name);
    if (process.exitCode !== null) return;
    const ended = new Promise((resolve) => process.once('exit', resolve));
    process.kill(signal);
    await within(30, `${name} ends`, ended);
  }

  async remove(): Promise<void> {
    for (const name of [...this.#running.keys()]) await this.stop(name, 'SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  removeData(name: string): void {
    rmSync(this.#dataOf(name), { recursive: true });
  }

  /** The settings of a process of Duet. */
  get settings(): Record<string, string> {
    const { environment, secrets } = services['app-1'] ?? expect.fail('There is no app-1.');
    const mine = Object.entries(environment).map(([name, value]) => {
      const secret = /^\/run\/secrets\/(.*)$/.exec(value)?.[1];
      if (secret === undefined) return [name, value];
      expect(secrets).to.include(secret);
      const file = join(this.folder, `${secret}-here`);
      writeFileSync(file, this.#here(readFileSync(join(this.#secrets, secret), 'utf8')));
      return [name, file];
    });
    return Object.fromEntries(mine) as Record<string, string>;
  }

  /** Asks a server as its own superuser. */
  async query(name: string, text: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({
      host: this.#socketsOf(name),
      port: this.#ports[name] ?? 0,
      user: 'postgres',
      database: 'postgres',
    });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  #own(): void {
    const { uid, gid } = owner;
    if (uid === undefined || gid === undefined) return;
    const all = readdirSync(this.folder, { recursive: true, encoding: 'utf8' });
    for (const path of ['', ...all]) chownSync(join(this.folder, path), uid, gid);
  }

  get #secrets(): string {
    return join(this.folder, 'failover', 'secrets');
  }

  #dataOf(name: string): string {
    return join(this.folder, name, 'server');
  }

  #socketsOf(name: string): string {
    return join(this.folder, name, 'sockets');
  }

  /** A URL of the composition, or part of one, where it can be reached. */
  #here(text: string): string {
    return text.replace(/((?:postgres|pgbouncer)-\d):\d+/g, (_, name: string) => {
      return `127.0.0.1:${this.#ports[name] ?? expect.fail(`There is no ${name}.`)}`;
    });
  }

  #commandOf(name: string, words: readonly string[]): string[] {
    const service = services[name] ?? expect.fail(`There is no ${name}.`);
    const kind = name.replace(/-\d$/, '');
    const image = readFileSync('deploy/failover/pgbouncer/Dockerfile', 'utf8');
    const entrypoint =
      service.entrypoint ?? (JSON.parse(/^CMD (.*)$/m.exec(image)?.[1] ?? '[]') as readonly string[]);
    return [...entrypoint, ...words].map((word) => {
      return word.replace('/etc/duet', join(this.folder, 'failover', kind));
    });
  }

  #environmentOf(name: string): Record<string, string> {
    const { SERVER = '', OTHER, ...more } = services[name]?.environment ?? {};
    const common = { ...more, SECRETS: this.#secrets };
    const port = `${this.#ports[name]}`;
    if (OTHER === undefined) {
      return {
        ...common,
        SERVER: '127.0.0.1',
        SERVER_PORT: `${this.#ports[SERVER]}`,
        LISTEN: '127.0.0.1',
        PORT: port,
      };
    }
    return {
      ...common,
      SERVER,
      OTHER: '127.0.0.1',
      OTHER_PORT: `${this.#ports[OTHER]}`,
      PGPORT: port,
      PGDATA: this.#dataOf(name),
      SOCKETS: this.#socketsOf(name),
    };
  }

  #spawn(
    command: string,
    args: readonly string[],
    environment: Record<string, string>,
    hear: (text: string) => void,
  ): ChildProcess {
    const { PATH = '' } = process.env;
    const env = { PATH: `${bin}:${PATH}`, LC_ALL: 'C.UTF-8', ...environment };
    const child = spawn(command, args, {
      ...owner,
      env,
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
    return child;
  }

  async #run(command: string, args: readonly string[], environment: Record<string, string>) {
    let output = '';
    const child = this.#spawn(command, args, environment, (text) => (output += text));
    const code = await within(
      60,
      `${args.join(' ')} ends`,
      new Promise<number | null>((resolve) => child.once('close', resolve)),
    );
    return { code, output };
  }
}

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGQUIT');
});

poolerSuite('deploy/failover', () => {
  processSuite('as its files say', () => {
    let composition: Composition;

    before(async function () {
      if (bin === undefined && process.env['CI'] === undefined) return this.skip();
      composition = await Composition.make();
    });

    after(() => composition.remove());

    const state = (name: string) =>
      composition.query(name, 'SELECT application_name, sync_state FROM pg_stat_replication');

    it('keeps what was acknowledged when its first server goes, and gets a standby again', async () => {
      const made = await composition.run('postgres-1', 'init');
      expect(made.code, made.output).to.equal(0);
      const again = await composition.run('postgres-1', 'init');
      expect(again.code).to.equal(1);
      expect(again.output).to.match(/there is data already/);

      for (const name of ['postgres-2', 'pgbouncer-1', 'pgbouncer-2', 'postgres-1']) composition.start(name);
      const env = {
        ...composition.settings,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        DATABASE_PREPARE: 'off', // Debian's PgBouncer may be older than that of the image
      };
      const api = new RemoteApi(await launch(env));
      const isReady = async () => (await fetch(`${api.process.url}/readyz`)).status === 200;
      const follows = (name: string, follower: string, how: string) =>
        until(`${follower} follows`, async () => {
          const [row, ...others] = await state(name);
          return others.length === 0 && row?.['application_name'] === follower && row['sync_state'] === how;
        });
      const { ann, bob } = await api.people('ann', 'bob');
      const { id } = await api.open(ann, bob);
      await api.send(ann, id, 'before');
      await follows('postgres-1', 'postgres_2', 'sync');
      const refused = await composition.run('postgres-2', 'promote');
      expect(refused.code).to.equal(1);
      expect(refused.output).to.match(/takes writes: stop it first/);

      await composition.stop('postgres-1', 'SIGQUIT');
      const promoted = await composition.run('postgres-2', 'promote');
      expect(promoted.code, promoted.output).to.equal(0);
      await until('it is ready', isReady, 20_000);
      await api.send(bob, id, 'after');

      composition.start('postgres-1');
      await until('it does not start', () =>
        Promise.resolve(/was promoted.*remove the data/.test(composition.said['postgres-1'] ?? '')),
      );
      await composition.stop('postgres-1', 'SIGTERM');
      const late = await composition.run('postgres-2', 'synchronous', 'on');
      expect(late.output).to.match(/does not follow/);
      composition.removeData('postgres-1');
      composition.start('postgres-1');
      await follows('postgres-2', 'postgres_1', 'async');
      const waiting = await composition.run('postgres-2', 'synchronous', 'on');
      expect(waiting.code, waiting.output).to.equal(0);
      await follows('postgres-2', 'postgres_1', 'sync');
      await api.send(ann, id, 'to both');

      // Without its standby, a commit waits until it is told not to.
      await composition.stop('postgres-1', 'SIGQUIT');
      const sent = api.send(bob, id, 'to one');
      await until('a commit waits', async () => {
        const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'`;
        return (await composition.query('postgres-2', waits)).length > 0;
      });
      expect((await composition.run('postgres-2', 'synchronous', 'off')).code).to.equal(0);
      await sent;
      const { body } = await ann.call('GET', `/threads/${id}/messages`);
      const texts = body.results.map(({ text }) => text);
      expect(texts).to.have.members(['before', 'after', 'to both', 'to one']);
      expect((await ann.call('GET', '/users/me/export')).status).to.equal(200);
      await api.process.stop();
    });
  });
});
