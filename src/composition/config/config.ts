import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Registration } from '../../application/accounts/register-user.js';
import type { ErasedMessages } from '../../application/privacy/erase-account.js';
import type { Issuer } from '../../infrastructure/auth/issuer-tokens.js';
import type { TokenLifetimes } from '../../infrastructure/auth/jwt-token-issuer.js';
import type { HttpOptions } from '../../infrastructure/http/app.js';
import { packageRoot } from '../package-root.js';
import type { Rates } from '../rate-limits.js';
import { ConfigError } from './config-error.js';
import type { DatabaseUrl } from './database-url.js';
import { developmentSecret } from './development-secret.js';
import { readEnvironment } from './environment.js';

export interface Config {
  readonly production: boolean;
  /** Whether an empty database gets the test data, default accounts included. */
  readonly testData: boolean;
  readonly host: string;
  readonly port: number;
  /** How many processes serve. */
  readonly workers: number;
  readonly database: DatabaseUrl;
  /** How many connections to PostgreSQL there may be at once. */
  readonly databasePool: number;
  readonly jwtSecret: string;
  readonly lifetimes: TokenLifetimes;
  /** Whether Duet makes tokens of its own, and accounts for everybody who asks. */
  readonly ownTokens: boolean;
  /** Whose tokens are let in, too, and where their keys are; undefined: nobody's. */
  readonly issuer: (Issuer & { readonly keysUrl: URL }) | undefined;
  readonly registration: Registration;
  readonly erasedMessages: ErasedMessages;
  /** In milliseconds. */
  readonly idempotencyKeyLifetime: number;
  /** For how long a stream of events can be resumed, in milliseconds. */
  readonly eventRetention: number;
  /** How often what has expired is pruned, in milliseconds. */
  readonly pruneInterval: number;
  /** undefined: nothing is limited. */
  readonly rates: Rates | undefined;
  readonly logLevel: string;
  /** For how long readiness says no before the port closes at a stop, in milliseconds. */
  readonly drainDelay: number;
  /** Whether the admin panel is served. */
  readonly admin: boolean;
  /** Whether browsers keep the panel's session for HTTPS alone. */
  readonly secureCookies: boolean;
  readonly http: HttpOptions;
}

/**
 * Reads and checks the environment. An empty value counts as none.
 * @throws ConfigError with everything that is wrong, in one line.
 */
export function loadConfig(environment: NodeJS.ProcessEnv): Config {
  const value = readEnvironment(environment);
  const production = value.NODE_ENV === 'production';
  if (production && value.JWT_SECRET === undefined) {
    throw new ConfigError('JWT_SECRET must be set in production: a random text of at least 32 bytes');
  }
  if (value.OWN_TOKENS === 'off' && value.JWT_ISSUER === undefined) {
    throw new ConfigError('OWN_TOKENS=off needs JWT_ISSUER and JWKS_URL: nobody could come in otherwise');
  }
  if (production && value.JWKS_URL?.protocol === 'http:' && !isLoopback(value.JWKS_URL)) {
    throw new ConfigError(
      'JWKS_URL must be https in production, or on this machine: somebody who can change the keys on their way can be anybody',
    );
  }
  if (value.DATABASE_URL.kind === 'memory' && value.WORKERS > 1) {
    throw new ConfigError(
      'WORKERS must be 1 with DATABASE_URL=memory:, which each worker would have for itself',
    );
  }
  return {
    production,
    testData: !production,
    host: value.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: value.PORT,
    workers: value.WORKERS,
    database: value.DATABASE_URL,
    databasePool: value.DATABASE_POOL,
    jwtSecret: value.JWT_SECRET ?? developmentSecret(),
    lifetimes: { access: value.ACCESS_TOKEN_SECONDS * 1000, refresh: value.REFRESH_TOKEN_SECONDS * 1000 },
    ownTokens: value.OWN_TOKENS === 'on',
    issuer:
      value.JWT_ISSUER === undefined || value.JWKS_URL === undefined
        ? undefined
        : {
            name: value.JWT_ISSUER,
            keysUrl: value.JWKS_URL,
            audience: value.JWT_AUDIENCE,
            userClaim: value.JWT_USER_CLAIM ?? 'sub',
          },
    registration: value.REGISTRATION,
    erasedMessages: value.ERASED_MESSAGES,
    pruneInterval: 60_000,
    idempotencyKeyLifetime: value.IDEMPOTENCY_KEY_HOURS * 3_600_000,
    eventRetention: value.EVENT_RETENTION_HOURS * 3_600_000,
    rates:
      value.RATE_LIMIT === 'off'
        ? undefined
        : {
            loginByAddress: value.RATE_LIMIT_LOGIN_ADDRESS,
            loginByAccount: value.RATE_LIMIT_LOGIN_ACCOUNT,
            registration: value.RATE_LIMIT_REGISTRATION,
            sending: value.RATE_LIMIT_SEND,
            typing: value.RATE_LIMIT_TYPING,
            opening: value.RATE_LIMIT_OPEN,
          },
    logLevel: value.LOG_LEVEL,
    drainDelay: value.DRAIN_SECONDS * 1000,
    admin: value.ADMIN === 'on',
    secureCookies: production,
    http: {
      publicUrl: value.PUBLIC_URL,
      trustProxy: value.TRUST_PROXY,
      corsOrigins: value.CORS_ORIGINS ?? [],
      chatFolder: value.CHAT === 'on' ? chatFolder() : undefined,
      hsts: value.HSTS,
      heartbeat: 20_000,
    },
  };
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Undefined where the chat page was not built, as in a checkout of which only the tests run. */
function chatFolder(): string | undefined {
  const folder = join(packageRoot, 'dist', 'web');
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}
