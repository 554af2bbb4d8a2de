import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import Joi from 'joi';
import type { Registration } from '../application/register-user.js';
import type { TokenLifetimes } from '../infrastructure/auth/jwt-token-issuer.js';
import type { HttpOptions } from '../infrastructure/http/app.js';
import { packageRoot } from './package-root.js';

export type DatabaseUrl =
  { readonly kind: 'memory' } | { readonly kind: 'better-sqlite3' | 'sqlite3'; readonly file: string };

export interface Config {
  /** Whether an empty database gets the test data, default accounts included. */
  readonly testData: boolean;
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseUrl;
  readonly jwtSecret: string;
  readonly lifetimes: TokenLifetimes;
  readonly registration: Registration;
  readonly logLevel: string;
  /** Whether the admin panel is served. */
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
  HOST?: string;
  DATABASE_URL: DatabaseUrl;
  JWT_SECRET?: string;
  ACCESS_TOKEN_SECONDS: number;
  REFRESH_TOKEN_SECONDS: number;
  REGISTRATION: Registration;
  LOG_LEVEL: string;
  ADMIN: 'on' | 'off';
  PUBLIC_URL?: string;
  TRUST_PROXY?: HttpOptions['trustProxy'];
  CORS_ORIGINS?: readonly string[];
}

const schema = Joi.object<Values>({
  NODE_ENV: Joi.valid('development', 'production', 'test').default('development'),
  PORT: Joi.number().integer().min(0).max(65535).default(3000),
  HOST: Joi.string().hostname(),
  DATABASE_URL: Joi.string()
    .custom((url: string, helpers) => parseDatabaseUrl(url) ?? helpers.error('database'))
    .default(parseDatabaseUrl('sqlite:database/duet.sqlite')),
  JWT_SECRET: Joi.string().min(32, 'utf8'),
  ACCESS_TOKEN_SECONDS: Joi.number().integer().min(1).max(86_400).default(300),
  REFRESH_TOKEN_SECONDS: Joi.number().integer().min(1).max(31_536_000).default(604_800),
  REGISTRATION: Joi.valid('open', 'closed').default('open'),
  LOG_LEVEL: Joi.valid('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  ADMIN: Joi.valid('on', 'off').default('on'),
  PUBLIC_URL: Joi.string().uri({ scheme: ['http', 'https'] }),
  TRUST_PROXY: Joi.string().custom(parseTrustProxy),
  CORS_ORIGINS: Joi.string().custom(parseOrigins),
})
  .unknown()
  .messages({
    'string.min': '{{#label}} must have at least {{#limit}} bytes',
    database: '{{#label}} must be sqlite:<file>, sqlite3:<file> or memory:',
    proxy: '{{#label}} must be a number of proxies, or a comma-separated list of their addresses or networks',
    origin: '{{#label}} must be a comma-separated list of origins like https://chat.example',
  });

/**
 * Reads and checks the environment. An empty value counts as none.
 * @throws ConfigError with everything that is wrong, in one line.
 */
export function loadConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.validate(given, { abortEarly: false, errors: { wrap: { label: false } } });
  if (result.error !== undefined) {
    throw new ConfigError(result.error.details.map(({ message }) => message).join('; '));
  }
  const { value } = result;
  const production = value.NODE_ENV === 'production';
  if (production && value.JWT_SECRET === undefined) {
    throw new ConfigError('JWT_SECRET must be set in production: a random text of at least 32 bytes');
  }
  return {
    testData: !production,
    host: value.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: value.PORT,
    database: value.DATABASE_URL,
    jwtSecret: value.JWT_SECRET ?? developmentSecret(),
    lifetimes: { access: value.ACCESS_TOKEN_SECONDS * 1000, refresh: value.REFRESH_TOKEN_SECONDS * 1000 },
    registration: value.REGISTRATION,
    logLevel: value.LOG_LEVEL,
    admin: value.ADMIN === 'on',
    secureCookies: production,
    http: {
      publicUrl: value.PUBLIC_URL?.replace(/\/+$/, ''),
      trustProxy: value.TRUST_PROXY,
      corsOrigins: value.CORS_ORIGINS ?? [],
    },
  };
}

function parseDatabaseUrl(url: string): DatabaseUrl | undefined {
  if (url === 'memory:') return { kind: 'memory' };
  const match = /^(sqlite|sqlite3):(?!:|\/\/[^/])(.+)$/.exec(url);
  if (match === null) return undefined;
  const [, scheme, file] = match as unknown as [string, string, string];
  return { kind: scheme === 'sqlite3' ? 'sqlite3' : 'better-sqlite3', file };
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

function parseOrigins(value: string, helpers: Joi.CustomHelpers): readonly string[] | Joi.ErrorReport {
  const origins = value.split(',').map((origin) => origin.trim());
  const valid = origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin);
  return valid ? origins : helpers.error('origin');
}

/** Made once and kept beside the development database, so that tokens outlive a restart. */
function developmentSecret(): string {
  const folder = join(packageRoot, 'database');
  const file = join(folder, '.jwt-secret');
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new ConfigError(
        `JWT_SECRET is not set, and ${file} cannot be written: ${(error as Error).message}`,
      );
    }
  }
  return readFileSync(file, 'utf8');
}
