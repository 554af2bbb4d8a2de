import autocannon from 'autocannon';
import { median, progress } from './report.js';
import type { ServerProcess } from './server-process.js';
import type { Call, Workload } from './workloads.js';

export interface Measurement {
  /** CPU of the server process for a request, in microseconds. */
  readonly cpu: number;
  /** CPU of the database for a request where it is a process of its own, in microseconds. */
  readonly databaseCpu: number;
  /** Requests a second. */
  readonly throughput: number;
  /** Latencies, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** How many calls `drive` may make to send `amount` requests: a connection may ask for some that it never sends. */
export function callsOf(connections: number, amount: number): number {
  return amount + 2 * connections;
}

/**
 * Sends `amount` requests, beginning with call number `first`.
 * @throws Error if any answer is not the expected one.
 */
export async function drive(
  server: ServerProcess,
  workload: Workload,
  connections: number,
  amount: number,
  first: number,
): Promise<Measurement> {
  let n = first;
  let wrong: string | undefined;
  const cpu = server.cpu();
  const databaseCpu = server.databaseCpu();
  const began = performance.now();
  let ended = began;
  const result = await autocannon({
    url: server.url,
    connections,
    amount,
    timeout: 60, // seconds: the first to mark a thread with a million messages takes its time
    sampleInt: 50, // milliseconds; it ends at the next of them
    requests: [
      {
        setupRequest: (request) => ({ ...request, ...requestOf(workload.call(n++)) }),
        onResponse: (status, body) => {
          ended = performance.now();
          if (!workload.expects(status, JSON.parse(body) as never)) wrong ??= `${status} ${body}`;
        },
      },
    ],
  });
  const used = server.cpu() - cpu;
  const usedByDatabase = server.databaseCpu() - databaseCpu;
  const answered = result['2xx'];
  if (wrong !== undefined || result.errors > 0 || answered !== amount) {
    throw new Error(
      `${server.name}, ${workload.name}: ${answered} of ${amount} answered, ${result.errors} errors, ${wrong ?? ''}`,
    );
  }
  if (n > first + callsOf(connections, amount)) {
    throw new Error(
      `${workload.name}: ${n - first} calls for ${amount} requests may not have been distinct.`,
    );
  }
  return {
    cpu: used / answered,
    databaseCpu: usedByDatabase / answered,
    throughput: (answered / (ended - began)) * 1000,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

/** Rounds of all servers in turns, after one round to warm up; of each server the median of each figure. */
export async function driveInTurns(
  servers: readonly ServerProcess[],
  workload: Workload,
  {
    connections,
    amount,
    rounds,
    first = 0,
  }: { connections: number; amount: number; rounds: number; first?: number },
): Promise<Measurement[]> {
  const taken = servers.map((): Measurement[] => []);
  for (let round = 0; round <= rounds; round++) {
    progress(`${workload.name}, ${connections} connections, round ${round} of ${rounds}`);
    for (let turn = 0; turn < servers.length; turn++) {
      const index = (turn + round) % servers.length;
      const begin = first + round * callsOf(connections, amount);
      const result = await drive(servers[index] as ServerProcess, workload, connections, amount, begin);
      if (round > 0) taken[index]?.push(result);
    }
  }
  return taken.map((results) => {
    const of = (figure: keyof Measurement) => median(results.map((one) => one[figure]));
    return {
      cpu: of('cpu'),
      databaseCpu: of('databaseCpu'),
      throughput: of('throughput'),
      p50: of('p50'),
      p99: of('p99'),
    };
  });
}

/** Measures while other connections repeat a request. */
export async function driveBeside<Result>(
  server: ServerProcess,
  background: Workload,
  connections: number,
  measure: () => Promise<Result>,
): Promise<Result> {
  let n = 0;
  let wrong: string | undefined;
  let ended: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (ended = resolve));
  const running = autocannon(
    {
      url: server.url,
      connections,
      duration: 3600, // seconds; it is stopped before
      sampleInt: 50,
      requests: [
        {
          setupRequest: (request) => ({ ...request, ...requestOf(background.call(n++)) }),
          onResponse: (status, body) => {
            if (!background.expects(status, JSON.parse(body) as never)) wrong ??= `${status} ${body}`;
          },
        },
      ],
    },
    () => ended(),
  );
  const result = await measure();
  running.stop();
  await stopped;
  if (wrong !== undefined) throw new Error(`${server.name}, ${background.name}: ${wrong}`);
  return result;
}

function requestOf({ method, path, token, body }: Call) {
  return {
    method,
    path,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}
