import cluster from 'node:cluster';
import { createServer, type RequestListener, type Server } from 'node:http';
import { Server as NetServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Archive } from '../application/ports/archive.js';
import { EventFeed } from '../application/live/event-feed.js';
import type { EventSignals } from '../application/ports/event-signals.js';
import type { Clock } from '../application/ports/clock.js';
import type { UnitOfWork } from '../application/ports/unit-of-work.js';
import { Prune } from '../application/upkeep/prune.js';
import { RemoveErasedMessages } from '../application/privacy/remove-erased-messages.js';
import { RecogniseUser } from '../application/accounts/recognise-user.js';
import { FindKnownPasswords } from '../application/upkeep/find-known-passwords.js';
import { RestoreDump } from '../application/upkeep/restore-dump.js';
import { DomainError } from '../domain/errors.js';
import { Argon2PasswordHasher } from '../infrastructure/auth/argon2-password-hasher.js';
import { BearerAuthenticator, type OutsideIssuer } from '../infrastructure/auth/bearer-authenticator.js';
import { IssuerKeys } from '../infrastructure/auth/issuer-keys.js';
import { IssuerTokens } from '../infrastructure/auth/issuer-tokens.js';
import { JwtTokenIssuer } from '../infrastructure/auth/jwt-token-issuer.js';
import { signingKey } from '../infrastructure/auth/jwt.js';
import { RandomIdSource } from '../infrastructure/auth/random-id-source.js';
import { answerClientError, refuseExpectation } from '../infrastructure/http/client-error.js';
import { DumpFile } from '../infrastructure/dump/jsonl-dump.js';
import { earlyHandler, type Health } from '../infrastructure/http/health.js';
import { messageClasses } from '../infrastructure/http/message-classes.js';
import type { Metrics } from '../infrastructure/http/metrics.js';
import { PrometheusMetrics } from '../infrastructure/metrics/prometheus-metrics.js';
import { InMemoryUnitOfWork } from '../infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { WorkersSignals } from '../infrastructure/persistence/workers-signals.js';
import { PostgresStore } from '../infrastructure/persistence/postgres/postgres-store.js';
import { SqliteStore } from '../infrastructure/persistence/sqlite/sqlite-store.js';
import type { WriteQueueOptions } from '../infrastructure/persistence/write-queue.js';
import { SystemClock } from '../infrastructure/system-clock.js';
import type { Counter } from '../infrastructure/rate-limits/counters.js';
import { adminFor } from './admin.js';
import { ConfigError, type Config, type DatabaseUrl } from './config/config.js';
import { buildContainer, type Adapters } from './container.js';
import { counterFor } from './counter.js';
import { createLogger, standardOutput } from './log.js';
import { packageRoot } from './package-root.js';
import { repeat } from './repeat.js';
import { adminLoginLimit, rateLimitsFor } from './rate-limits.js';
import { tokens } from './tokens.js';
import { watchStore } from './watch-store.js';

/** Those of the test data, which the README tells. */
const testPasswords = { admin: 'admin', test1: 'test1test1', test2: 'test2test2' };

export const testData = join(packageRoot, 'database', 'dump', 'test-data.jsonl');

/** How long requests under way may take after a stop was asked for, in milliseconds. */
const drainTime = 8000;

/** For how long a connection without a request stays open while the service stops, in milliseconds. */
const quietTime = 1000;

/** What the service needs of a store beside the port. */
export interface Store extends UnitOfWork, Archive {
  readonly signals: EventSignals;
  readonly writeQueueDepth: number;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Service {
  /** Where it listens: an address to open, without a slash at the end. */
  readonly url: string;
  readonly store: Store;
  /** The accounts of the test data that can be logged in to with the passwords that everybody knows. */
  readonly testAccounts: readonly string[];
  /** Answers what is under way, closes the store. May be called again. */
  stop: () => Promise<void>;
}

export async function openStore(
  url: DatabaseUrl,
  options: Partial<Pick<WriteQueueOptions, 'timeout' | 'onGroup'>> & { readonly poolSize?: number } = {},
): Promise<Store> {
  if (url.kind === 'memory') return new InMemoryUnitOfWork(options);
  if (url.kind === 'postgres') return PostgresStore.open({ url: url.url, ...options });
  return SqliteStore.open({ driver: url.kind, file: url.file, ...options });
}

/** PostgreSQL reaches all processes itself. */
function signalsFor({ kind }: DatabaseUrl, { signals }: Store): EventSignals {
  return cluster.isWorker && kind !== 'postgres' ? new WorkersSignals(signals) : signals;
}

/** The adapters that a configuration asks for, around an open store. */
export function adaptersFor(
  config: Config,
  store: Store,
  counter: Counter,
  health: Health,
  metrics: Metrics,
  logger: Logger,
  admin?: RequestHandler,
): Adapters {
  const clock = new SystemClock();
  const idSource = new RandomIdSource();
  const key = signingKey(config.jwtSecret);
  return {
    unitOfWork: store,
    signals: signalsFor(config.database, store),
    clock,
    idSource,
    passwordHasher: new Argon2PasswordHasher(),
    tokenIssuer: new JwtTokenIssuer(key, config.lifetimes, clock, idSource),
    authenticate: new BearerAuthenticator(
      config.ownTokens ? key : undefined,
      store,
      clock,
      config.issuer && outsideIssuer(config.issuer, store, clock, logger),
    ).authenticate as RequestHandler,
    registration: config.registration,
    erasedMessages: config.erasedMessages,
    ownTokens: config.ownTokens,
    idempotencyKeyLifetime: config.idempotencyKeyLifetime,
    eventRetention: config.eventRetention,
    health,
    metrics,
    rateLimits: rateLimitsFor(config.rates, counter),
    logger,
    httpOptions: config.http,
    admin,
  };
}

function outsideIssuer(
  issuer: NonNullable<Config['issuer']>,
  unitOfWork: UnitOfWork,
  clock: Clock,
  logger: Logger,
): OutsideIssuer {
  const keys = new IssuerKeys(issuer.keysUrl, (error) => {
    logger.warn(
      { err: error },
      'The keys of JWT_ISSUER could not be fetched again. Those that are known go on.',
    );
  });
  return {
    tokens: new IssuerTokens(issuer, keys, clock),
    recogniseUser: new RecogniseUser(unitOfWork, clock),
  };
}

/**
 * Starts to listen, opens the store, brings it up to date and serves. Requests that come before that is done are
 * answered after it, so that a restart costs clients a moment and no error.
 * @param swap replaces some of the adapters.
 * @param listen `last`: only then, because others listen there meanwhile.
 */
export async function startService(
  config: Config,
  swap: (adapters: Adapters) => Adapters = (adapters) => adapters,
  listen: 'first' | 'last' = 'first',
): Promise<Service> {
  const logger = createLogger(config.logLevel);
  const health: { phase: Health['phase']; ping: Health['ping'] } = {
    phase: 'starting',
    ping: () => Promise.resolve(),
  };
  let serve: (listener: RequestListener) => void = () => undefined;
  const serving = new Promise<RequestListener>((resolve) => (serve = resolve));
  let listener: RequestListener = earlyHandler(serving);
  const classes = messageClasses();
  const server = createServer({ requireHostHeader: false, ...classes }, (request, response) =>
    listener(request, response),
  );
  server.keepAliveTimeout = 65_000; // longer than the minute that proxies commonly keep connections open
  server.on('clientError', answerClientError);
  server.on('checkExpectation', refuseExpectation);
  const quietSince = quietConnections(server);
  if (listen === 'first') await listenOn(server, config);

  let store: Store;
  let prune: Prune;
  let removeErasedMessages: RemoveErasedMessages;
  let feed: EventFeed | undefined;
  let testAccounts: readonly string[];
  let counting: Awaited<ReturnType<typeof counterFor>>;
  try {
    const metrics = new PrometheusMetrics(
      () => store.writeQueueDepth,
      () => feed?.streams ?? 0,
      () => standardOutput().dropped,
    );
    store = await openStore(config.database, {
      poolSize: config.databasePool,
      onGroup: (size) => metrics.groupCommitted(size),
    });
    health.ping = () => store.ping();
    counting = await counterFor(config.database);
    const admin = adminFor(config, store, adminLoginLimit(counting.counter), logger);
    const container = buildContainer(
      swap({
        ...adaptersFor(config, store, counting.counter, health, metrics, logger, admin?.handler),
        httpOptions: { ...config.http, messageClasses: classes },
      }),
    );
    if (config.testData) await loadTestData(container.get(RestoreDump));
    testAccounts = await container.get(FindKnownPasswords).execute(testPasswords);
    if (config.production && testAccounts.length > 0) throw new ConfigError(refusalOf(testAccounts));
    prune = container.get(Prune);
    removeErasedMessages = container.get(RemoveErasedMessages);
    feed = container.get(EventFeed);
    listener = container.get(tokens.app);
    serve(listener);
    if (listen === 'last') await listenOn(server, config);
    admin?.load(container);
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
  health.phase = 'ready';
  const stopWatching = watchStore(store, logger);
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
    feed.close();
    await drain(server, quietSince);
    await Promise.all([store.close(), counting.close()]);
  };
  return { url: addressOf(server), store, testAccounts, stop: () => (stopped ??= stop()) };
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

function listenOn(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  const host =
    address === '0.0.0.0' || address === '::' ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

/**
 * Closes the port, and each connection after its answer, which says so. One without a request is closed when it has been
 * quiet for a while: at once, it would cut off a request that is on its way.
 */
async function drain(server: Server, quietSince: ReadonlyMap<Socket, number>): Promise<void> {
  await nothingToAccept();
  const closed = new Promise<void>((resolve) => {
    // Not http's own `close`, which also closes what is idle.
    NetServer.prototype.close.call(server, () => resolve());
  });
  const began = performance.now();
  const quiet = setInterval(() => {
    const now = performance.now();
    for (const [socket, since] of quietSince) {
      // Most clients send their next request soon or not at all.
      if (now - Math.max(since, began) >= quietTime) socket.destroy();
    }
  }, quietTime / 5);
  const late = setTimeout(() => {
    server.closeAllConnections();
  }, drainTime);
  await closed;
  clearInterval(quiet);
  clearTimeout(late);
}

/**
 * Waits for a turn of the event loop that has just accepted whatever was there and found nothing else to do: the system
 * resets connections that wait to be accepted when the port closes. Gives up after a while.
 */
async function nothingToAccept(): Promise<void> {
  const start = performance.now();
  for (let last = start; last - start < 500;) {
    await nextTurn();
    const now = performance.now();
    if (now - last < 0.1) return; // in milliseconds: an empty turn takes a tenth of it
    last = now;
  }
}

/** The connections on which no request is under way, and since when. */
function quietConnections(server: Server): ReadonlyMap<Socket, number> {
  const quietSince = new Map<Socket, number>();
  const underWay = new Map<Socket, number>();
  server.on('connection', (socket: Socket) => {
    quietSince.set(socket, performance.now());
    socket.once('close', () => {
      quietSince.delete(socket);
      underWay.delete(socket);
    });
  });
  server.on('request', ({ socket }, response) => {
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    quietSince.delete(socket);
    response.once('close', () => {
      const left = (underWay.get(socket) ?? 1) - 1;
      underWay.set(socket, left);
      if (left === 0 && !socket.destroyed) quietSince.set(socket, performance.now());
    });
  });
  return quietSince;
}
