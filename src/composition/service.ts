import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Container } from 'inversify';
import { RemoveFiles } from '../application/attachments/remove-files.js';
import { RemoveDeletedUsers } from '../application/admin/remove-deleted-users.js';
import { EventFeed } from '../application/live/event-feed.js';
import { RemoveErasedMessages } from '../application/privacy/remove-erased-messages.js';
import { FindKnownPasswords } from '../application/upkeep/find-known-passwords.js';
import { IndexMessages } from '../application/conversation/index-messages.js';
import { Prune } from '../application/upkeep/prune.js';
import { RemoveDeletedMessages } from '../application/upkeep/remove-deleted-messages.js';
import { RestoreDump } from '../application/upkeep/restore-dump.js';
import { WebhookCouriers } from '../application/webhooks/webhook-couriers.js';
import { DomainError } from '../domain/errors.js';
import { DumpFile } from '../infrastructure/dump/jsonl-dump.js';
import { earlyHandler, type Health } from '../infrastructure/http/health.js';
import type { PrometheusMetrics } from '../infrastructure/metrics/prometheus-metrics.js';
import { openFiles, requireUsable } from './attachments.js';
import { commandFor } from './command.js';
import { ConfigError } from './config/config-error.js';
import type { Config } from './config/config.js';
import { buildContainer, type Replacement } from './container.js';
import { counterFor } from './counter.js';
import { HttpServer } from './http-server.js';
import { attachments } from './modules/attachments.js';
import { http } from './modules/http.js';
import { limits } from './modules/limits.js';
import { live } from './modules/live.js';
import { panel } from './modules/panel.js';
import { settings } from './modules/settings.js';
import { webhooks } from './modules/webhooks.js';
import { repeat } from './repeat.js';
import { openStore, openStoreWhenBack, type Store } from './store.js';
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
  const container = assemble(config, replacements);
  let serve: (listener: RequestListener) => void = () => undefined;
  const serving = new Promise<RequestListener>((resolve) => (serve = resolve));
  const server = new HttpServer(
    earlyHandler(container.get(tokens.health), serving),
    container.get(tokens.messageClasses),
  );
  if (listen === 'first') await server.listen(config);

  let running: Running;
  try {
    running = await open(container, config, true);
    server.listener = container.get(tokens.app);
    serve(server.listener);
    if (listen === 'last') await server.listen(config);
  } catch (error) {
    server.abort();
    throw error;
  }
  const { store, testAccounts } = running;
  running.begin();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    server.sendAway();
    return running.stop(() => server.drain());
  };
  return { url: server.url, store, testAccounts, stop: () => (stopped ??= stop()) };
}

/** All of the service in a container, of which nothing is built yet. */
export function assemble(config: Config, replacements: readonly Replacement[]): Container {
  const container = buildContainer();
  container.load(settings(config), live, limits, attachments, http, webhooks, panel);
  container.bind(tokens.health).toConstantValue({ phase: 'starting', ping: () => Promise.resolve() });
  for (const replacement of replacements) replacement(container);
  return container;
}

/** A service whose store is open. */
export interface Running {
  readonly store: Store;
  /** As `Service` tells them. */
  readonly testAccounts: readonly string[];
  /** Is ready from now on, and does what is to be done beside requests. */
  begin(): void;
  /** @param drain waits for the requests under way, whose streams have been ended. */
  stop(drain: () => Promise<void>): Promise<void>;
}

/**
 * Opens what the service stands on, and brings it up to date.
 * @param waits whether a database is waited for that cannot be used yet.
 */
export async function open(container: Container, config: Config, waits = false): Promise<Running> {
  const health = container.get(tokens.health) as { -readonly [Name in keyof Health]: Health[Name] };
  const { store, close } = await openStores(container, config, (error) => {
    if (!waits) throw error;
    health.phase = 'waiting';
    container.get(tokens.logger).warn(`Duet waits: ${error.message}`);
  });
  health.phase = 'starting';
  let testAccounts: readonly string[];
  try {
    health.ping = () => store.ping();
    if (config.testData) await loadTestData(container.get(RestoreDump));
    testAccounts = await container.get(FindKnownPasswords).execute(testPasswords);
    if (config.production && testAccounts.length > 0) throw new ConfigError(refusalOf(testAccounts));
  } catch (error) {
    await close();
    throw error;
  }
  let stopWork: () => Promise<void> = () => Promise.resolve();
  return {
    store,
    testAccounts,
    begin: () => {
      health.phase = 'ready';
      stopWork = work(container, config, store);
    },
    stop: async (drain) => {
      health.phase = 'draining';
      await pause(config.drainDelay);
      container.get(EventFeed).close();
      await Promise.all([drain(), stopWork()]);
      await close();
    },
  };
}

/** What is done beside requests. @returns how to stop it. */
function work(container: Container, config: Config, store: Store): () => Promise<void> {
  const logger = container.get(tokens.logger);
  const health = container.get(tokens.health);
  // Files last: the others let go of them.
  const chores = [Prune, RemoveDeletedUsers, RemoveDeletedMessages, RemoveErasedMessages, RemoveFiles].map(
    (chore) => container.get<{ execute(): Promise<unknown> }>(chore),
  );
  const stopWatching = watchStore(store, logger);
  const stopPruning = repeat(config.pruneInterval, async () => {
    try {
      for (const chore of chores) await chore.execute();
    } catch (error) {
      if (health.phase === 'ready')
        logger.warn(error, 'What has expired, or was deleted or erased, could not be removed.');
    }
  });
  const indexMessages = container.get(IndexMessages);
  const index = async () => {
    try {
      await indexMessages.execute();
    } catch (error) {
      if (health.phase === 'ready') logger.warn(error, 'New messages could not be made ready to be found.');
    }
  };
  const stopIndexing = config.messageSearch
    ? repeat(container.get(tokens.indexInterval), index)
    : () => undefined;
  const couriers = container.get(WebhookCouriers);
  couriers.start();
  return () => {
    stopPruning();
    stopIndexing();
    stopWatching();
    return couriers.stop();
  };
}

/** Opens the stores and what counts for the limits, unless others were put in their place. */
async function openStores(
  container: Container,
  { database, databasePool, messageSearch, workers, attachments: { place, credentials } }: Config,
  onWait: (error: Error) => void,
): Promise<{ store: Store; close: () => Promise<void> }> {
  const told: { metrics?: PrometheusMetrics } = {}; // who is told, as soon as there is a store to make it for
  if (!container.isBound(tokens.store)) {
    const onGroup = (size: number) => told.metrics?.groupCommitted(size);
    const options = { poolSize: databasePool, messageSearch, onGroup };
    const store = await openStoreWhenBack(() => openStore(database, options), onWait);
    container.bind(tokens.store).toConstantValue(store);
  }
  if (!container.isBound(tokens.files)) {
    container.bind(tokens.files).toConstantValue(await openFiles(place, credentials));
  }
  const files = container.get(tokens.files);
  if (files !== undefined) {
    await requireUsable(files);
    await container.get(tokens.fileIntake).tidy();
  }
  const store = container.get(tokens.store);
  told.metrics = container.get(tokens.metrics);
  let closeCounter = () => Promise.resolve();
  if (!container.isBound(tokens.counter)) {
    const { counter, close } = await counterFor(database, workers, container.get(tokens.logger));
    container.bind(tokens.counter).toConstantValue(counter);
    closeCounter = close;
  }
  return {
    store,
    close: async () => {
      await Promise.all([store.close(), closeCounter()]);
    },
  };
}

function refusalOf(usernames: readonly string[]): string {
  return (
    `the database has test accounts with passwords that everybody knows: ${usernames.join(', ')}. Name another database ` +
    `in DATABASE_URL, or give each a new password (${commandFor('user:password', 'NAME')}) or deactivate it (user:deactivate).`
  );
}

async function loadTestData(restoreDump: RestoreDump): Promise<void> {
  try {
    await restoreDump.execute(new DumpFile(testData).records());
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'database_not_empty')) throw error;
  }
}
