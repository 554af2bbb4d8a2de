import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import type { WebhookRepository } from '../../src/application/ports/webhook-repository.js';
import type { NewDelivery } from '../../src/domain/webhooks/delivery.js';
import { withSecret, type Webhook } from '../../src/domain/webhooks/webhook.js';
import { at } from '../support/fixtures.js';
import { newWebhook } from '../support/webhooks.js';

export function describeWebhooks(current: () => UnitOfWork): void {
  describe('webhooks', () => {
    const run = <Result>(work: (webhooks: WebhookRepository) => Promise<Result>) =>
      current().run(({ webhooks }) => work(webhooks));
    const add = (change: Partial<Webhook> = {}) => run((webhooks) => webhooks.add(newWebhook(change)));
    const find = (id: number) => current().read(({ webhooks }) => webhooks.find(id));
    const claim = (id: number, holder: string, now: number, until: number) =>
      run((webhooks) => webhooks.claim(id, holder, at(now), at(until)));
    const delivery = ({ id }: Webhook, key: string, change: Partial<NewDelivery> = {}): NewDelivery => ({
      webhookId: id,
      key,
      type: 'message.created',
      position: 'place',
      attempts: 1,
      attempted: at(1),
      delivered: false,
      status: 500,
      duration: 12,
      error: undefined,
      response: 'busy',
      ...change,
    });
    const note = (one: NewDelivery) => run((webhooks) => webhooks.note(one));
    const deliveriesOf = ({ id }: Webhook, limit = 10, offset = 0) =>
      current().read(({ webhooks }) => webhooks.deliveriesOf(id, { limit, offset }));

    it('are kept whole, by rising id', async () => {
      const plain = await add();
      const full = await add({
        events: ['message.created', 'user.deleted'],
        delay: 604_800,
        onlyUnread: true,
        description: 'mails',
        status: 'off',
        offReason: 'failing',
        previous: { secret: 'whsec_old', until: at(9) },
        failingSince: at(2),
        failures: 3,
        nextAttempt: at(4),
      });
      expect(full.id).to.be.above(plain.id);
      expect(await current().read(({ webhooks }) => webhooks.all())).to.deep.equal([plain, full]);
      expect(await find(full.id)).to.deep.equal(full);
      expect(await find(full.id + 1)).to.equal(undefined);
    });

    it('are changed, but for who delivers', async () => {
      const { id } = await add();
      const held = await claim(id, 'one', 0, 20);
      const changed = withSecret({ ...(held as Webhook), delay: 5, lease: undefined }, 'whsec_new', at(1));
      await run((webhooks) => webhooks.update(changed));
      expect(await find(id)).to.deep.equal({ ...changed, lease: { holder: 'one', until: at(20) } });
      await run((webhooks) => webhooks.update({ ...changed, id: id + 1 }));
      expect(await find(id + 1), 'not made by that').to.equal(undefined);
    });

    it('are delivered for by one at a time, until the lease has ended', async () => {
      const { id } = await add();
      const lease = { holder: 'one', until: at(20) };
      expect(await claim(id, 'one', 0, 20)).to.deep.include({ id, lease });
      expect(await claim(id, 'other', 19, 39), 'before its end').to.equal(undefined);
      expect((await claim(id, 'one', 10, 30))?.lease?.until, 'renewed').to.deep.equal(at(30));
      expect((await claim(id, 'other', 30, 50))?.lease?.holder, 'at its end').to.equal('other');
      expect(await claim(id, 'one', 31, 51), 'lost').to.equal(undefined);
    });

    it('are not held by a clock that was ahead', async () => {
      const { id } = await add();
      await claim(id, 'ahead', 1_000_000, 1_000_020);
      expect((await claim(id, 'right', 0, 20))?.lease?.holder).to.equal('right');
    });

    it('are delivered for only while they are active', async () => {
      const { id } = await add({ status: 'paused' });
      expect(await claim(id, 'one', 0, 20)).to.equal(undefined);
      expect(await claim(id + 1, 'one', 0, 20)).to.equal(undefined);
    });

    it('are let go by their holder, and nobody else', async () => {
      const { id } = await add();
      await claim(id, 'one', 0, 20);
      await run((webhooks) => webhooks.release(id, 'other'));
      expect(await claim(id, 'other', 1, 21)).to.equal(undefined);
      await run((webhooks) => webhooks.release(id, 'one'));
      expect((await claim(id, 'other', 1, 21))?.lease?.holder).to.equal('other');
    });

    it('get on by their holder, and nobody else', async () => {
      const webhook = await add({ delay: 7 });
      const { id } = webhook;
      const held = await claim(id, 'one', 0, 20);
      const progress = {
        position: 'further',
        reached: at(5),
        failingSince: at(6),
        failures: 2,
        nextAttempt: at(8),
      };
      expect(await run((webhooks) => webhooks.advance(id, 'other', progress))).to.equal(false);
      expect(await find(id)).to.deep.equal(held);
      expect(await run((webhooks) => webhooks.advance(id, 'one', progress))).to.equal(true);
      expect(await find(id)).to.deep.equal({ ...held, ...progress });
      const untroubled = { ...progress, failingSince: undefined, failures: 0, nextAttempt: undefined };
      await run((webhooks) => webhooks.advance(id, 'one', untroubled, 'gone'));
      expect(await find(id)).to.deep.equal({ ...held, ...untroubled, status: 'off', offReason: 'gone' });
    });

    it('have deliveries, the latest attempts first', async () => {
      const [webhook, other] = [await add(), await add()];
      await note(delivery(webhook, 'a', { attempted: at(1) }));
      await note(delivery(webhook, 'b', { attempted: at(3), position: undefined, status: undefined }));
      await note(delivery(webhook, 'c', { attempted: at(3), error: 'No answer.', response: undefined }));
      await note(delivery(other, 'a'));
      const { total, items } = await deliveriesOf(webhook);
      expect([total, items.map(({ key }) => key)]).to.deep.equal([3, ['c', 'b', 'a']]);
      const expected = {
        id: items[1]?.id,
        ...delivery(webhook, 'b', { attempted: at(3), position: undefined }),
      };
      expect(items[1]).to.deep.equal({ ...expected, status: undefined });
      expect((await deliveriesOf(webhook, 1, 1)).items).to.deep.equal([items[1]]);
      expect((await deliveriesOf(other)).total).to.equal(1);
    });

    it('add the attempts of a delivery up', async () => {
      const webhook = await add();
      await note(delivery(webhook, 'a'));
      const first = (await deliveriesOf(webhook)).items[0];
      await note(delivery(webhook, 'a', { attempted: at(5), delivered: true, status: 204, response: '' }));
      const { total, items } = await deliveriesOf(webhook);
      expect(total).to.equal(1);
      const latest = { attempts: 2, attempted: at(5), delivered: true, status: 204, response: '' };
      expect(items[0]).to.deep.equal({ ...first, ...latest });
      const by = (name: number | string, { id } = webhook) =>
        current().read(({ webhooks }) => webhooks.findDelivery(id, name));
      expect(await by('a')).to.deep.equal(items[0]);
      expect(await by(items[0]?.id ?? 0)).to.deep.equal(items[0]);
      expect(await by('b')).to.equal(undefined);
      expect(await by('a', { ...webhook, id: webhook.id + 1 }), "another's").to.equal(undefined);
    });

    it('know what was taken', async () => {
      const [webhook, other] = [await add(), await add()];
      await note(delivery(webhook, 'taken', { delivered: true }));
      await note(delivery(webhook, 'refused'));
      await note(delivery(other, 'of another', { delivered: true }));
      const keys = ['taken', 'refused', 'of another', 'new'];
      const delivered = (asked: string[]) =>
        current().read(({ webhooks }) => webhooks.deliveredOf(webhook.id, asked));
      expect([...(await delivered(keys))]).to.deep.equal(['taken']);
      expect([...(await delivered([]))]).to.deep.equal([]);
    });

    it('are removed with their deliveries', async () => {
      const [webhook, other] = [await add(), await add()];
      await note(delivery(webhook, 'a'));
      await note(delivery(other, 'a'));
      await run((webhooks) => webhooks.remove(webhook.id));
      expect(await current().read(({ webhooks }) => webhooks.all())).to.deep.equal([other]);
      expect((await deliveriesOf(webhook)).total).to.equal(0);
      expect((await deliveriesOf(other)).total).to.equal(1);
      expect((await add()).id, 'an id never comes twice').to.be.above(other.id);
    });

    it('forget old deliveries, the oldest first', async () => {
      const webhook = await add();
      for (const time of [3, 1, 2, 4]) await note(delivery(webhook, `at ${time}`, { attempted: at(time) }));
      const prune = (before: number, limit: number) => run((webhooks) => webhooks.prune(at(before), limit));
      expect(await prune(3, 1)).to.equal(1);
      expect((await deliveriesOf(webhook)).items.map(({ key }) => key)).to.deep.equal([
        'at 4',
        'at 3',
        'at 2',
      ]);
      expect(await prune(4, 9)).to.equal(2);
      expect(await prune(4, 9)).to.equal(0);
    });
  });
}
