import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { pino, type Logger } from 'pino';
import type { UnitOfWork } from '../application/ports/unit-of-work.js';
import { RestoreDump } from '../application/restore-dump.js';
import { DomainError } from '../domain/errors.js';
import { Argon2PasswordHasher } from '../infrastructure/auth/argon2-password-hasher.js';
import { BearerAuthenticator } from '../infrastructure/auth/bearer-authenticator.js';
import { CallerDirectory } from '../infrastructure/auth/caller-directory.js';
import { JwtTokenIssuer } from '../infrastructure/auth/jwt-token-issuer.js';
import { signingKey } from '../infrastructure/auth/jwt.js';
import { RandomIdSource } from '../infrastructure/auth/random-id-source.js';
import { readDump } from '../infrastructure/dump/jsonl-dump.js';
import { answerClientError } from '../infrastructure/http/client-error.js';
import { earlyHandler, type Health } from '../infrastructure/http/health.js';
import { InMemoryUnitOfWork } from '../infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { TypeormSqliteStore } from '../infrastructure/persistence/typeorm/typeorm-sqlite-store.js';
import { SystemClock } from '../infrastructure/system-clock.js';
import { adminFor } from './admin.js';
import type { Config, DatabaseUrl } from './config.js';
import { buildContainer, type Adapters } from './container.js';
import { packageRoot } from './package-root.js';
import { tokens } from './tokens.js';

export const testData = join(packageRoot, 'database', 'dump', 'test-data.jsonl');

/** How long requests under way may take after a stop was asked for, in milliseconds. */
const drainTime = 8000;

/** What the service needs of a store beside the port. */
export interface Store extends UnitOfWork {
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Service {
  /** Where it listens: an address to open, without a slash at the end. */
  readonly url: string;
  readonly store: Store;
  /** Answers what is under way, closes the store. May be called again. */
  stop: () => Promise<void>;
}

export async function openStore(url: DatabaseUrl): Promise<Store> {
  if (url.kind === 'memory') return new InMemoryUnitOfWork();
  return TypeormSqliteStore.open({ driver: url.kind, file: url.file });
}

/** The adapters that a configuration asks for, around an open store. */
export function adaptersFor(
  config: Config,
  store: Store,
  health: Health,
  logger: Logger,
  admin?: RequestHandler,
): Adapters {
  const clock = new SystemClock();
  const idSource = new RandomIdSource();
  const key = signingKey(config.jwtSecret);
  return {
    unitOfWork: store,
    clock,
    idSource,
    passwordHasher: new Argon2PasswordHasher(),
    tokenIssuer: new JwtTokenIssuer(key, config.lifetimes, clock, idSource),
    authenticate: new BearerAuthenticator(key, new CallerDirectory(store), clock)
      .authenticate as RequestHandler,
    registration: config.registration,
    health,
    logger,
    httpOptions: config.http,
    admin,
  };
}

/**
 * Starts to listen, opens the store, brings it up to date and serves. Requests that come before that is done are
 * answered after it, so that a restart costs clients a moment and no error.
 * @param swap replaces some of the adapters.
 */
export async function startService(
  config: Config,
  swap: (adapters: Adapters) => Adapters = (adapters) => adapters,
): Promise<Service> {
  const logger = pino({ level: config.logLevel });
  const health: { phase: Health['phase']; ping: Health['ping'] } = {
    phase: 'starting',
    ping: () => Promise.resolve(),
  };
  let serve: (listener: RequestListener) => void = () => undefined;
  const serving = new Promise<RequestListener>((resolve) => (serve = resolve));
  let listener: RequestListener = earlyHandler(serving);
  const server = createServer((request, response) => listener(request, response));
  server.keepAliveTimeout = 65_000; // longer than the minute that proxies commonly keep connections open
  server.on('clientError', answerClientError);
  await listen(server, config);

  let store: Store;
  try {
    store = await openStore(config.database);
    health.ping = () => store.ping();
    const admin = adminFor(config, store, logger);
    const container = buildContainer(swap(adaptersFor(config, store, health, logger, admin?.handler)));
    if (config.testData) await loadTestData(container.get(RestoreDump));
    listener = container.get(tokens.app);
    serve(listener);
    admin?.load(container);
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
  health.phase = 'ready';

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    health.phase = 'draining';
    await drain(server);
    await store.close();
  };
  return { url: addressOf(server), store, stop: () => (stopped ??= stop()) };
}

async function loadTestData(restoreDump: RestoreDump): Promise<void> {
  try {
    await restoreDump.execute(await readDump(testData));
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'database_not_empty')) throw error;
  }
}

function listen(server: Server, { host, port }: Config): Promise<void> {
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

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that has had its answer is idle, and stays open until somebody closes it.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), drainTime);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
