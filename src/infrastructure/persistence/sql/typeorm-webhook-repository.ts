import { In } from 'typeorm';
import type { Page, Slice } from '../../../application/ports/page.js';
import type { WebhookRepository } from '../../../application/ports/webhook-repository.js';
import type { Delivery, NewDelivery } from '../../../domain/webhooks/delivery.js';
import type { OffReason, Webhook, WebhookProgress } from '../../../domain/webhooks/webhook.js';
import {
  webhookDeliveryEntity,
  webhookEntity,
  type WebhookDeliveryRow,
  type WebhookRow,
} from './entities.js';
import type { Connection } from './sql.js';

// What races with others, or counts on, is SQL of its own.

const claim = `UPDATE webhooks SET holder = ?, held_until = ?
  WHERE id = ? AND status = 'active' AND (holder IS NULL OR holder = ? OR held_until <= ? OR held_until > ?)`;

const advance = `UPDATE webhooks SET position = ?, reached = ?, failing_since = ?, failures = ?, next_attempt = ?,
    status = CASE WHEN CAST(? AS text) IS NULL THEN status ELSE 'off' END, off_reason = coalesce(?, off_reason)
  WHERE id = ? AND holder = ?`;

const noteDelivery = `INSERT INTO webhook_deliveries
    (webhook_id, key, type, position, attempts, attempted, delivered, status, duration, error, response)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (webhook_id, key) DO UPDATE SET attempts = webhook_deliveries.attempts + excluded.attempts,
    attempted = excluded.attempted, delivered = excluded.delivered, status = excluded.status,
    duration = excluded.duration, error = excluded.error, response = excluded.response`;

export class TypeormWebhookRepository implements WebhookRepository {
  constructor(private readonly connection: Connection) {}

  async all(): Promise<readonly Webhook[]> {
    const rows = await this.#manager.find(webhookEntity, { order: { id: 'ASC' } });
    return rows.map(toWebhook);
  }

  async find(id: number): Promise<Webhook | undefined> {
    const row = await this.#manager.findOneBy(webhookEntity, { id });
    return row === null ? undefined : toWebhook(row);
  }

  async deliveriesOf(webhookId: number, { limit, offset }: Slice): Promise<Page<Delivery>> {
    const [rows, total] = await this.#manager.findAndCount(webhookDeliveryEntity, {
      where: { webhookId },
      order: { attempted: 'DESC', id: 'DESC' },
      take: limit,
      skip: offset,
    });
    return { total, items: rows.map(toDelivery) };
  }

  async findDelivery(webhookId: number, name: number | string): Promise<Delivery | undefined> {
    const named = typeof name === 'number' ? { id: name } : { key: name };
    const row = await this.#manager.findOneBy(webhookDeliveryEntity, { webhookId, ...named });
    return row === null ? undefined : toDelivery(row);
  }

  async deliveredOf(webhookId: number, keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    const rows = await this.#manager.find(webhookDeliveryEntity, {
      where: { webhookId, delivered: 1, key: In(keys) },
    });
    return new Set(rows.map(({ key }) => key));
  }

  async hold(id: number): Promise<Webhook | undefined> {
    const { dialect } = this.connection;
    await this.connection.rows(`SELECT id FROM webhooks WHERE id = ? ${dialect.hold('webhooks')}`, [id]);
    return this.find(id);
  }

  async add(webhook: Omit<Webhook, 'id'>): Promise<Webhook> {
    const { identifiers } = await this.#manager.insert(webhookEntity, {
      ...toRow(webhook),
      ...leaseOf(webhook),
    });
    return { ...webhook, id: Number(identifiers[0]?.['id']) };
  }

  async update({ id, ...webhook }: Webhook): Promise<void> {
    await this.#manager.update(webhookEntity, { id }, toRow(webhook));
  }

  async remove(id: number): Promise<void> {
    await this.#manager.delete(webhookEntity, { id });
  }

  async claim(id: number, holder: string, now: Date, until: Date): Promise<Webhook | undefined> {
    const [time, end] = [now.getTime(), until.getTime()];
    const parameters = [holder, end, id, holder, time, 2 * end - time];
    const { affected } = await this.connection.change(claim, parameters);
    return affected === 1 ? this.find(id) : undefined;
  }

  async advance(id: number, holder: string, progress: WebhookProgress, off?: OffReason): Promise<boolean> {
    const row = progressOf(progress);
    const { affected } = await this.connection.change(advance, [
      ...[row.position, row.reached, row.failingSince, row.failures, row.nextAttempt],
      ...[off ?? null, off ?? null, id, holder],
    ]);
    return affected === 1;
  }

  async release(id: number, holder: string): Promise<void> {
    await this.connection.change(
      'UPDATE webhooks SET holder = NULL, held_until = NULL WHERE id = ? AND holder = ?',
      [id, holder],
    );
  }

  async note(delivery: NewDelivery): Promise<void> {
    await this.connection.change(noteDelivery, [
      delivery.webhookId,
      delivery.key,
      delivery.type,
      delivery.position ?? null,
      delivery.attempts,
      delivery.attempted.getTime(),
      Number(delivery.delivered),
      delivery.status ?? null,
      delivery.duration,
      delivery.error ?? null,
      delivery.response ?? null,
    ]);
  }

  async prune(before: Date, limit: number): Promise<number> {
    const { affected } = await this.connection.change(
      `DELETE FROM webhook_deliveries WHERE id IN
         (SELECT id FROM webhook_deliveries WHERE attempted < ? ORDER BY attempted LIMIT ?)`,
      [before.getTime(), limit],
    );
    return affected;
  }

  get #manager() {
    return this.connection.orm.manager;
  }
}

function toWebhook(row: WebhookRow): Webhook {
  return {
    id: row.id,
    url: row.url,
    events: JSON.parse(row.events) as Webhook['events'],
    delay: row.delay,
    onlyUnread: row.onlyUnread === 1,
    description: row.description ?? undefined,
    status: row.status,
    offReason: row.offReason ?? undefined,
    secret: row.secret,
    previous:
      row.previousSecret === null || row.previousUntil === null
        ? undefined
        : { secret: row.previousSecret, until: new Date(row.previousUntil) },
    created: new Date(row.created),
    position: row.position,
    reached: new Date(row.reached),
    failingSince: dateOf(row.failingSince),
    failures: row.failures,
    nextAttempt: dateOf(row.nextAttempt),
    lease:
      row.holder === null || row.heldUntil === null
        ? undefined
        : { holder: row.holder, until: new Date(row.heldUntil) },
  };
}

function dateOf(time: number | null): Date | undefined {
  return time === null ? undefined : new Date(time);
}

function toRow(webhook: Omit<Webhook, 'id'>): Omit<WebhookRow, 'id' | 'holder' | 'heldUntil'> {
  return {
    url: webhook.url,
    events: JSON.stringify(webhook.events),
    delay: webhook.delay,
    onlyUnread: Number(webhook.onlyUnread),
    description: webhook.description ?? null,
    status: webhook.status,
    offReason: webhook.offReason ?? null,
    secret: webhook.secret,
    previousSecret: webhook.previous?.secret ?? null,
    previousUntil: webhook.previous?.until.getTime() ?? null,
    created: webhook.created.getTime(),
    ...progressOf(webhook),
  };
}

function progressOf({ position, reached, failingSince, failures, nextAttempt }: WebhookProgress) {
  return {
    position,
    reached: reached.getTime(),
    failingSince: failingSince?.getTime() ?? null,
    failures,
    nextAttempt: nextAttempt?.getTime() ?? null,
  };
}

function leaseOf({ lease }: Pick<Webhook, 'lease'>): Pick<WebhookRow, 'holder' | 'heldUntil'> {
  return { holder: lease?.holder ?? null, heldUntil: lease?.until.getTime() ?? null };
}

function toDelivery(row: WebhookDeliveryRow): Delivery {
  return {
    id: row.id,
    webhookId: row.webhookId,
    key: row.key,
    type: row.type,
    position: row.position ?? undefined,
    attempts: row.attempts,
    attempted: new Date(row.attempted),
    delivered: row.delivered === 1,
    status: row.status ?? undefined,
    duration: row.duration,
    error: row.error ?? undefined,
    response: row.response ?? undefined,
  };
}
