import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import Joi from 'joi';
import type { ErasedMessages } from '../../application/privacy/erase-account.js';
import type { Rate } from '../../application/ports/rate-limit.js';
import type { Registration } from '../../application/accounts/register-user.js';
import type { Issuer } from '../../infrastructure/auth/issuer-tokens.js';
import type { TokenLifetimes } from '../../infrastructure/auth/jwt-token-issuer.js';
import type { HttpOptions } from '../../infrastructure/http/app.js';
import { packageRoot } from '../package-root.js';
import type { Rates } from '../rate-limits.js';

export type DatabaseUrl =
  | { readonly kind: 'memory' }
  | { readonly kind: 'better-sqlite3' | 'sqlite3'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

export interface Config {
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
  /** Whether Duet makes tokens of its own, and accounts for whoever asks. */
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
  /** Whether the admin panel is served. */
  /** For how long readiness says no before the port closes at a stop, in milliseconds. */
  readonly drainDelay: number;
  readonly admin: boolean;
  /** Whether browsers keep the panel's session for HTTPS alone. */
  readonly secureCookies: boolean;
  readonly http: HttpOptions;
}

/** The environment is not as it should be; the message is for the operator. */
export class ConfigError extends Error {}

interface Values {
  NODE_ENV: 'development' | 'production' | 'test';
  PORT: number;
  WORKERS: number;
  HOST?: string;
  DATABASE_URL: DatabaseUrl;
  DATABASE_POOL: number;
  JWT_SECRET?: string;
  ACCESS_TOKEN_SECONDS: number;
  REFRESH_TOKEN_SECONDS: number;
  OWN_TOKENS: 'on' | 'off';
  JWT_ISSUER?: string;
  JWKS_URL?: URL;
  JWT_AUDIENCE?: string;
  JWT_USER_CLAIM?: string;
  REGISTRATION: Registration;
  IDEMPOTENCY_KEY_HOURS: number;
  ERASED_MESSAGES: ErasedMessages;
  EVENT_RETENTION_HOURS: number;
  RATE_LIMIT: 'on' | 'off';
  RATE_LIMIT_LOGIN_ADDRESS: Rate;
  RATE_LIMIT_LOGIN_ACCOUNT: Rate;
  RATE_LIMIT_REGISTRATION: Rate;
  RATE_LIMIT_SEND: Rate;
  RATE_LIMIT_TYPING: Rate;
  RATE_LIMIT_OPEN: Rate;
  LOG_LEVEL: string;
  ADMIN: 'on' | 'off';
  CHAT: 'on' | 'off';
  PUBLIC_URL?: string;
  TRUST_PROXY?: HttpOptions['trustProxy'];
  CORS_ORIGINS?: readonly string[];
  HSTS?: number;
  DRAIN_SECONDS: number;
}

const labels = { errors: { wrap: { label: false } } } as const;

/** As long as the output of HS256's hash (RFC 7518, 3.2). */
const secretBytes = 32;

const whole = (min: number, max: number) =>
  Joi.string().custom((value: string, helpers) => {
    const number = Number(value);
    return /^\d+$/.test(value) && number >= min && number <= max
      ? number
      : helpers.error('whole', { min, max });
  });

const schema = Joi.object<Values>({
  NODE_ENV: Joi.valid('development', 'production', 'test').default('development'),
  PORT: whole(0, 65_535).default(3000),
  HOST: Joi.string().hostname(),
  WORKERS: whole(1, 256).default(1),
  DATABASE_URL: Joi.string()
    .custom((url: string, helpers) => parseDatabaseUrl(url) ?? helpers.error('database'))
    .default(parseDatabaseUrl('sqlite:database/duet.sqlite')),
  DATABASE_POOL: whole(2, 1000).default(10),
  JWT_SECRET: Joi.string().min(secretBytes, 'utf8'),
  ACCESS_TOKEN_SECONDS: whole(1, 86_400).default(300),
  REFRESH_TOKEN_SECONDS: whole(1, 31_536_000).default(604_800),
  OWN_TOKENS: Joi.valid('on', 'off').default('on'),
  JWT_ISSUER: Joi.string(),
  JWKS_URL: Joi.string().custom(parseKeysUrl),
  JWT_AUDIENCE: Joi.string(),
  JWT_USER_CLAIM: Joi.string(),
  REGISTRATION: Joi.valid('open', 'closed').default('open'),
  IDEMPOTENCY_KEY_HOURS: whole(1, 87_600).default(24),
  ERASED_MESSAGES: Joi.valid('keep', 'remove').default('keep'),
  EVENT_RETENTION_HOURS: whole(1, 87_600).default(24),
  RATE_LIMIT: Joi.valid('on', 'off').default('on'),
  RATE_LIMIT_LOGIN_ADDRESS: rate({ quota: 300, window: 1800 }),
  RATE_LIMIT_LOGIN_ACCOUNT: rate({ quota: 50, window: 1800 }),
  RATE_LIMIT_REGISTRATION: rate({ quota: 600, window: 3600 }),
  RATE_LIMIT_SEND: rate({ quota: 2000, window: 60 }),
  RATE_LIMIT_TYPING: rate({ quota: 300, window: 60 }),
  RATE_LIMIT_OPEN: rate({ quota: 60, window: 3600 }),
  LOG_LEVEL: Joi.valid('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  PUBLIC_URL: Joi.string().custom(parsePublicUrl),
  ADMIN: Joi.valid('on', 'off').default('on'),
  CHAT: Joi.valid('on', 'off').default('on'),
  TRUST_PROXY: Joi.string().custom(parseTrustProxy),
  CORS_ORIGINS: Joi.string().custom(parseOrigins),
  HSTS: Joi.string().custom(parseHsts),
  DRAIN_SECONDS: whole(0, 3600).default(0),
})
  .and('JWT_ISSUER', 'JWKS_URL')
  .with('JWT_AUDIENCE', 'JWT_ISSUER')
  .with('JWT_USER_CLAIM', 'JWT_ISSUER')
  .unknown()
  .messages({
    'object.and': 'JWT_ISSUER and JWKS_URL must be set together',
    'object.with': '{{#mainWithLabel}} needs JWT_ISSUER and JWKS_URL',
    keysUrl: '{{#label}} must be an http or https URL without user or fragment',
    'string.min': '{{#label}} must have at least {{#limit}} bytes',
    whole: '{{#label}} must be a whole number from {{#min}} to {{#max}}',
    publicUrl: '{{#label}} must be an http or https URL without user, query or fragment',
    database:
      '{{#label}} must be sqlite:<file>, sqlite3:<file>, postgres://<user>:<password>@<host>:<port>/<database> or memory:',
    proxy: '{{#label}} must be a number of proxies, or a comma-separated list of their addresses or networks',
    rate: '{{#label}} must be a number, a slash and seconds up to 86400, like 10/60 for 10 in a minute',
    hsts: '{{#label}} must be off, on, or for how many seconds browsers shall come by HTTPS only',
    origin: '{{#label}} must be a comma-separated list of origins like https://chat.example',
  });

/**
 * Reads and checks the environment. An empty value counts as none.
 * @throws ConfigError with everything that is wrong, in one line.
 */
export function loadConfig(environment: NodeJS.ProcessEnv): Config {
  const value = validated(environment);
  const production = value.NODE_ENV === 'production';
  if (production && value.JWT_SECRET === undefined) {
    throw new ConfigError('JWT_SECRET must be set in production: a random text of at least 32 bytes');
  }
  if (value.OWN_TOKENS === 'off' && value.JWT_ISSUER === undefined) {
    throw new ConfigError('OWN_TOKENS=off needs JWT_ISSUER and JWKS_URL: nobody could come in otherwise');
  }
  if (production && value.JWKS_URL?.protocol === 'http:' && !isLoopback(value.JWKS_URL)) {
    throw new ConfigError(
      'JWKS_URL must be https in production, or on this machine: whoever can change the keys on their way can be anybody',
    );
  }
  if (value.DATABASE_URL.kind === 'memory' && value.WORKERS > 1) {
    throw new ConfigError(
      'WORKERS must be 1 with DATABASE_URL=memory:, which each worker would have for itself',
    );
  }
  return {
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

/**
 * Reads DATABASE_URL alone: what tools need that leave secrets to the service.
 * @throws ConfigError
 */
export function loadDatabaseUrl({ DATABASE_URL }: NodeJS.ProcessEnv): DatabaseUrl {
  return validated({ DATABASE_URL }).DATABASE_URL;
}

function validated(environment: NodeJS.ProcessEnv): Values {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.validate(given, { abortEarly: false, ...labels });
  if (result.error !== undefined) {
    throw new ConfigError(result.error.details.map(({ message }) => message).join('; '));
  }
  return result.value;
}

function parseDatabaseUrl(url: string): DatabaseUrl | undefined {
  if (url === 'memory:') return { kind: 'memory' };
  if (/^postgres(ql)?:/.test(url)) {
    return /^\w+:\/\/[^/]*\/[^/?]/.test(url) && URL.canParse(url) ? { kind: 'postgres', url } : undefined;
  }
  const match = /^(sqlite|sqlite3):(?!:|\/\/[^/])(.+)$/.exec(url);
  if (match === null) return undefined;
  const [, scheme, file] = match as unknown as [string, string, string];
  return { kind: scheme === 'sqlite3' ? 'sqlite3' : 'better-sqlite3', file };
}

function rate(otherwise: Rate): Joi.StringSchema {
  return Joi.string()
    .custom((text: string, helpers) => {
      const [quota = 0, window = 0] = /^\d{1,9}\/\d{1,5}$/.test(text) ? text.split('/').map(Number) : [];
      return quota > 0 && window > 0 && window <= 86_400 ? { quota, window } : helpers.error('rate');
    })
    .default(otherwise);
}

/** A number of proxies, or their addresses. `true` is one proxy: trusting all would let clients forge addresses. */
function parseTrustProxy(
  value: string,
  helpers: Joi.CustomHelpers,
): HttpOptions['trustProxy'] | Joi.ErrorReport {
  if (value === 'true' || value === 'on') return 1;
  if (/^\d{1,2}$/.test(value)) return Number(value);
  const addresses = value.split(',').map((address) => address.trim());
  return addresses.every(isProxyAddress) ? addresses : helpers.error('proxy');
}

/** As Express takes them: an address, a network as address/bits, or a name for local ones. */
function isProxyAddress(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const size = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    rest.length === 0 && size > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= size))
  );
}

/** A year for `on`, which is what lists of such hosts ask for; never for subdomains, which may be others'. */
function parseHsts(value: string, helpers: Joi.CustomHelpers): number | undefined | Joi.ErrorReport {
  if (value === 'off') return undefined;
  if (value === 'on') return 31_536_000;
  return /^\d{1,10}$/.test(value) ? Number(value) : helpers.error('hsts');
}

/** Without a slash at the end. */
function parsePublicUrl(value: string, helpers: Joi.CustomHelpers): string | Joi.ErrorReport {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !isWeb(url) || url.href !== url.origin + url.pathname)
    return helpers.error('publicUrl');
  return url.href.replace(/\/+$/, '');
}

function parseKeysUrl(value: string, helpers: Joi.CustomHelpers): URL | Joi.ErrorReport {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain = url !== undefined && isWeb(url) && url.username + url.password + url.hash === '';
  return plain ? url : helpers.error('keysUrl');
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function isWeb({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

function parseOrigins(value: string, helpers: Joi.CustomHelpers): readonly string[] | Joi.ErrorReport {
  const origins = value.split(',').map((origin) => origin.trim());
  const valid = origins.every(
    (origin) => URL.canParse(origin) && new URL(origin).origin === origin && isWeb(new URL(origin)),
  );
  return valid ? origins : helpers.error('origin');
}

/** Undefined where the chat page was not built, as in a checkout of which only the tests run. */
function chatFolder(): string | undefined {
  const folder = join(packageRoot, 'dist', 'web');
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}

/** Made once and kept beside the development database, so that tokens outlive a restart. */
function developmentSecret(): string {
  const folder = join(packageRoot, 'database');
  const file = join(folder, '.jwt-secret');
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(file)) {
      // Whole or not at all, and the first of several processes decides.
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600 });
      try {
        linkSync(draft, file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      } finally {
        unlinkSync(draft);
      }
    }
    const secret = readFileSync(file, 'utf8');
    if (Buffer.byteLength(secret) >= secretBytes) return secret;
  } catch (error) {
    throw new ConfigError(`JWT_SECRET is not set, and ${file} cannot be used: ${(error as Error).message}`);
  }
  throw new ConfigError(`JWT_SECRET is not set, and ${file} is too short: remove it, and a new one is made`);
}
