import { isIP } from 'node:net';
import Joi from 'joi';
import type { Registration } from '../../application/accounts/register-user.js';
import type { Directory } from '../../application/accounts/search-users.js';
import type { DeletedBy } from '../../application/conversation/delete-thread.js';
import type { OpenedBy } from '../../application/conversation/open-thread.js';
import type { Rate } from '../../application/ports/rate-limit.js';
import type { ErasedMessages } from '../../application/privacy/erase-account.js';
import { serverUrls } from '../../infrastructure/persistence/postgres/server-urls.js';
import { parseAttachmentsPlace, usualAttachmentsPlace, type AttachmentsPlace } from './attachments-place.js';
import { ConfigError } from './config-error.js';
import { parseDatabaseUrl, type DatabaseUrl } from './database-url.js';
import { withSecretFiles } from './secret-files.js';

/** Express's `trust proxy`. */
type TrustProxy = number | readonly string[];

/** What the environment may say, read and checked: the names are those of the variables. */
export interface Values {
  NODE_ENV: 'development' | 'production' | 'test';
  PORT: number;
  WORKERS: number;
  HOST?: string;
  DATABASE_URL: DatabaseUrl;
  DATABASE_POOL: number;
  DATABASE_DIRECT_URL?: string;
  DATABASE_READ_URL?: string;
  DATABASE_PREPARE: 'on' | 'off';
  JWT_SECRET?: string;
  JWT_SECRET_PREVIOUS?: string;
  ACCESS_TOKEN_SECONDS: number;
  REFRESH_TOKEN_SECONDS: number;
  OWN_TOKENS: 'on' | 'off';
  JWT_ISSUER?: string;
  JWKS_URL?: URL;
  JWT_AUDIENCE?: string;
  JWT_USER_CLAIM?: string;
  JWT_NAME_CLAIM?: string;
  JWT_PICTURE_CLAIM?: string;
  REGISTRATION: Registration;
  USER_DIRECTORY: Directory;
  THREADS_OPENED_BY: OpenedBy;
  THREADS_DELETED_BY: DeletedBy;
  IDEMPOTENCY_KEY_HOURS: number;
  ERASED_MESSAGES: ErasedMessages;
  MESSAGE_SEARCH: 'on' | 'off';
  EVENT_RETENTION_HOURS: number;
  EDIT_SECONDS: number;
  EVIDENCE_DAYS: number;
  RATE_LIMIT: 'on' | 'off';
  RATE_LIMIT_LOGIN_ADDRESS: Rate;
  RATE_LIMIT_LOGIN_ACCOUNT: Rate;
  RATE_LIMIT_REGISTRATION: Rate;
  ATTACHMENTS?: AttachmentsPlace;
  ATTACHMENT_MAX_BYTES: number;
  RATE_LIMIT_SEND: Rate;
  RATE_LIMIT_UPLOAD: Rate;
  RATE_LIMIT_TYPING: Rate;
  RATE_LIMIT_OPEN: Rate;
  LOG_LEVEL: string;
  ADMIN: 'on' | 'off';
  CHAT: 'on' | 'off';
  PUBLIC_URL?: string;
  TRUST_PROXY?: TrustProxy;
  CORS_ORIGINS?: readonly string[];
  HSTS?: number;
  HOST_ORIGINS?: readonly string[];
  SIGN_IN_URL?: URL;
  AVATAR_ORIGINS?: readonly string[];
  DRAIN_SECONDS: number;
  WEBHOOK_PRIVATE: 'on' | 'off';
}

const labels = { errors: { wrap: { label: false } } } as const;

/** As long as the output of HS256's hash (RFC 7518, 3.2). */
export const secretBytes = 32;

const whole = (min: number, max: number) =>
  Joi.string().custom((value: string, helpers) => {
    const number = Number(value);
    return /^\d+$/.test(value) && number >= min && number <= max
      ? number
      : helpers.error('whole', { min, max });
  });

const variables = {
  NODE_ENV: Joi.valid('development', 'production', 'test').default('development'),
  PORT: whole(0, 65_535).default(3000),
  HOST: Joi.string().hostname(),
  WORKERS: whole(1, 256).default(1),
  DATABASE_URL: Joi.string()
    .custom((url: string, helpers) => parseDatabaseUrl(url) ?? helpers.error('database'))
    .default(parseDatabaseUrl('sqlite:database/duet.sqlite')),
  DATABASE_POOL: whole(2, 1000).default(10),
  DATABASE_DIRECT_URL: Joi.string().custom(parsePostgresUrl),
  DATABASE_READ_URL: Joi.string().custom(parseStandbyUrl),
  DATABASE_PREPARE: Joi.valid('on', 'off').default('on'),
  JWT_SECRET: Joi.string().min(secretBytes, 'utf8'),
  JWT_SECRET_PREVIOUS: Joi.string().min(secretBytes, 'utf8'),
  ACCESS_TOKEN_SECONDS: whole(1, 86_400).default(300),
  REFRESH_TOKEN_SECONDS: whole(1, 31_536_000).default(604_800),
  OWN_TOKENS: Joi.valid('on', 'off').default('on'),
  JWT_ISSUER: Joi.string(),
  JWKS_URL: Joi.string().custom(parseWebUrl),
  JWT_AUDIENCE: Joi.string(),
  JWT_USER_CLAIM: Joi.string(),
  JWT_NAME_CLAIM: Joi.string(),
  JWT_PICTURE_CLAIM: Joi.string(),
  REGISTRATION: Joi.valid('open', 'closed').default('open'),
  USER_DIRECTORY: Joi.valid('open', 'closed').default('open'),
  THREADS_OPENED_BY: Joi.valid('anyone', 'service').default('anyone'),
  THREADS_DELETED_BY: Joi.valid('participants', 'service').default('participants'),
  IDEMPOTENCY_KEY_HOURS: whole(1, 87_600).default(24),
  ERASED_MESSAGES: Joi.valid('keep', 'remove').default('keep'),
  MESSAGE_SEARCH: Joi.valid('on', 'off').default('on'),
  EVENT_RETENTION_HOURS: whole(1, 87_600).default(24),
  EDIT_SECONDS: whole(0, 315_360_000).default(900),
  EVIDENCE_DAYS: whole(0, 3650).default(30),
  RATE_LIMIT: Joi.valid('on', 'off').default('on'),
  RATE_LIMIT_LOGIN_ADDRESS: rate({ quota: 300, window: 1800 }),
  RATE_LIMIT_LOGIN_ACCOUNT: rate({ quota: 50, window: 1800 }),
  RATE_LIMIT_REGISTRATION: rate({ quota: 600, window: 3600 }),
  RATE_LIMIT_SEND: rate({ quota: 2000, window: 60 }),
  RATE_LIMIT_UPLOAD: rate({ quota: 300, window: 3600 }),
  RATE_LIMIT_TYPING: rate({ quota: 300, window: 60 }),
  RATE_LIMIT_OPEN: rate({ quota: 60, window: 3600 }),
  ATTACHMENTS: Joi.string().custom(
    (text: string, helpers) => parseAttachmentsPlace(text) ?? helpers.error('attachments'),
  ),
  ATTACHMENT_MAX_BYTES: whole(1, 5_000_000_000).default(10_485_760),
  LOG_LEVEL: Joi.valid('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  PUBLIC_URL: Joi.string().custom(parsePublicUrl),
  ADMIN: Joi.valid('on', 'off').default('on'),
  CHAT: Joi.valid('on', 'off').default('on'),
  TRUST_PROXY: Joi.string().custom(parseTrustProxy),
  CORS_ORIGINS: Joi.string().custom(parseOrigins),
  HSTS: Joi.string().custom(parseHsts),
  HOST_ORIGINS: Joi.string().custom(parseOrigins),
  SIGN_IN_URL: Joi.string().custom(parseWebUrl),
  AVATAR_ORIGINS: Joi.string().custom(parseOrigins),
  DRAIN_SECONDS: whole(0, 3600).default(0),
  WEBHOOK_PRIVATE: Joi.valid('on', 'off').default('off'),
};

const schema = Joi.object<Values>(variables)
  .and('JWT_ISSUER', 'JWKS_URL')
  .with('JWT_AUDIENCE', 'JWT_ISSUER')
  .with('JWT_USER_CLAIM', 'JWT_ISSUER')
  .with('JWT_NAME_CLAIM', 'JWT_ISSUER')
  .with('JWT_PICTURE_CLAIM', 'JWT_ISSUER')
  .unknown()
  .messages({
    'object.and': 'JWT_ISSUER and JWKS_URL must be set together',
    'object.with': '{{#mainWithLabel}} needs JWT_ISSUER and JWKS_URL',
    webUrl: '{{#label}} must be an http or https URL without user or fragment',
    'string.min': '{{#label}} must have at least {{#limit}} bytes',
    whole: '{{#label}} must be a whole number from {{#min}} to {{#max}}',
    publicUrl: '{{#label}} must be an http or https URL without user, query or fragment',
    database:
      '{{#label}} must be sqlite:<file>, sqlite3:<file>, postgres://<user>:<password>@<host>:<port>,<host>:<port>/<database> or memory:; target_session_attrs can only be read-write or primary',
    postgres: '{{#label}} must be postgres://<user>:<password>@<host>:<port>/<database>',
    standby: '{{#label}} must be postgres://<user>:<password>@<host>:<port>/<database>, with one host',
    attachments:
      '{{#label}} must be file:<folder>, s3://<bucket>/<prefix>?region=<region>&endpoint=<URL>, or off',
    proxy: '{{#label}} must be a number of proxies, or a comma-separated list of their addresses or networks',
    rate: '{{#label}} must be a number, a slash and seconds up to 86400, like 10/60 for 10 in a minute',
    hsts: '{{#label}} must be off, on, or for how many seconds browsers shall come by HTTPS only',
    origin: '{{#label}} must be a comma-separated list of origins like https://chat.example',
  });

/** Whether the environment can say this. */
export function isSetting(name: string): boolean {
  return Object.hasOwn(variables, name.replace(/_FILE$/, ''));
}

/**
 * Reads what the environment says of the database: what tools need that leave secrets to the service.
 * @throws ConfigError
 */
export function loadDatabaseUrl(environment: NodeJS.ProcessEnv): DatabaseUrl {
  const names = ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_READ_URL', 'DATABASE_PREPARE'];
  const own = names.flatMap((name) => [name, `${name}_FILE`]).map((name) => [name, environment[name]]);
  return databaseOf(readEnvironment(Object.fromEntries(own) as NodeJS.ProcessEnv));
}

/** @throws ConfigError if something is said that only PostgreSQL has. */
export function databaseOf(values: Values): DatabaseUrl {
  const { DATABASE_URL: database, DATABASE_DIRECT_URL: directUrl, DATABASE_READ_URL: readUrl } = values;
  if (database.kind === 'postgres') {
    return {
      ...database,
      ...(directUrl !== undefined && { directUrl }),
      ...(readUrl !== undefined && { readUrl }),
      ...(values.DATABASE_PREPARE === 'off' && { prepare: false }),
    };
  }
  for (const name of ['DATABASE_DIRECT_URL', 'DATABASE_READ_URL'] as const) {
    if (values[name] !== undefined) throw new ConfigError(`${name} needs a PostgreSQL in DATABASE_URL`);
  }
  return database;
}

/** Reads ATTACHMENTS alone, in the same way. */
export function loadAttachmentsPlace({ ATTACHMENTS }: NodeJS.ProcessEnv): AttachmentsPlace {
  return readEnvironment({ ATTACHMENTS }).ATTACHMENTS ?? usualAttachmentsPlace;
}

/** An empty value counts as none. @throws ConfigError with everything that is wrong, in one line. */
export function readEnvironment(environment: NodeJS.ProcessEnv): Values {
  const read = withSecretFiles(environment);
  const given = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== ''));
  const result = schema.validate(given, { abortEarly: false, ...labels });
  if (result.error !== undefined) {
    throw new ConfigError(result.error.details.map(({ message }) => message).join('; '));
  }
  return result.value;
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
function parseTrustProxy(value: string, helpers: Joi.CustomHelpers): TrustProxy | Joi.ErrorReport {
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

function parsePostgresUrl(value: string, helpers: Joi.CustomHelpers): string | Joi.ErrorReport {
  const database = parseDatabaseUrl(value);
  return database?.kind === 'postgres' ? database.url : helpers.error('postgres');
}

function parseStandbyUrl(value: string, helpers: Joi.CustomHelpers): string | Joi.ErrorReport {
  return serverUrls(value)?.length === 1 ? value : helpers.error('standby');
}

function parseWebUrl(value: string, helpers: Joi.CustomHelpers): URL | Joi.ErrorReport {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain = url !== undefined && isWeb(url) && url.username + url.password + url.hash === '';
  return plain ? url : helpers.error('webUrl');
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
