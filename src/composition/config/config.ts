import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Registration } from '../../application/accounts/register-user.js';
import type { Directory } from '../../application/accounts/search-users.js';
import type { DeletedBy } from '../../application/conversation/delete-thread.js';
import type { OpenedBy } from '../../application/conversation/open-thread.js';
import type { ErasedMessages } from '../../application/privacy/erase-account.js';
import type { Issuer } from '../../infrastructure/auth/issuer-tokens.js';
import type { TokenLifetimes } from '../../infrastructure/auth/jwt-token-issuer.js';
import type { HttpOptions } from '../../infrastructure/http/app.js';
import type { ChatOptions } from '../../infrastructure/http/pages/chat-page.js';
import { packageRoot } from '../package-root.js';
import type { Rates } from '../rate-limits.js';
import { tmpdir } from 'node:os';
import type { S3Place } from '../../infrastructure/attachments/s3-file-store.js';
import { usualAttachmentsPlace, type AttachmentsPlace } from './attachments-place.js';
import { version } from '../version.js';
import { ConfigError } from './config-error.js';
import type { DatabaseUrl } from './database-url.js';
import { developmentSecret } from './development-secret.js';
import { databaseOf, readEnvironment, type Values } from './environment.js';
import { credentialsInFiles } from './s3-credentials.js';

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
  /** What has been signed with it still counts, while `jwtSecret` takes its place. */
  readonly previousJwtSecret: string | undefined;
  readonly lifetimes: TokenLifetimes;
  /** Whether Duet makes tokens of its own, and accounts for everybody who asks. */
  readonly ownTokens: boolean;
  /** Whose tokens are let in, too, and where their keys are; undefined: nobody's. */
  readonly issuer: (Issuer & { readonly keysUrl: URL }) | undefined;
  readonly registration: Registration;
  readonly directory: Directory;
  readonly threadsOpenedBy: OpenedBy;
  readonly threadsDeletedBy: DeletedBy;
  readonly erasedMessages: ErasedMessages;
  /** Whether users can search their messages, which are indexed for it. */
  readonly messageSearch: boolean;
  /** In milliseconds. */
  readonly idempotencyKeyLifetime: number;
  /** For how long a stream of events can be resumed, in milliseconds. */
  readonly eventRetention: number;
  /** For how long senders may edit and delete what they sent, in milliseconds; 0: never. */
  readonly editPeriod: number;
  /** For how long is kept what was edited, deleted, or reported and closed, in milliseconds. */
  readonly evidencePeriod: number;
  /** How often what has expired is pruned, in milliseconds. */
  readonly pruneInterval: number;
  readonly attachments: {
    readonly place: AttachmentsPlace;
    /** Of S3; undefined: what the SDK finds by itself. */
    readonly credentials: S3Place['credentials'];
    /** How large a file may be. */
    readonly maxBytes: number;
  };
  /** undefined: nothing is limited. */
  readonly rates: Rates | undefined;
  readonly logLevel: string;
  /** For how long readiness says no before the port closes at a stop, in milliseconds. */
  readonly drainDelay: number;
  /** Whether webhooks may go to addresses that are not on the public Internet. */
  readonly webhookPrivate: boolean;
  /** Whether the admin panel is served. */
  readonly admin: boolean;
  /** Whether browsers keep the panel's session for HTTPS alone. */
  readonly secureCookies: boolean;
  /** Where people's pictures may be loaded from. */
  readonly avatarOrigins: readonly string[];
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
  if (value.JWT_SECRET_PREVIOUS !== undefined && value.JWT_SECRET === undefined) {
    throw new ConfigError('JWT_SECRET_PREVIOUS needs JWT_SECRET, which takes its place');
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
    database: databaseOf(value),
    databasePool: value.DATABASE_POOL,
    jwtSecret: value.JWT_SECRET ?? developmentSecret(),
    previousJwtSecret: value.JWT_SECRET_PREVIOUS,
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
            nameClaim: value.JWT_NAME_CLAIM ?? 'name',
            pictureClaim: value.JWT_PICTURE_CLAIM ?? 'picture',
          },
    registration: value.REGISTRATION,
    directory: value.USER_DIRECTORY,
    threadsOpenedBy: value.THREADS_OPENED_BY,
    threadsDeletedBy: value.THREADS_DELETED_BY,
    erasedMessages: value.ERASED_MESSAGES,
    messageSearch: value.MESSAGE_SEARCH === 'on',
    attachments: {
      place: value.ATTACHMENTS ?? placeFor(value.DATABASE_URL),
      credentials: credentialsInFiles(environment),
      maxBytes: value.ATTACHMENT_MAX_BYTES,
    },
    pruneInterval: 60_000,
    idempotencyKeyLifetime: value.IDEMPOTENCY_KEY_HOURS * 3_600_000,
    eventRetention: value.EVENT_RETENTION_HOURS * 3_600_000,
    editPeriod: value.EDIT_SECONDS * 1000,
    evidencePeriod: value.EVIDENCE_DAYS * 86_400_000,
    rates:
      value.RATE_LIMIT === 'off'
        ? undefined
        : {
            loginByAddress: value.RATE_LIMIT_LOGIN_ADDRESS,
            loginByAccount: value.RATE_LIMIT_LOGIN_ACCOUNT,
            registration: value.RATE_LIMIT_REGISTRATION,
            sending: value.RATE_LIMIT_SEND,
            uploading: value.RATE_LIMIT_UPLOAD,
            typing: value.RATE_LIMIT_TYPING,
            opening: value.RATE_LIMIT_OPEN,
          },
    logLevel: value.LOG_LEVEL,
    drainDelay: value.DRAIN_SECONDS * 1000,
    webhookPrivate: value.WEBHOOK_PRIVATE === 'on',
    admin: value.ADMIN === 'on',
    secureCookies: production,
    avatarOrigins: value.AVATAR_ORIGINS ?? [],
    http: {
      version,
      publicUrl: value.PUBLIC_URL,
      trustProxy: value.TRUST_PROXY,
      corsOrigins: value.CORS_ORIGINS ?? [],
      chat: value.CHAT === 'on' ? chatOptions(value) : undefined,
      hsts: value.HSTS,
      heartbeat: 20_000,
    },
  };
}

/** What is forgotten with the process leaves nothing beside the databases. */
function placeFor({ kind }: DatabaseUrl): AttachmentsPlace {
  if (kind !== 'memory') return usualAttachmentsPlace;
  return { kind: 'file', folder: join(tmpdir(), `duet-attachments-${process.pid}`) };
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Undefined where the chat page was not built, as in a checkout of which only the tests run. */
function chatOptions(value: Values): ChatOptions | undefined {
  const folder = join(packageRoot, 'dist', 'web');
  if (!existsSync(join(folder, 'index.html'))) return undefined;
  const ownTokens = value.OWN_TOKENS === 'on';
  return {
    folder,
    signIn: ownTokens,
    register: ownTokens && value.REGISTRATION === 'open',
    directory: value.USER_DIRECTORY === 'open',
    opening: value.THREADS_OPENED_BY === 'anyone',
    messageSearch: value.MESSAGE_SEARCH === 'on',
    hostOrigins: value.HOST_ORIGINS ?? [],
    signInUrl: value.SIGN_IN_URL,
    avatarOrigins: value.AVATAR_ORIGINS ?? [],
  };
}
