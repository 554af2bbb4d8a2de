import { DomainError } from '../errors.js';
import { hasCodePoints, isStorable } from '../text.js';

/** What a webhook can be told of. */
export const webhookEventTypes = [
  'thread.created',
  'thread.deleted',
  'message.created',
  'message.updated',
  'message.deleted',
  'message.read',
  'message.reported',
  'user.created',
  'user.updated',
  'user.deleted',
] as const;

export type WebhookEventType = (typeof webhookEventTypes)[number];

/** All types, also those of later versions. */
export const everything = '*';

/** What somebody chooses for a webhook. */
export interface WebhookSettings {
  readonly url: string;
  readonly events: readonly (WebhookEventType | typeof everything)[];
  /** How much later than they happened events are sent, in seconds. */
  readonly delay: number;
  /** Whether messages are left out that have been read when it is their turn. */
  readonly onlyUnread: boolean;
  readonly description: string | undefined;
}

/** `off`: Duet gave up, for `offReason`. */
export type WebhookStatus = 'active' | 'paused' | 'off';

/** `gone`: the receiver said that it wants no more (410). `failing`: it has taken nothing for too long. */
export type OffReason = 'gone' | 'failing';

/** How far a webhook has got. */
export interface WebhookProgress {
  /** The place in the log of events up to which everything was delivered or not wanted. */
  readonly position: string;
  /** No event from before this time is needed any more. */
  readonly reached: Date;
  /** Since when nothing has got through; undefined: the last attempt succeeded. */
  readonly failingSince: Date | undefined;
  /** How often the event whose turn it is has failed, one attempt after the other. */
  readonly failures: number;
  /** Not before this time; undefined: at once. */
  readonly nextAttempt: Date | undefined;
}

export interface Webhook extends WebhookSettings, WebhookProgress {
  readonly id: number;
  readonly created: Date;
  readonly status: WebhookStatus;
  readonly offReason: OffReason | undefined;
  /** Who delivers at the moment, and until when they may without saying so again. */
  readonly lease: { readonly holder: string; readonly until: Date } | undefined;
  /** What deliveries are signed with: `whsec_` and random bytes in Base64. */
  readonly secret: string;
  /** The secret before that, with which they are signed, too, until a time. */
  readonly previous: { readonly secret: string; readonly until: Date } | undefined;
}

export const urlRule = {
  max: 2048,
  pattern: /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\x00-\x20\x7f#\\]+$/,
  text: 'an http or https URL of at most 2,048 characters, without a user or a fragment',
} as const;

export const descriptionRule = { max: 200, text: 'at most 200 characters' } as const;

/** A week, in seconds. */
export const maxDelay = 604_800;

export const maxWebhooks = 100;

/** For how long the secret before the present one is used beside it, in milliseconds. */
export const secretOverlap = 24 * 3_600_000;

/** For how long deliveries are tried again before a webhook is switched off, in milliseconds. */
export const giveUpAfter = 3 * 24 * 3_600_000;

/** How long to wait after each failure, in milliseconds; the last one is for all that follow. */
export const pauses: readonly number[] = [5, 30, 120, 600, 1800, 3600, 7200, 14_400].map((one) => one * 1000);

/** @throws DomainError `invalid_webhook_url`. */
export function checkWebhookUrl(text: string): void {
  const { max, pattern } = urlRule;
  const isUrl = text.length <= max && pattern.test(text) && isStorable(text) && URL.canParse(text);
  const url = isUrl ? new URL(text) : undefined;
  if (url === undefined || url.username + url.password !== '') {
    throw new DomainError('invalid_webhook_url', `A webhook's URL is ${urlRule.text}.`);
  }
}

/** @throws DomainError `invalid_description`. */
export function checkDescription(text: string): void {
  if (!hasCodePoints(text, 0, descriptionRule.max) || !isStorable(text)) {
    throw new DomainError('invalid_description', `A description is ${descriptionRule.text}.`);
  }
}

export function webhookNotFound(id: number): DomainError {
  return new DomainError('webhook_not_found', `There is no webhook ${id}.`);
}

export function wants({ events }: WebhookSettings, type: WebhookEventType): boolean {
  return events.includes(everything) || events.includes(type);
}

/** Whether it is the turn of what happened then. Without a delay it always is, whatever the clocks of others say. */
export function isDue({ delay }: WebhookSettings, happened: Date, now: Date): boolean {
  return delay === 0 || dueAt({ delay }, happened).getTime() <= now.getTime();
}

export function dueAt({ delay }: Pick<WebhookSettings, 'delay'>, happened: Date): Date {
  return new Date(happened.getTime() + delay * 1000);
}

/** What deliveries are signed with at this time, the newest first. */
export function secretsAt({ secret, previous }: Webhook, now: Date): readonly string[] {
  return previous !== undefined && previous.until > now ? [secret, previous.secret] : [secret];
}

/** Takes a new secret; the one before is used beside it for a day. */
export function withSecret(webhook: Webhook, secret: string, now: Date): Webhook {
  const until = new Date(now.getTime() + secretOverlap);
  return { ...webhook, secret, previous: { secret: webhook.secret, until } };
}

/** Begins again, where it had got to. */
export function resumed(webhook: Webhook): Webhook {
  return { ...webhook, status: 'active', offReason: undefined, ...untroubled };
}

export const untroubled = { failingSince: undefined, failures: 0, nextAttempt: undefined } as const;

/**
 * After an attempt that failed: waits longer each time, and is switched off in the end, or at once if the receiver is
 * gone for good.
 * @param status of the answer; undefined if there was none.
 */
export function afterFailure<Troubled extends Webhook>(
  webhook: Troubled,
  status: number | undefined,
  now: Date,
  waits: readonly number[] = pauses,
): Troubled {
  if (status === 410) return { ...webhook, ...untroubled, status: 'off', offReason: 'gone' };
  const { failingSince = now, failures } = webhook;
  const failing = { failingSince, failures: failures + 1 };
  if (now.getTime() - failingSince.getTime() >= giveUpAfter) {
    return { ...webhook, ...failing, nextAttempt: undefined, status: 'off', offReason: 'failing' };
  }
  const wait = waits[Math.min(failures, waits.length - 1)] ?? 0;
  return { ...webhook, ...failing, nextAttempt: new Date(now.getTime() + wait) };
}

/** From when on events are kept for this webhook: it is given up before it could need older ones. */
export function neededSince({ reached, delay }: Webhook, now: Date): Date {
  return new Date(Math.max(reached.getTime(), now.getTime() - giveUpAfter - delay * 1000));
}
