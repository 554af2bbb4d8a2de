import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Container } from 'inversify';
import { EventFeed } from '../application/live/event-feed.js';
import { RemoveErasedMessages } from '../application/privacy/remove-erased-messages.js';
import { FindKnownPasswords } from '../application/upkeep/find-known-passwords.js';
import { Prune } from '../application/upkeep/prune.js';
import { RestoreDump } from '../application/upkeep/restore-dump.js';
import { DomainError } from '../domain/errors.js';
import { DumpFile } from '../infrastructure/dump/jsonl-dump.js';
import { earlyHandler, type Health } from '../infrastructure/http/health.js';
import type { PrometheusMetrics } from '../infrastructure/metrics/prometheus-metrics.js';
import { ConfigError } from './config/config-error.js';
import type { Config } from './config/config.js';
import { buildContainer, type Replacement } from './container.js';
import { counterFor } from './counter.js';
import { HttpServer } from './http-server.js';
import { http } from './modules/http.js';
import { limits } from './modules/limits.js';
import { live } from './modules/live.js';
import { panel } from './modules/panel.js';
import { settings } from './modules/settings.js';
import { repeat } from './repeat.js';
import { openStore, type Store } from './store.js';
import { testData, testPasswords } from './test-data.js';
import { tokens } from './tokens.js';
import { watchStore } from './watch-store.js';

export interface Service {
  /** Where it listens: an address to open, without a slash at the end. */
  readonly url: string;
  readonly store: Store;
  /** The accounts of the test data that can be logged in to with the passwords that everybody knows. */
  readonly testAccounts: readonly string[];
  /** Answers what is under way, closes the store. May be called again. */
  stop: () => Promise<void>;
}

/**
 * Starts to listen, opens the store, brings it up to date and serves. Requests that come before that is done are
 * answered after it, so that a restart costs clients a moment and no error.
 * @param replacements are made before anything is built, so that the whole service uses them.
 * @param listen `last`: only then, because others listen there meanwhile.
 */
export async function startService(
  config: Config,
  replacements: readonly Replacement[] = [],
  listen: 'first' | 'last' = 'first',
): Promise<Service> {
  const container = buildContainer();
  container.load(settings(config), live, limits, http, panel);
  const health: { phase: Health['phase']; ping: Health['ping'] } = {
    phase: 'starting',
    ping: () => Promise.resolve(),
  };
  container.bind(tokens.health).toConstantValue(health);
  for (const replacement of replacements) replacement(container);

  const logger = container.get(tokens.logger);
  let serve: (listener: RequestListener) => void = () => undefined;
  const serving = new Promise<RequestListener>((resolve) => (serve = resolve));
  const server = new HttpServer(earlyHandler(serving), container.get(tokens.messageClasses));
  if (listen === 'first') await server.listen(config);

  let opened: Opened;
  let testAccounts: readonly string[];
  try {
    opened = await open(container, config);
    health.ping = () => opened.store.ping();
    if (config.testData) await loadTestData(container.get(RestoreDump));
    testAccounts = await container.get(FindKnownPasswords).execute(testPasswords);
    if (config.production && testAccounts.length > 0) throw new ConfigError(refusalOf(testAccounts));
    server.listener = container.get(tokens.app);
    serve(server.listener);
    if (listen === 'last') await server.listen(config);
    container.get(tokens.panel)?.load();
  } catch (error) {
    server.abort();
    throw error;
  }
  health.phase = 'ready';
  const stopWatching = watchStore(opened.store, logger);
  const prune = container.get(Prune);
  const removeErasedMessages = container.get(RemoveErasedMessages);
  const stopPruning = repeat(config.pruneInterval, async () => {
    try {
      await prune.execute();
      await removeErasedMessages.execute();
    } catch (error) {
      if (health.phase === 'ready')
        logger.warn(error, 'What has expired, or is to be erased, could not be removed.');
    }
  });

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    health.phase = 'draining';
    stopPruning();
    stopWatching();
    await pause(config.drainDelay);
    container.get(EventFeed).close();
    await server.drain();
    await opened.close();
  };
  return { url: server.url, store: opened.store, testAccounts, stop: () => (stopped ??= stop()) };
}

interface Opened {
  readonly store: Store;
  close(): Promise<void>;
}

/** Opens the store, unless another one was put in its place, and what counts for the limits. */
async function open(container: Container, config: Config): Promise<Opened> {
  const told: { metrics?: PrometheusMetrics } = {}; // who is told, as soon as there is a store to make it for
  if (!container.isBound(tokens.store)) {
    const onGroup = (size: number) => told.metrics?.groupCommitted(size);
    const store = await openStore(config.database, { poolSize: config.databasePool, onGroup });
    container.bind(tokens.store).toConstantValue(store);
  }
  const store = container.get(tokens.store);
  told.metrics = container.get(tokens.metrics);
  const counting = await counterFor(config.database);
  container.bind(tokens.counter).toConstantValue(counting.counter);
  return {
    store,
    close: async () => {
      await Promise.all([store.close(), counting.close()]);
    },
  };
}

function refusalOf(usernames: readonly string[]): string {
  return (
    `the database has test accounts with passwords that everybody knows: ${usernames.join(', ')}. Name another database ` +
    'in DATABASE_URL, or give each a new password (npm run user:password -- NAME) or deactivate it (user:deactivate).'
  );
}

async function loadTestData(restoreDump: RestoreDump): Promise<void> {
  try {
    await restoreDump.execute(new DumpFile(testData).records());
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'database_not_empty')) throw error;
  }
}
