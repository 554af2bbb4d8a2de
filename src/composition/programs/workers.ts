import cluster, { type Worker } from 'node:cluster';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { addUpWorkersMetrics } from '../../infrastructure/metrics/workers-metrics.js';
import { relaySignals } from '../../infrastructure/persistence/workers-signals.js';
import { countForWorkers } from '../../infrastructure/rate-limits/workers-counter.js';
import type { LogOutput } from '../log-output.js';

/** What a worker tells the primary about its start. */
export type StartReport =
  { readonly serves: string; readonly testAccounts: readonly string[] } | { readonly failure: string };

type Serving = Extract<StartReport, { serves: string }>;

/** The variable by which the primary tells a worker when to begin to listen. */
export const listenVariable = 'DUET_WORKER_LISTENS';

/** How long a worker must have lived for its successor to start at once, in milliseconds. */
const longEnough = 10_000;

/** How long to wait after one that did not, and at most after several in a row, in milliseconds. */
const firstDelay = 500;
const longestDelay = 30_000;

/** How long the stop waits for what the workers have logged, in milliseconds. */
const relayPatience = 500;

export interface Workers {
  /** Where they listen. */
  readonly url: string;
  /** As the service tells them. */
  readonly testAccounts: readonly string[];
  /** Rejects when none is left, and another could not start. */
  readonly failure: Promise<never>;
  /** Lets them all answer what is under way, and end. Returns whether all did in time. */
  readonly stop: () => Promise<boolean>;
}

/**
 * Runs this program in so many workers on one port, and replaces those that die.
 * @throws Error with what the first one said, if that could not start: the others come after it.
 */
export async function startWorkers(count: number, logger: Logger, output: LogOutput): Promise<Workers> {
  cluster.setupPrimary({ stdio: ['inherit', 'pipe', 'inherit', 'ipc'] });
  const living = new Map<Worker, Promise<number | string>>();
  const relays = new Set<Promise<void>>();
  let serving = 0;
  let stopping = false;
  let giveUp: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => (giveUp = reject));
  failure.catch(() => undefined); // the caller waits for it, perhaps later
  countForWorkers();
  addUpWorkersMetrics();
  relaySignals();

  const start = () => {
    // Connections wait for the only one, and go to the others if there are any.
    const worker = cluster.fork({ [listenVariable]: serving > 0 ? 'last' : 'first' });
    closeWhatIsHandedOver(worker);
    const relay = passOnLog(worker, output).finally(() => relays.delete(relay));
    relays.add(relay);
    worker.on('error', (error) => logger.debug({ err: error }, 'A worker did not take a message.'));
    const ended = new Promise<number | string>((resolve) => {
      worker.once('exit', (code: number | null, signal: string | null) => {
        living.delete(worker);
        resolve(signal ?? code ?? 0);
      });
    });
    living.set(worker, ended);
    const serves = new Promise<Serving>((resolve, reject) => {
      worker.on('message', (report: StartReport) => {
        if ('serves' in report) resolve(report);
        if ('failure' in report) reject(new Error(report.failure));
      });
      void ended.then((how) => reject(new Error(`a worker ended by ${how} before it served.`)));
    });
    return { id: worker.id, serves, ended };
  };

  /** Has a worker there until all stop. Settles with the first one's start. */
  const keep = () =>
    new Promise<Serving>((resolve, reject) => {
      const live = async () => {
        for (let delay = 0; ;) {
          const began = performance.now();
          const { id, serves, ended } = start();
          try {
            resolve(await serves);
            serving += 1;
            const how = await ended.finally(() => (serving -= 1));
            if (!stopping) logger.error({ worker: id }, `A worker ended by ${how}. Another takes its place.`);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
            const how = await ended;
            // One that was killed might have been able to.
            if (!stopping && living.size === 0 && typeof how === 'number') {
              giveUp(error);
              return;
            }
            if (!stopping) logger.error({ worker: id, err: error }, 'A worker could not start.');
          }
          if (stopping) return;
          delay =
            performance.now() - began >= longEnough
              ? 0
              : Math.min(Math.max(2 * delay, firstDelay), longestDelay);
          await pause(delay);
          if (stopping as boolean) return;
        }
      };
      void live();
    });

  const { serves: url, testAccounts } = await keep();
  await Promise.allSettled(Array.from({ length: count - 1 }, keep));
  const stop = async () => {
    stopping = true;
    for (const worker of living.keys()) worker.process.kill('SIGTERM');
    const ends = await Promise.all(living.values());
    await Promise.race([Promise.all(relays), pause(relayPatience)]);
    return ends.every((how) => how === 0);
  };
  return { url, testAccounts, failure, stop };
}

/**
 * Node hands a connection to a worker and closes it here once the worker has it. If that dies in between, Node
 * forgets about it, and the client would wait for ever.
 */
function closeWhatIsHandedOver(worker: Worker): void {
  const child = worker.process;
  const send = child.send.bind(child) as (...given: unknown[]) => boolean;
  let connection: { close?: () => void } | undefined;
  child.send = (...given: unknown[]) => {
    if (typeof given[1] === 'object') connection = given[1] as typeof connection;
    return send(...given);
  };
  worker.once('exit', () => connection?.close?.());
}

/**
 * Passes on what a worker logs, in whole lines: several that write to one pipe would tear each other's long ones. While
 * nothing takes it, the worker is not read, so that it is the worker that drops lines, and counts them.
 */
async function passOnLog(worker: Worker, output: LogOutput): Promise<void> {
  const { stdout } = worker.process;
  if (stdout === null) return;
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of stdout as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf('\n') + 1;
      if (end > 0) output.pass(Buffer.concat([rest, chunk.subarray(0, end)]));
      rest = end > 0 ? chunk.subarray(end) : Buffer.concat([rest, chunk]);
      await output.ready();
    }
  } catch {
    return; // its end is told elsewhere
  }
}
