import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pLimit from 'p-limit';
import { DataSource } from 'typeorm';
import { betterSqlite3 } from '../../src/infrastructure/persistence/sqlite/better-sqlite3.js';
import { Api, type User } from './client.js';
import { once } from './once.js';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Env = Readonly<Record<string, string>>;

const repository = join(import.meta.dirname, '..', '..');
const installation = mkdtempSync(join(tmpdir(), 'duet-installation-'));
const main = ['node', 'dist/programs/main.js'];
const listens = /^Duet listens on (http:\/\/\S+)\n/m;
const few = pLimit(3);
const alive = new Set<ChildProcess>();

/**
 * What an operator has after a clone and `npm ci`, built, in a folder of its own. The build is the repository's, brought
 * up to date; `npm test` has made it before, and says so by DUET_TEST_BUILD.
 */
export const installed: () => Promise<string> = once(async () => {
  if (process.env['DUET_TEST_BUILD'] === undefined) {
    const options = { cwd: repository, encoding: 'utf8' } as const;
    const build = spawnSync(process.execPath, ['scripts/build-if-needed.mjs'], options);
    if (build.status !== 0) throw new Error(`The build failed.\n${build.stdout}${build.stderr}`);
  }
  return copyTo(installation, ['dist', 'package.json', 'scripts', 'database']);
});

/** Makes a folder with these parts of the repository, without its databases and secrets. */
export function copyTo(folder: string, parts: readonly string[]): string {
  const filter = (from: string) => !/\.sqlite|\.jwt-secret|tsbuildinfo|database\/attachments/.test(from);
  for (const part of parts) cpSync(join(repository, part), join(folder, part), { recursive: true, filter });
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** A process of the service, or of one of its tools. */
export class Process {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Ended>;

  constructor(private readonly child: ChildProcess) {
    alive.add(child);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        alive.delete(child);
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  get url(): string {
    return listens.exec(this.stdout)?.[1] ?? expect.fail('It does not listen.');
  }

  /** Also that of the group of processes it may have started. */
  get pid(): number {
    return this.child.pid ?? expect.fail('It did not start.');
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async stop(): Promise<void> {
    this.signal('SIGTERM');
    await this.ended;
  }

  /** @param patience in seconds. */
  async listening(patience = 120): Promise<this> {
    const line = new Promise<void>((resolve) => {
      this.child.stdout?.on('data', () => listens.test(this.stdout) && resolve());
    });
    await within(patience, 'it listens or ends', Promise.race([line, this.ended]));
    expect(this.stdout, this.stderr).to.match(listens);
    return this;
  }
}

/** A client of a service in another process, which may be replaced. */
export class RemoteApi extends Api {
  constructor(public process: Process) {
    super();
  }

  override get base(): string {
    return `${this.process.url}/api/v1`;
  }

  /**
   * One request while the storage may fail. Fails the test if the answer does not come within `seconds`, or is neither
   * a success nor a 503 that says when to come again.
   */
  async attempt(
    seconds: number,
    user: User,
    method: string,
    path: string,
    body?: object,
    key?: string,
  ): Promise<{ status: number; id: number }> {
    const response = await within(
      seconds,
      `${method} ${path} is answered`,
      fetch(`${this.base}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${user.access}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const answer = (await response.json()) as { id: number; code?: string };
    if (response.status >= 400) {
      expect([response.status, answer.code], JSON.stringify(answer)).to.deep.equal([
        503,
        'storage_unavailable',
      ]);
      expect(response.headers.get('retry-after')).to.match(/^\d+$/);
    }
    return { status: response.status, id: answer.id };
  }

  signIn(username: string, password: string) {
    return this.anonymous('POST', '/auth/token', { username, password });
  }
}

/** Runs something in the installation until it ends, in nobody's environment but this. */
export async function run(command: readonly string[], env: Env = {}, input?: string): Promise<Ended> {
  await installed();
  return within(60, `${command.join(' ')} ends`, start(command, env, input).ended);
}

/** Starts the service with something else than a pipe to this process for what it prints. It has to be asked whether it serves. */
export async function launchInto(stdout: number, env: Env): Promise<Process> {
  return start(main, env, undefined, await installed(), stdout);
}

/** Runs the service in the hope that it does not start. */
export function runMain(env: Env): Promise<Ended> {
  return run(main, env);
}

/** Starts the service and waits until it listens. @param patience in seconds. */
export async function launch(
  env: Env,
  command: readonly string[] = main,
  folder?: string,
  patience?: number,
): Promise<Process> {
  return start(command, env, undefined, folder ?? (await installed())).listening(patience);
}

/** Checks that a start was given up with one clear line. */
export function expectRefusal({ code, stdout, stderr }: Ended, ...mentions: (string | RegExp)[]): void {
  expect(stderr, 'stderr').to.match(/^[^\n]+\n$/);
  expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
  for (const mention of mentions) expect(stderr).to.match(new RegExp(mention));
  expect(stderr).not.to.match(/node:internal|^\s+at |Error:/m);
}

/** The settings of a production, with a database without test data. */
export function production(databaseUrl: string): Env {
  const secret = 'a secret of the tests, of more than 32 bytes';
  return { NODE_ENV: 'production', HOST: '127.0.0.1', JWT_SECRET: secret, DATABASE_URL: databaseUrl };
}

export function fileOf(databaseUrl: string): string {
  return databaseUrl.replace(/^\w+:/, '');
}

/** Runs SQL on the database behind the service's back. */
export async function sql(
  databaseUrl: string,
  ...statements: string[]
): Promise<Record<string, unknown>[][]> {
  const database = new DataSource({
    type: 'better-sqlite3',
    driver: betterSqlite3(),
    database: fileOf(databaseUrl),
    timeout: 10_000,
  });
  await database.initialize();
  try {
    const results: Record<string, unknown>[][] = [];
    for (const statement of statements) results.push(await database.query(statement));
    return results;
  } finally {
    await database.destroy();
  }
}

/** A suite after which no process is left. */
export function processSuite(title: string, define: () => void): void {
  describe(title, function () {
    this.timeout(180_000); // a busy machine is no fault
    before(installed);
    after(killAll);
    define();
  });
}

/** Starts some work before the tests of the suite, a few at a time; for each test to await its own. */
export function ahead<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T>;
  before(() => {
    result = few(work);
    result.catch(() => undefined); // the test awaits it
  });
  return () => result;
}

/** The promise's result, or an error if it takes too many seconds. */
export async function within<T>(seconds: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${seconds} s in vain until ${what}.`)), seconds * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export function start(
  [command = '', ...args]: readonly string[],
  env: Env,
  input?: string,
  folder = installation,
  stdout: 'pipe' | number = 'pipe',
): Process {
  const inherited = { PATH: `${process.execPath.replace(/\/[^/]+$/, '')}:${process.env['PATH'] ?? ''}` };
  const own = { HOME: installation, npm_config_update_notifier: 'false', RATE_LIMIT: 'off' };
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...inherited, ...own, PORT: '0', LOG_LEVEL: 'silent', ADMIN: 'off', ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', stdout, 'pipe'],
    detached: true, // in a group of its own, to be killed with its children
  });
  child.stdin?.end(input);
  return new Process(child);
}

function killAll(): void {
  for (const { pid } of alive) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

after(() => {
  killAll();
  if (existsSync(installation)) rmSync(installation, { recursive: true, force: true });
});
process.once('exit', killAll);
// Without this, a test run that is ended leaves the services behind that it has started: they are in groups of their own.
process.once('SIGTERM', () => process.exit(143));
