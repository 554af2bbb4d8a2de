import type { Page, Slice } from '../../../application/ports/page.js';
import type { WebhookRepository } from '../../../application/ports/webhook-repository.js';
import type { Delivery, NewDelivery } from '../../../domain/webhooks/delivery.js';
import type { OffReason, Webhook, WebhookProgress } from '../../../domain/webhooks/webhook.js';
import type { Draft, Sequence } from './state.js';

export class InMemoryWebhookRepository implements WebhookRepository {
  constructor(
    private readonly draft: Draft,
    private readonly ids: { readonly webhooks: Sequence; readonly webhookDeliveries: Sequence },
  ) {}

  async all(): Promise<readonly Webhook[]> {
    return [...this.draft.state.webhooks.values()].sort((one, other) => one.id - other.id);
  }

  async find(id: number): Promise<Webhook | undefined> {
    return this.draft.state.webhooks.get(id);
  }

  async deliveriesOf(webhook: number, { limit, offset }: Slice): Promise<Page<Delivery>> {
    const latest = this.#of(webhook).sort(
      (one, other) => other.attempted.getTime() - one.attempted.getTime() || other.id - one.id,
    );
    return { total: latest.length, items: latest.slice(offset, offset + limit) };
  }

  async findDelivery(webhook: number, name: number | string): Promise<Delivery | undefined> {
    return this.#of(webhook).find(({ id, key }) => id === name || key === name);
  }

  async deliveredOf(webhook: number, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const taken = this.#of(webhook).filter(({ key, delivered }) => delivered && keys.includes(key));
    return new Set(taken.map(({ key }) => key));
  }

  hold(id: number): Promise<Webhook | undefined> {
    return this.find(id);
  }

  async add(webhook: Omit<Webhook, 'id'>): Promise<Webhook> {
    const added = { ...webhook, id: this.ids.webhooks.next() };
    this.#set(added);
    return added;
  }

  async update(webhook: Webhook): Promise<void> {
    const before = await this.find(webhook.id);
    if (before !== undefined) this.#set({ ...webhook, lease: before.lease });
  }

  async remove(id: number): Promise<void> {
    this.draft.table('webhooks').delete(id);
    for (const delivery of this.#of(id)) this.draft.table('webhookDeliveries').delete(delivery.id);
  }

  async claim(id: number, holder: string, now: Date, until: Date): Promise<Webhook | undefined> {
    const before = await this.find(id);
    if (before?.status !== 'active') return undefined;
    const { lease } = before;
    const longest = 2 * until.getTime() - now.getTime();
    const isOthers = lease !== undefined && lease.holder !== holder;
    if (isOthers && lease.until > now && lease.until.getTime() <= longest) return undefined;
    const webhook = { ...before, lease: { holder, until } };
    this.#set(webhook);
    return webhook;
  }

  async advance(id: number, holder: string, progress: WebhookProgress, off?: OffReason): Promise<boolean> {
    const before = await this.find(id);
    if (before?.lease?.holder !== holder) return false;
    const { position, reached, failingSince, failures, nextAttempt } = progress;
    const status = off === undefined ? {} : ({ status: 'off', offReason: off } as const);
    this.#set({ ...before, position, reached, failingSince, failures, nextAttempt, ...status });
    return true;
  }

  async release(id: number, holder: string): Promise<void> {
    const before = await this.find(id);
    if (before?.lease?.holder === holder) this.#set({ ...before, lease: undefined });
  }

  async note(delivery: NewDelivery): Promise<void> {
    if (!this.draft.state.webhooks.has(delivery.webhookId)) throw new Error('There is no such webhook.');
    const before = await this.findDelivery(delivery.webhookId, delivery.key);
    const noted =
      before === undefined
        ? { ...delivery, id: this.ids.webhookDeliveries.next() }
        : {
            ...delivery,
            id: before.id,
            type: before.type,
            position: before.position,
            attempts: before.attempts + delivery.attempts,
          };
    this.draft.table('webhookDeliveries').set(noted.id, noted);
  }

  async prune(before: Date, limit: number): Promise<number> {
    const old = [...this.draft.state.webhookDeliveries.values()]
      .filter(({ attempted }) => attempted < before)
      .sort((one, other) => one.attempted.getTime() - other.attempted.getTime())
      .slice(0, limit);
    for (const { id } of old) this.draft.table('webhookDeliveries').delete(id);
    return old.length;
  }

  #of(webhook: number): Delivery[] {
    return [...this.draft.state.webhookDeliveries.values()].filter(({ webhookId }) => webhookId === webhook);
  }

  #set(webhook: Webhook): void {
    this.draft.table('webhooks').set(webhook.id, webhook);
  }
}
