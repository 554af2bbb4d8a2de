import { pino } from 'pino';
import type { Logger } from 'pino';
import type { ServiceIdentifier } from 'inversify';
import type { Clock } from '../../application/ports/clock.js';
import type { IdSource } from '../../application/ports/id-source.js';
import type { PasswordHasher } from '../../application/ports/password-hasher.js';
import type { ServiceKeySource } from '../../application/ports/service-key-source.js';
import type { Store } from '../../application/ports/store.js';
import type { TicketIssuer } from '../../application/ports/ticket-issuer.js';
import type { TokenIssuer } from '../../application/ports/token-issuer.js';
import type { WebhookSecretSource, WebhookSender } from '../../application/ports/webhook-sender.js';
import { ConfigError } from '../config/config-error.js';
import { loadConfig, type Config } from '../config/config.js';
import { isSetting, type Values } from '../config/environment.js';
import { replace, type Replacement } from '../container.js';
import { tokens } from '../tokens.js';

/** What only a process of its own has. */
type OfProcess = 'HOST' | 'PORT' | 'WORKERS' | 'DRAIN_SECONDS';

/**
 * The settings of docs/configuration.md, by the same names. Numbers, booleans and lists may be what they are:
 * `RATE_LIMIT: false` is `off`.
 */
export type Settings = {
  readonly [Name in Exclude<keyof Values, OfProcess>]?:
    string | number | boolean | URL | readonly string[] | undefined;
};

/** What may take the place of Duet's own. Each is a port of src/application/ports. */
export interface Adapters {
  /** Is closed with Duet. The panel needs one of Duet's own. */
  readonly store?: Store;
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

const tokenOf: { readonly [Name in keyof Required<Adapters>]: ServiceIdentifier<Required<Adapters>[Name]> } =
  {
    store: tokens.store,
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
    } else if (!isSetting(name)) {
      wrong.push(`there is no option ${name}`);
    } else {
      settings[name] = textOf(value as NonNullable<Settings[keyof Settings]>);
    }
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('; '));
  if (options.logger === undefined) {
    const level = options.LOG_LEVEL === undefined ? 'silent' : textOf(options.LOG_LEVEL);
    settings['LOG_LEVEL'] = level;
    const config = loadConfig(settings);
    return {
      config,
      replacements: [...replacements, replace(tokens.logger, pino({ level }, process.stdout))],
    };
  }
  return { config: loadConfig(settings), replacements };
}

function textOf(value: string | number | boolean | URL | readonly string[]): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'object' && !(value instanceof URL) ? value.join(',') : String(value);
}
