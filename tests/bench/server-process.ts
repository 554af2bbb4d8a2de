import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secret } from './workloads.js';

/** A server under measurement, in a process of its own. */
export class ServerProcess {
  private constructor(
    readonly name: string,
    readonly url: string,
    /** From the start of the process until it listened, in milliseconds. */
    readonly startTime: number,
    private readonly child: ChildProcess,
    /** CPU time of the database so far where it is a process of its own, in microseconds. */
    readonly databaseCpu: () => number,
  ) {}

  /** Starts `node <args>` and waits for the line that says where it listens. Its log goes to a file, as in production. */
  static async start(
    name: string,
    args: readonly string[],
    env: Record<string, string>,
    log: string,
    databaseCpu = () => 0,
  ): Promise<ServerProcess> {
    const began = performance.now();
    const file = openSync(log, 'w');
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', file, file],
    });
    for (;;) {
      const url = /listens on (http:\S+)/.exec(readFileSync(log, 'utf8'))?.[1];
      if (url !== undefined) {
        return new ServerProcess(name, url, performance.now() - began, child, databaseCpu);
      }
      if (child.exitCode !== null) throw new Error(`${name} did not start: ${readFileSync(log, 'utf8')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** CPU time of all threads so far, those of workers included, in microseconds. */
  cpu(): number {
    return cpuOf(this.child.pid as number);
  }

  /** Memory in use, in MiB. */
  rss(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** CPU time of a process and of those that it has started and that still run, in microseconds. */
export function cpuOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [String(pid), ...children].reduce((sum, one) => sum + ownCpuOf(one), 0);
}

function ownCpuOf(pid: string): number {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const nanoseconds = tasks.map((task) =>
      Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ', 1)[0]),
    );
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1000;
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return 0; // it has ended meanwhile
    throw error;
  }
}

/** Where a checkout has built a program: an older one is not bundled. */
export function programOf(checkout: string, name: string): string {
  const bundled = join(checkout, 'dist/programs', name);
  return existsSync(bundled) ? bundled : join(checkout, 'dist/src/composition/programs', name);
}

/** Duet as built in a checkout, as a production install runs it but for the rate limits. */
export function startDuet(
  databaseUrl: string,
  log: string,
  env: Record<string, string> = {},
  databaseCpu?: () => number,
  checkout = '.',
): Promise<ServerProcess> {
  return ServerProcess.start(
    'duet',
    [programOf(checkout, 'main.js')],
    {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      JWT_SECRET: secret,
      RATE_LIMIT: 'off',
      ...env,
      DATABASE_URL: databaseUrl,
    },
    log,
    databaseCpu,
  );
}

export function startLimitServer(
  name: 'express' | 'node',
  file: string,
  log: string,
): Promise<ServerProcess> {
  const env = { NODE_ENV: 'production', JWT_SECRET: secret, DATABASE_FILE: file };
  return ServerProcess.start(name, ['--import=tsx/esm', `tests/bench/limit-${name}.ts`], env, log);
}
