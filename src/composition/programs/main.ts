import cluster from 'node:cluster';
import { ConfigError } from '../config/config-error.js';
import { loadConfig, type Config } from '../config/config.js';
import { createLogger, standardOutput } from '../log.js';
import { requireOpenFiles } from '../open-files.js';
import { testPasswords } from '../test-data.js';
import { listenVariable, startWorkers, type StartReport } from './workers.js';

/** After the drain delay: later than the requests under way may take, and before an impatient supervisor kills: in milliseconds. */
const stopDeadline = 9500;

try {
  requireOpenFiles();
  const config = loadConfig(process.env);
  if (cluster.isPrimary && config.workers > 1) {
    const workers = await startWorkers(config.workers, createLogger(config.logLevel), standardOutput());
    workers.failure.catch(fail);
    announce(config, workers.url, workers.testAccounts);
    stopWhenAsked(workers.stop, config.drainDelay);
  } else {
    // The primary of workers does without what this loads.
    const { startService } = await import('../service.js');
    const listen = process.env[listenVariable] === 'last' ? 'last' : 'first';
    const service = await startService(config, undefined, listen);
    const { url, testAccounts } = service;
    if (cluster.isPrimary) announce(config, url, testAccounts);
    else report({ serves: url, testAccounts });
    stopWhenAsked(() => service.stop().then(() => true), config.drainDelay);
  }
} catch (error) {
  fail(error);
}

/** The addresses and the accounts, for people who try it; in production, where a log is read by programs, one line. */
function announce({ admin, database, http }: Config, url: string, testAccounts: readonly string[]): void {
  const output = standardOutput();
  output.write(`Duet listens on ${url}\n`);
  if (testAccounts.length > 0) {
    const places = [
      ...(http.chat === undefined ? [] : [['the chat page', '/']]),
      ...(admin && database.kind !== 'memory' ? [['the admin panel', '/admin']] : []),
      ['the API, to try it', '/docs'],
    ] as const;
    for (const [what, path] of places) output.write(`  ${`${what}:`.padEnd(20)}${url}${path}\n`);
    const accounts = testAccounts.map(
      (name) => `${name}/${testPasswords[name as keyof typeof testPasswords]}`,
    );
    output.write(`  accounts:           ${accounts.join(', ')}\n`);
  }
  output.flush();
}

function stopWhenAsked(stop: () => Promise<boolean>, drainDelay: number): void {
  const end = () => {
    setTimeout(() => process.exit(1), drainDelay + stopDeadline).unref();
    void stop().then(async (clean) => {
      await standardOutput().end();
      process.exit(clean ? 0 : 1);
    });
  };
  // Each time: Ctrl-C reaches a process that npm started twice, and the second one must not kill it.
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

function fail(error: unknown): void {
  const message = explain(error);
  if (cluster.isWorker) {
    report({ failure: message }, () => process.exit(1));
  } else {
    process.stderr.write(`Duet cannot start: ${message}\n`);
    process.exit(1);
  }
}

function report(message: StartReport, then: () => void = () => undefined): void {
  process.send?.(message, then);
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `${message}: stop what listens there, or set another PORT.`;
  if (code === 'EACCES') return `${message}: choose a PORT above 1023, or grant the right to it.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `${message}: HOST must be an address of this machine.`;
  }
  return message;
}
