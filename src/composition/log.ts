import cluster from 'node:cluster';
import { hostname } from 'node:os';
import { pino, type Logger } from 'pino';
import { LogOutput } from './log-output.js';

let output: LogOutput | undefined;

/** The one way to standard output of a process that serves. */
export function standardOutput(): LogOutput {
  return (output ??= new LogOutput(1));
}

/** How many lines were dropped because nothing took them. */
export function droppedLines(): number {
  return output?.dropped ?? 0;
}

/** JSON lines on standard output, with the number of the worker if this is one. */
export function createLogger(level: string): Logger {
  const base = { pid: process.pid, hostname: hostname(), worker: cluster.worker?.id };
  return pino({ level, base }, standardOutput());
}
