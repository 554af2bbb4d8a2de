import type { Posting, WebhookSender } from '../../src/application/ports/webhook-sender.js';
import type { Attempt } from '../../src/domain/webhooks/delivery.js';
import { untroubled, type Webhook } from '../../src/domain/webhooks/webhook.js';
import { at } from './fixtures.js';

export function newWebhook(change: Partial<Webhook> = {}): Omit<Webhook, 'id'> {
  return {
    url: 'https://shop.example/duet',
    events: ['*'],
    delay: 0,
    onlyUnread: false,
    description: undefined,
    created: at(0),
    status: 'active',
    offReason: undefined,
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    previous: undefined,
    lease: undefined,
    position: 'place',
    reached: at(0),
    ...untroubled,
    ...change,
  };
}

/** Takes what is posted, or does what a test says instead. */
export class RecordingSender implements WebhookSender {
  readonly posted: Posting[] = [];
  answer: (posting: Posting, signal?: AbortSignal) => number | undefined | Promise<number | undefined> = () =>
    204;

  async refusalOf(): Promise<undefined> {
    return undefined;
  }

  async post(posting: Posting, signal?: AbortSignal): Promise<Attempt> {
    this.posted.push(posting);
    const status = await this.answer(posting, signal);
    const error = status === undefined ? 'No answer.' : undefined;
    return { status, duration: 1, error, response: status === undefined ? undefined : '' };
  }

  /** The texts of the messages that were posted. */
  get texts(): string[] {
    return this.posted.map(textOf);
  }
}

export function textOf({ body }: Posting): string {
  return (JSON.parse(body) as { data: { text: string } }).data.text;
}
