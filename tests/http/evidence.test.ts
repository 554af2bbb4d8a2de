import { expect } from 'chai';
import { replace } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import { acts } from '../support/acts.js';
import {
  maxId,
  suite,
  times,
  until,
  type Answer,
  type Body,
  type Host,
  type User,
} from '../support/client.js';
import { EventStream } from '../support/event-stream.js';
import { Receiver } from '../support/receiver.js';

/** The fields of reports and earlier texts. */
type Given = Body & {
  message: number;
  reporter: number;
  reason: string;
  comment: string | null;
  note: string | null;
  closed: string | null;
  change: string;
  replaced: string;
};

const quick = replace(tokens.couriersOptions, { pauses: [150, 300], look: 100 });

const refused = (answer: Answer, status: number, code: string) => {
  expect([answer.status, answer.body.code], answer.raw).to.deep.equal([status, code]);
};

suite(
  'editing, deleting and reporting',
  (api) => {
    let ann: User;
    let bob: User;
    let cyd: User;
    let dan: User;
    let boss: User;
    let shop: Host;
    let thread: number;

    before(async () => {
      ({ ann, bob, cyd, dan, boss } = await api.people('ann', 'bob', 'cyd', 'dan', 'boss'));
      await api.promote(boss, ann);
      shop = await api.host('shop');
      thread = (await api.open(ann, bob)).id;
    });

    const edit = (user: Pick<User, 'call'>, id: number, text: unknown) =>
      user.call('PATCH', `/messages/${id}`, { text });
    const remove = (user: Pick<User, 'call'>, id: number) => user.call('DELETE', `/messages/${id}`);
    const get = (user: Pick<User, 'call'>, id: number) => user.call('GET', `/messages/${id}`);
    const history = async (id: number, call = boss.call) =>
      (await call('GET', `/messages/${id}/history`)).body.results as Given[];
    const report = (user: User, id: number, body: object = { reason: 'abuse' }) =>
      user.call('POST', `/messages/${id}/reports`, body);
    const threadOf = async (user: User) => (await user.call('GET', `/threads/${thread}`)).body;
    const unread = async (user: User) => (await user.call('GET', '/users/me/unread-count')).body.count;
    const notice = async (text: string) =>
      (await shop.call('POST', `/threads/${thread}/messages`, { text, kind: 'system' })).body;
    /** From longer ago than senders may edit. */
    const old = () =>
      api.service.store.run(async (all) => {
        const { participants } = (await acts(all).find(thread))!;
        const created = new Date(Date.now() - 901_000);
        const draft = {
          threadId: thread,
          participants,
          senderId: ann.id,
          text: 'old',
          metadata: {},
          attachments: [],
          created,
        };
        return acts(all).add({ ...draft, idempotencyKey: undefined });
      });

    describe('a sender edits', () => {
      it('what was sent, which then says so, and stays where it is', async () => {
        const sent = await api.send(ann, thread, 'Seven?');
        await api.send(ann, thread, 'in between');
        expect(sent.edited).to.equal(null);
        const before = await threadOf(bob);
        const { status, body } = await edit(ann, sent.id, 'Eight?');
        expect(status).to.equal(200);
        expect(body).to.deep.equal({ ...sent, text: 'Eight?', edited: body.edited });
        expect(Date.now() - Date.parse(body.edited ?? '')).to.be.within(-1000, 60_000);
        for (const user of [ann, bob, boss]) expect((await get(user, sent.id)).body).to.deep.equal(body);
        expect(await threadOf(bob)).to.deep.equal(before);
      });

      it('the last message of a thread, and it stays read', async () => {
        const { id } = await api.send(ann, thread, 'last');
        await bob.call('PATCH', `/messages/${id}`, { is_read: true });
        const { body } = await edit(ann, id, 'the last');
        expect(body.is_read).to.equal(true);
        expect((await threadOf(ann)).last_message).to.deep.equal(body);
      });

      it('to the same text, and nothing is changed', async () => {
        const sent = await api.send(ann, thread, 'same');
        expect((await edit(ann, sent.id, 'same')).body).to.deep.equal(sent);
        expect(await history(sent.id)).to.deep.equal([]);
      });

      it('by the rule of texts that are sent, and either that or marks as read', async () => {
        const { id } = await api.send(ann, thread, 'text');
        for (const text of ['', '  ', '\0', '\ud800', 'x'.repeat(5001), 7, null]) {
          refused(await edit(ann, id, text), 400, 'validation_error');
        }
        for (const body of [{}, { text: 'a', is_read: true }, { is_read: false }, { text: 'a', sender: 1 }]) {
          refused(await ann.call('PATCH', `/messages/${id}`, body), 400, 'validation_error');
        }
        const long = '😀'.repeat(5000);
        expect((await edit(ann, id, long)).body.text).to.equal(long);
      });

      it('and nobody else does', async () => {
        const { id } = await api.send(ann, thread, 'mine');
        for (const user of [bob, boss]) refused(await edit(user, id, 'theirs'), 403, 'not_the_sender');
        refused(await edit(cyd, id, 'theirs'), 404, 'message_not_found');
        refused(await edit(ann, maxId, 'nothing'), 404, 'message_not_found');
        refused(await edit(shop, id, 'theirs'), 403, 'no_user');
        const said = await notice('Paid');
        for (const user of [ann, bob]) refused(await edit(user, said.id, 'Not'), 403, 'not_the_sender');
        expect((await get(bob, id)).body.text).to.equal('mine');
        const { body } = await edit({ call: shop.actAs(ann) }, id, 'for ann');
        expect(body.text).to.equal('for ann');
      });

      it('not after a while', async () => {
        const { id } = await old();
        refused(await edit(ann, id, 'new'), 403, 'edit_closed');
        refused(await remove(ann, id), 403, 'edit_closed');
        expect((await ann.call('GET', '/limits')).body).to.deep.include({ edit_seconds: 900 });
      });

      it('not while one blocks the other, but deletes', async () => {
        const { id } = await api.send(ann, thread, 'before the block');
        await bob.call('PUT', `/users/${ann.id}/block`);
        try {
          refused(await edit(ann, id, 'past the block'), 403, 'blocked');
          expect((await remove(ann, id)).status).to.equal(204);
        } finally {
          await bob.call('DELETE', `/users/${ann.id}/block`);
        }
      });
    });

    describe('a message is deleted', () => {
      it('by its sender, and all counts are right', async () => {
        const kept = await api.send(ann, thread, 'kept');
        const { id } = await api.send(ann, thread, 'deleted');
        const [before, waiting] = [await threadOf(bob), await unread(bob)];
        const { count } = (await bob.call('GET', `/threads/${thread}/messages?limit=1`)).body;
        expect((await remove(ann, id)).status).to.equal(204);
        const after = await threadOf(bob);
        expect(after).to.deep.equal({
          ...before,
          unread_count: (before.unread_count ?? 0) - 1,
          last_message: kept,
        });
        expect(await unread(bob)).to.equal(waiting - 1);
        expect((await bob.call('GET', `/threads/${thread}/messages?limit=1`)).body.count).to.equal(count - 1);
        for (const user of [ann, bob, boss]) {
          refused(await get(user, id), 404, 'message_not_found');
          refused(await remove(user, id), 404, 'message_not_found');
        }
        refused(await edit(ann, id, 'again'), 404, 'message_not_found');
        refused(await bob.call('PATCH', `/messages/${id}`, { is_read: true }), 404, 'message_not_found');
      });

      it('by admins and services at any time, which is written down, and by nobody else', async () => {
        const [one, two, said] = [await old(), await old(), await notice('Sent')];
        refused(await remove(bob, one.id), 403, 'not_the_sender');
        refused(await remove(cyd, one.id), 404, 'message_not_found');
        refused(await remove(ann, said.id), 403, 'not_the_sender');
        expect((await remove(boss, one.id)).status).to.equal(204);
        for (const { id } of [two, said]) expect((await remove(shop, id)).status).to.equal(204);
        const trail = await api.service.store.read(({ auditTrail }) => auditTrail.latest(3));
        expect(
          trail.map(({ action, adminName, service, recordId }) => [action, adminName ?? service, recordId]),
        ).to.deep.equal([
          ['delete', 'shop', said.id],
          ['delete', 'shop', two.id],
          ['delete', 'boss', one.id],
        ]);
        expect(JSON.stringify(trail), 'no texts').not.to.match(/"old"|Sent/);
      });

      it('once, by many at the same time', async () => {
        const { id } = await api.send(ann, thread, 'once');
        const answers = await times(8, (index) => remove(index % 2 === 0 ? ann : boss, id));
        expect(answers.filter(({ status }) => status === 204)).to.have.length(1);
        expect(answers.filter(({ status }) => status === 404)).to.have.length(7);
      });

      it('refuses ids that are none', async () => {
        for (const id of ['0', 'x', '1.0']) {
          expect((await ann.call('DELETE', `/messages/${id}`)).status).to.equal(400);
          expect((await boss.call('GET', `/messages/${id}/history`)).status).to.equal(400);
        }
      });
    });

    describe('a repeated send', () => {
      const send = (text: string, key: string) =>
        ann.call('POST', `/threads/${thread}/messages`, { text }, { 'Idempotency-Key': key });

      it('of what was edited since gives the message as it is, and knows the text that was sent', async () => {
        const { id } = (await send('first', 'edited')).body;
        const { body } = await edit(ann, id, 'second');
        const repeat = await send('first', 'edited');
        expect([repeat.status, repeat.body]).to.deep.equal([200, body]);
        refused(await send('second', 'edited'), 422, 'idempotency_key_reused');
      });

      it('of what was deleted since sends nothing', async () => {
        const { id } = (await send('gone', 'deleted')).body;
        await remove(ann, id);
        const { count } = (await ann.call('GET', `/threads/${thread}/messages?limit=1`)).body;
        const repeat = await send('gone', 'deleted');
        expect([repeat.status, repeat.body.id]).to.deep.equal([200, id]);
        refused(await send('other', 'deleted'), 422, 'idempotency_key_reused');
        expect((await ann.call('GET', `/threads/${thread}/messages?limit=1`)).body.count).to.equal(count);
      });
    });

    describe('what it said before', () => {
      it('is shown to admins and services, the latest first, also of a deleted message', async () => {
        const sent = await api.send(ann, thread, 'one');
        const second = (await edit(ann, sent.id, 'two')).body;
        const third = (await edit(ann, sent.id, 'three')).body;
        expect((await history(sent.id)).map(({ text }) => text)).to.deep.equal(['two', 'one']);
        await remove(ann, sent.id);
        const [last, ...before] = await history(sent.id, shop.call);
        const said = {
          message: sent.id,
          thread,
          sender: ann.id,
          kind: 'user',
          attachments: [],
          metadata: {},
        };
        expect(last).to.deep.equal({
          ...{ ...said, text: 'three', created: third.edited, replaced: last?.replaced, change: 'deleted' },
        });
        expect(before).to.deep.equal([
          { ...said, text: 'two', created: second.edited, replaced: third.edited, change: 'edited' },
          { ...said, text: 'one', created: sent.created, replaced: second.edited, change: 'edited' },
        ]);
        const pages = await api.follow(boss.call, `/messages/${sent.id}/history?limit=2`);
        expect(pages.map(({ length }) => length)).to.deep.equal([2, 1]);
        for (const user of [ann, bob, cyd]) {
          refused(await user.call('GET', `/messages/${sent.id}/history`), 404, 'message_not_found');
        }
      });

      it('is nobody else’s', async () => {
        const { id } = await api.send(ann, thread, 'one');
        for (const user of [ann, bob]) {
          refused(await user.call('GET', `/messages/${id}/history`), 403, 'admins_only');
        }
        refused(await cyd.call('GET', `/messages/${id}/history`), 404, 'message_not_found');
        refused(await boss.call('GET', `/messages/${maxId}/history`), 404, 'message_not_found');
        refused(await boss.call('GET', `/messages/${id}/history?page=1`), 400, 'validation_error');
      });

      it('is in its author’s export, with the reports that somebody made', async () => {
        const { id } = await api.send(dan, (await api.open(dan, bob)).id, 'first');
        await edit(dan, id, 'then');
        await report(bob, id, { reason: 'other', comment: 'hm' });
        type Document = { earlier_texts: Given[]; reports: Given[] };
        const exportOf = async (user: User) =>
          (await user.call('GET', '/users/me/export')).body as unknown as Document;
        const [own, others] = [await exportOf(dan), await exportOf(bob)];
        expect(own.earlier_texts).to.deep.equal(await history(id));
        expect(own.reports, 'who reports somebody is not told').to.deep.equal([]);
        expect(others.earlier_texts).to.deep.equal([]);
        expect(others.reports.map(({ message, comment }) => [message, comment])).to.deep.include([id, 'hm']);
        await boss.call('DELETE', `/users/${dan.id}`);
        expect(await history(id), 'an open report holds it').to.have.length(1);
        const [open] = (await boss.call('GET', '/reports?status=open&limit=1')).body.results as Given[];
        expect(open?.message).to.equal(id);
        await boss.call('PATCH', `/reports/${open?.id}`, { status: 'closed' });
      });
    });

    describe('a report', () => {
      it('is made once by the recipient, and keeps what it is about', async () => {
        const sent = await api.send(ann, thread, 'Pay me elsewhere');
        const made = await report(bob, sent.id, { reason: 'fraud', comment: 'Odd' });
        const expected = {
          ...{ id: made.body.id, message: sent.id, thread, sender: ann.id, reporter: bob.id },
          ...{ reason: 'fraud', comment: 'Odd', text: 'Pay me elsewhere', attachments: [] },
          sent: sent.created,
          ...{ created: made.body.created, status: 'open', note: null, closed: null },
        };
        expect([made.status, made.body]).to.deep.equal([201, expected]);
        await edit(ann, sent.id, 'Pay in the shop');
        const again = await report(bob, sent.id, { reason: 'spam' });
        expect([again.status, again.body]).to.deep.equal([200, expected]);
        await remove(ann, sent.id);
        refused(await report(bob, sent.id), 404, 'message_not_found');
        for (const call of [boss.call, shop.call]) {
          expect((await call('GET', `/reports/${made.body.id}`)).body).to.deep.equal(expected);
        }
      });

      it('is made once by many requests at the same time', async () => {
        const { id } = await api.send(ann, thread, 'many');
        const answers = await times(6, () => report(bob, id));
        expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 200, 200, 200, 200, 201]);
        expect(new Set(answers.map(({ body }) => body.id)).size).to.equal(1);
      });

      it('is nothing for others, and of nothing but messages with a sender', async () => {
        const { id } = await api.send(ann, thread, 'mine');
        for (const user of [ann, boss]) refused(await report(user, id), 403, 'not_the_recipient');
        refused(await report(cyd, id), 404, 'message_not_found');
        refused(await report(bob, maxId), 404, 'message_not_found');
        refused(await report(bob, (await notice('Paid')).id), 403, 'not_the_recipient');
        refused(await shop.call('POST', `/messages/${id}/reports`, { reason: 'spam' }), 403, 'no_user');
        for (const body of [
          {},
          { reason: 'boring' },
          { reason: 'spam', comment: 'x'.repeat(1001) },
          { reason: 'spam', comment: '\0' },
          { reason: 'spam', text: 'other' },
        ]) {
          refused(await report(bob, id, body), 400, 'validation_error');
        }
      });

      it('is listed and closed by admins and services, with a note that the reporter does not see', async () => {
        const { id } = await api.send(ann, thread, 'look here');
        const { body: made } = await report(bob, id, { reason: 'spam', comment: null });
        const list = async (query: string, call = boss.call) =>
          (await call('GET', `/reports?${query}`)).body.results as Given[];
        expect((await list('status=open'))[0]).to.deep.equal(made);
        const close = { status: 'closed', note: 'Warned.' };
        const closed = (await shop.call('PATCH', `/reports/${made.id}`, close)).body as Given;
        expect(closed).to.deep.equal({ ...made, ...close, closed: closed.closed });
        expect(closed.closed).to.be.a('string');
        expect(await list('status=open')).not.to.deep.include(made);
        expect((await list('status=closed', shop.call))[0]).to.deep.equal(closed);
        expect((await boss.call('PATCH', `/reports/${made.id}`, { status: 'closed' })).body).to.deep.equal(
          closed,
        );
        expect(((await report(bob, id)).body as Given).note).to.equal(null);
        const [entry] = await api.service.store.read(({ auditTrail }) => auditTrail.latest(1));
        expect(entry).to.deep.include({
          action: 'change',
          resource: 'Report',
          recordId: made.id,
          service: 'shop',
        });
        const reopened = (await boss.call('PATCH', `/reports/${made.id}`, { status: 'open', note: null }))
          .body;
        expect(reopened).to.deep.equal(made);
        const pages = await api.follow(boss.call, '/reports?status=open&limit=1');
        expect(pages.flat().length).to.equal((await list('status=open&limit=100')).length);
      });

      it('is not for users, and what is wrong is refused', async () => {
        for (const [method, path, body] of [
          ['GET', '/reports', undefined],
          ['GET', '/reports/1', undefined],
          ['PATCH', '/reports/1', { status: 'closed' }],
        ] as const) {
          refused(await ann.call(method, path, body), 403, 'admins_only');
        }
        for (const query of ['status=new', 'status=', 'status=open&status=open', 'limit=0', 'sort=1']) {
          refused(await boss.call('GET', `/reports?${query}`), 400, 'validation_error');
        }
        refused(await boss.call('GET', `/reports/${maxId}`), 404, 'report_not_found');
        refused(await boss.call('PATCH', `/reports/${maxId}`, { status: 'open' }), 404, 'report_not_found');
        refused(await boss.call('GET', '/reports/0'), 400, 'validation_error');
        for (const body of [
          {},
          { note: 'x' },
          { status: 'done' },
          { status: 'open', note: 'x'.repeat(1001) },
        ]) {
          refused(await boss.call('PATCH', '/reports/1', body), 400, 'validation_error');
        }
      });
    });

    it('is told to both participants and to services, as it happens', async () => {
      const sent = await api.send(ann, thread, 'live');
      const streams = await Promise.all([
        EventStream.open(api.base, ann.access),
        EventStream.open(api.base, bob.access),
        EventStream.open(api.base, shop.key),
      ]);
      try {
        const { body } = await edit(ann, sent.id, 'changed live');
        await report(bob, sent.id); // which no stream tells
        await remove(ann, sent.id);
        const participants = [ann.id, bob.id].sort((one, other) => one - other);
        for (const [index, stream] of streams.entries()) {
          const [updated, deleted] = await stream.expect('message.updated', 'message.deleted');
          expect(updated).to.deep.equal(index === 2 ? { ...body, participants } : body);
          expect(deleted).to.deep.include({ id: sent.id, thread });
        }
      } finally {
        for (const stream of streams) await stream.cut();
      }
    });

    it('is posted to webhooks, a report with the message', async () => {
      const receiver = await new Receiver().start();
      const events = ['message.updated', 'message.deleted', 'message.reported'];
      const { id } = (await shop.call('POST', '/webhooks', { url: receiver.url, events })).body;
      try {
        const sent = await api.send(ann, thread, 'posted');
        const { body } = await edit(ann, sent.id, 'posted again');
        const { body: made } = await report(bob, sent.id);
        await until('both are taken', async () => receiver.taken.length >= 2);
        await remove(ann, sent.id);
        await until('all are taken', async () => receiver.taken.length >= 3);
        const participants = [ann.id, bob.id].sort((one, other) => one - other);
        expect(receiver.taken.map(({ type, data }) => [type, data])).to.deep.equal([
          ['message.updated', { ...body, participants }],
          ['message.reported', { report: made, message: body }],
          ['message.deleted', { id: sent.id, thread, participants }],
        ]);
      } finally {
        await shop.call('DELETE', `/webhooks/${id}`);
        await receiver.stop();
      }
    });
  },
  () => ({ WEBHOOK_PRIVATE: 'on' }),
  quick,
);

suite(
  'without editing',
  (api) => {
    it('senders neither edit nor delete', async () => {
      const { ann, bob, boss } = await api.people('ann', 'bob', 'boss');
      await api.promote(boss, ann);
      const { id } = await api.send(ann, (await api.open(ann, bob)).id, 'for good');
      refused(await ann.call('PATCH', `/messages/${id}`, { text: 'other' }), 403, 'edit_closed');
      refused(await ann.call('DELETE', `/messages/${id}`), 403, 'edit_closed');
      expect((await bob.call('PATCH', `/messages/${id}`, { is_read: true })).status).to.equal(200);
      expect((await ann.call('GET', '/limits')).body).to.deep.include({ edit_seconds: 0 });
      expect((await boss.call('DELETE', `/messages/${id}`)).status).to.equal(204);
    });
  },
  () => ({ EDIT_SECONDS: '0' }),
);
