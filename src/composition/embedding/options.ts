import { pino } from 'pino';
import type { Logger } from 'pino';
import type { ServiceIdentifier } from 'inversify';
import type { Clock } from '../../application/ports/clock.js';
import type { FileStore } from '../../application/ports/file-store.js';
import type { IdSource } from '../../application/ports/id-source.js';
import type { PasswordHasher } from '../../application/ports/password-hasher.js';
import type { ServiceKeySource } from '../../application/ports/service-key-source.js';
import type { Store } from '../../application/ports/store.js';
import type { TicketIssuer } from '../../application/ports/ticket-issuer.js';
import type { TokenIssuer } from '../../application/ports/token-issuer.js';
import type { WebhookSecretSource, WebhookSender } from '../../application/ports/webhook-sender.js';
import { LocalFileIntake } from '../../infrastructure/attachments/local-file-intake.js';
import { temporaryIntake } from '../attachments.js';
import { ConfigError } from '../config/config-error.js';
import { loadConfig, type Config } from '../config/config.js';
import { isSetting, type Values } from '../config/environment.js';
import { credentialsIn } from '../config/s3-credentials.js';
import { replace, type Replacement } from '../container.js';
import { tokens } from '../tokens.js';

/** What only a process of its own has. */
type OfProcess = 'HOST' | 'PORT' | 'WORKERS' | 'DRAIN_SECONDS';

/** Of S3. Without them, the SDK looks where it always does, also in the environment of the process. */
type OfS3 = 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY';

/**
 * The settings of docs/configuration.md, by the same names. Numbers, booleans and lists may be what they are:
 * `RATE_LIMIT: false` is `off`.
 */
export type Settings = {
  readonly [Name in Exclude<keyof Values, OfProcess> | OfS3]?:
    string | number | boolean | URL | readonly string[] | undefined;
};

/** What may take the place of Duet's own. Each is a port of src/application/ports. */
export interface Adapters {
  /** Is closed with Duet. The panel needs one of Duet's own. */
  readonly store?: Store;
  /** Where attachments are kept, in the place of ATTACHMENTS. */
  readonly fileStore?: FileStore;
  readonly clock?: Clock;
  readonly idSource?: IdSource;
  readonly passwordHasher?: PasswordHasher;
  readonly serviceKeySource?: ServiceKeySource;
  readonly tokenIssuer?: TokenIssuer;
  readonly ticketIssuer?: TicketIssuer;
  readonly webhookSender?: WebhookSender;
  readonly webhookSecretSource?: WebhookSecretSource;
  /** Takes what Duet has to say. Without it and LOG_LEVEL, Duet says nothing. */
  readonly logger?: Logger;
}

export type DuetOptions = Settings & Adapters;

type TokenOf<Adapter> = ServiceIdentifier<Adapter> | ServiceIdentifier<Adapter | undefined>;

const tokenOf: { readonly [Name in keyof Required<Adapters>]: TokenOf<Required<Adapters>[Name]> } = {
  store: tokens.store,
  fileStore: tokens.files,
  clock: tokens.clock,
  idSource: tokens.idSource,
  passwordHasher: tokens.hashMethod,
  serviceKeySource: tokens.serviceKeySource,
  tokenIssuer: tokens.tokenIssuer,
  ticketIssuer: tokens.ticketIssuer,
  webhookSender: tokens.webhookSender,
  webhookSecretSource: tokens.webhookSecretSource,
  logger: tokens.logger,
};

const ofS3: ReadonlySet<string> = new Set<OfS3>(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
const ofProcess: ReadonlySet<string> = new Set<OfProcess>(['HOST', 'PORT', 'WORKERS', 'DRAIN_SECONDS']);

/**
 * Nothing is taken from the environment. What is not said is as in production: no test data, JWT_SECRET is needed.
 * @throws ConfigError with everything that is wrong, in one line.
 */
export function readOptions(options: DuetOptions): { config: Config; replacements: Replacement[] } {
  const settings: Record<string, string> = { NODE_ENV: 'production' };
  const replacements: Replacement[] = [];
  const wrong: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (Object.hasOwn(tokenOf, name)) {
      replacements.push(replace(tokenOf[name as keyof Adapters] as ServiceIdentifier, value));
    } else if (ofProcess.has(name)) {
      wrong.push(`${name} is a matter of the application that embeds Duet`);
    } else if (!isSetting(name) && !ofS3.has(name)) {
      wrong.push(`there is no option ${name}`);
    } else {
      settings[name] = textOf(value as NonNullable<Settings[keyof Settings]>);
    }
  }
  if (options.fileStore !== undefined) {
    if (options.ATTACHMENTS !== undefined) wrong.push('fileStore takes the place of ATTACHMENTS: keep one');
    replacements.push(replace(tokens.fileIntake, new LocalFileIntake(temporaryIntake)));
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('; '));
  if (options.logger === undefined) {
    const level = (settings['LOG_LEVEL'] ??= 'silent');
    replacements.push(replace(tokens.logger, pino({ level }, process.stdout)));
  }
  const config = loadConfig(settings);
  const credentials = credentialsIn(settings);
  return { config: { ...config, attachments: { ...config.attachments, credentials } }, replacements };
}

function textOf(value: string | number | boolean | URL | readonly string[]): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'object' && !(value instanceof URL) ? value.join(',') : String(value);
}
