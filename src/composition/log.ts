import cluster from 'node:cluster';
import { hostname } from 'node:os';
import { pino, type Logger } from 'pino';

/**
 * How much a pipe takes in one piece (PIPE_BUF on Linux), in bytes. Workers that write to one pipe would tear each
 * other's lines in larger ones.
 */
const atomic = 4096;

/** JSON lines on standard output, with the number of the worker if this is one. */
export function createLogger(level: string): Logger {
  // Written in pieces, or twice a second: a system call for each line costs as much as many a request.
  const piece = cluster.isWorker ? atomic : 65_536;
  const output = pino.destination({ sync: false, minLength: piece - 1, maxWrite: piece, periodicFlush: 500 });
  const base = { pid: process.pid, hostname: hostname(), worker: cluster.worker?.id };
  return pino({ level, base }, output);
}
