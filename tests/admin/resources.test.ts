import { expect } from 'chai';
import { acts } from '../support/acts.js';
import { auditedActions } from '../../src/application/ports/audit-trail.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import type { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import {
  AdminClient,
  adminPassword,
  startAdmin,
  uniqueName,
  type AdminAnswer,
  type AdminWorld,
} from '../support/admin.js';
import {
  addMessage,
  addMessages,
  addUsers,
  openThread,
  summaryOf,
  unreadCount,
} from '../support/fixtures.js';
import { until } from '../support/client.js';
import { storeUrl, stores } from '../support/service.js';

const idsOf = ({ records }: AdminAnswer) => records.map(({ id }) => id);
const day = 24 * 60 * 60 * 1000;

for (const name of stores.filter((one) => one !== 'memory')) {
  describe(`the admin panel's records, on ${name}`, function () {
    this.timeout(60_000);
    let world: AdminWorld;
    let client: AdminClient;
    let ann: User;
    let bob: User;
    let cyd: User;

    before(async () => {
      world = await startAdmin({ DATABASE_URL: storeUrl(name) });
      ({ client } = world);
    });
    after(() => world.service.stop());

    beforeEach(async () => {
      [ann, bob, cyd] = await addUsers(world.service.store, uniqueName(), uniqueName(), uniqueName());
    });

    const open = (one: User, other: User): Promise<Thread> =>
      openThread(world.service.store, one, other, new Date());
    const threadsOf = async ({ id }: User) =>
      (await world.service.store.read(({ threads }) => threads.pageOf(id, { limit: 100, offset: 0 })))?.total;
    const find = (id: number) => world.service.store.read(({ users }) => users.find(id));
    const lastEntry = async () => {
      const [entry] = await world.service.store.read(({ auditTrail }) => auditTrail.latest(1));
      return entry;
    };
    const token = (username: string, password = adminPassword) =>
      fetch(`${world.service.url}/api/v1/auth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password }),
      });

    describe('threads', () => {
      const create = (form: Record<string, string>) => client.post('/api/resources/Thread/actions/new', form);

      it('are opened for two, and shown if they are there', async () => {
        const pair = { 'participants.0': `${ann.id}`, 'participants.1': `${bob.id}` };
        const first = await create(pair);
        expect(first.notice).to.deep.equal({ type: 'success', message: 'threadOpened' });
        expect(first.redirectUrl).to.equal(`/admin/resources/Thread/records/${first.record.id}/show`);
        expect(await lastEntry()).to.deep.include({
          adminId: world.root.id,
          adminName: 'root',
          action: 'open',
          resource: 'Thread',
          recordId: first.record.id,
        });
        const entry = await lastEntry();
        const again = await create({ 'participants.0': `${bob.id}`, 'participants.1': `${ann.id}` });
        expect(again.notice?.type).to.equal('info');
        expect(again.record.id).to.equal(first.record.id);
        expect(await threadsOf(ann)).to.equal(1);
        expect(await lastEntry(), 'nothing was changed').to.deep.equal(entry);
      });

      it('are refused at the field for any but two different people', async () => {
        const [a, b, c] = [`${ann.id}`, `${bob.id}`, `${cyd.id}`];
        const shapes: Record<string, string>[] = [
          {},
          { participants: a },
          { 'participants.0': a },
          { 'participants.0': a, 'participants.1': '' },
          { 'participants.0': a, 'participants.1': a },
          { 'participants.0': a, 'participants.1': b, 'participants.2': c },
          { 'participants.0': a, 'participants.1': b, 'participants.2': a },
          { 'participants.0': a, 'participants.1': '999999' },
          { 'participants.0': a, 'participants.1': `${bob.id} ` + 'x' },
          { 'participants.0': a, 'participants.1': '-1' },
          { 'participants.0': a, 'participants.1': '1e1' },
          { 'participants.0': a, 'participants.1': '__FORM_VALUE_NULL__' },
          { 'participants.0.id': a, 'participants.1.id': b },
          { participants: `${a},${b}` },
          { participants: '__FORM_VALUE_EMPTY_ARRAY__' },
          { lowId: a, highId: b },
          { 'participants.0': a, lowId: b },
        ];
        for (const shape of shapes) {
          const answer = await create(shape);
          expect(answer.notice?.type, JSON.stringify(shape)).to.equal('error');
          expect(answer.record.errors['participants']?.message, JSON.stringify(shape)).to.be.a('string').not
            .empty;
        }
        for (const body of [
          { participants: [ann.id] },
          { participants: [ann.id, ann.id] },
          { participants: [ann.id, bob.id, cyd.id] },
          { participants: { length: 2 } },
          { participants: [[ann.id, bob.id]] },
          { participants: [{ id: ann.id }, { id: bob.id }] },
          { participants: [true, null] },
          { participants: 7 },
        ]) {
          const answer = await client.post('/api/resources/Thread/actions/new', JSON.stringify(body), {
            'content-type': 'application/json',
          });
          expect(answer.record.errors['participants']?.message, JSON.stringify(body)).to.be.a('string').not
            .empty;
        }
        for (const user of [ann, bob, cyd]) expect(await threadsOf(user)).to.equal(0);
      });

      it('keep their participants, whatever is sent', async () => {
        const { id } = await open(ann, bob);
        for (const action of ['edit', 'show', 'messages', 'delete/x']) {
          await client.act('Thread', id, action, { highId: `${cyd.id}`, 'participants.0': `${cyd.id}` });
        }
        const { record } = await client.show('Thread', id);
        expect(record.params).to.include({ lowId: ann.id, highId: bob.id });
        expect(record.recordActions.map(({ name }) => name)).not.to.include('edit');
      });

      it('show both names, how much is unread on each side, and the conversation', async () => {
        const thread = await open(ann, bob);
        await addMessages(world.service.store, thread, ann, 3);
        const { id } = await addMessage(world.service.store, thread, bob, { text: '<b>ü😀</b>' });
        const { record } = await client.show('Thread', thread.id);
        expect(record.params).to.include({ messageCount: 4, lowUnread: 1, highUnread: 3 });
        expect(record.populated['lowId']?.params['username']).to.equal(ann.username);
        expect(record.populated['highId']?.params['username']).to.equal(bob.username);
        const page = await client.get(`/api/resources/Thread/records/${thread.id}/messages`);
        const messages = page.body['messages'] as Record<string, unknown>[];
        expect(messages).to.have.length(4);
        expect(messages.at(-1)).to.include({ id, senderId: bob.id, text: '<b>ü😀</b>', isRead: false });
        const older = await client.get(`/api/resources/Thread/records/${thread.id}/messages?before=${id}`);
        expect(older.body['messages']).to.deep.equal(messages.slice(0, -1));
      });

      it('are found by their participants', async () => {
        const [first, second] = [await open(ann, bob), await open(cyd, ann)];
        await open(bob, cyd);
        expect(idsOf(await client.list('Thread', { 'filters.participant': `${ann.id}` }))).to.have.members([
          first.id,
          second.id,
        ]);
        const search = await client.get(`/api/resources/Thread/actions/search/${ann.username.toUpperCase()}`);
        expect(idsOf(search)).to.have.members([first.id, second.id]);
      });

      it('are deleted with their messages, alone or together, and it is written down', async () => {
        const threads = [await open(ann, bob), await open(ann, cyd), await open(bob, cyd)];
        const [first, second, third] = threads as [Thread, Thread, Thread];
        for (const thread of threads)
          await addMessages(world.service.store, thread, ann.id === thread.participants.low ? ann : bob, 2);
        await client.get(`/api/resources/Thread/records/${first.id}/delete`);
        expect(await threadsOf(ann), 'after a GET').to.equal(2);
        expect((await client.act('Thread', first.id, 'delete')).notice?.type).to.equal('success');
        expect(await lastEntry()).to.deep.include({
          action: 'delete',
          resource: 'Thread',
          recordId: first.id,
          details: `${ann.username} and ${bob.username}; messages: 2`,
        });
        const bulk = `/api/resources/Thread/bulk/bulkDelete?recordIds=${second.id},${third.id},${second.id}`;
        await client.get(bulk);
        expect(await threadsOf(cyd), 'after a GET').to.equal(2);
        expect((await client.post(bulk)).notice?.type).to.equal('success');
        for (const user of [ann, bob, cyd]) {
          expect(await threadsOf(user)).to.equal(0);
          expect(await unreadCount(world.service.store, user)).to.equal(0);
        }
      });
    });

    describe('messages', () => {
      it('are not written or changed by anybody here', async () => {
        const thread = await open(ann, bob);
        const message = await addMessage(world.service.store, thread, ann, { text: 'mine' });
        for (const path of ['actions/new', `records/${message.id}/edit`]) {
          const form = { text: 'not mine', senderId: `${bob.id}`, threadId: `${thread.id}`, isRead: 'true' };
          expect((await client.post(`/api/resources/Message/${path}`, form)).notice?.type, path).to.equal(
            'error',
          );
        }
        const { thread: now, lastMessage } = await summaryOf(world.service.store, thread);
        expect(lastMessage).to.deep.equal(message);
        expect(now.messageCount).to.equal(1);
      });

      it('are gone with a long thread at once, though they are removed later', async () => {
        const { store } = world.service;
        const thread = await open(ann, bob);
        const sent = await addMessages(store, thread, ann, 3);
        const perDay = async () => {
          const days = (await client.get('/api/dashboard')).body['perDay'] as { count: number }[];
          return days.reduce((sum, { count }) => sum + count, 0);
        };
        const before = await perDay();
        const entry = {
          action: 'mark as read',
          resource: 'Message',
          recordId: sent[0]!.id,
          details: '',
        } as const;
        const { id: adminId } = world.root;
        await store.run(({ auditTrail }) =>
          auditTrail.add({ adminId, adminName: 'root', service: undefined, created: new Date(), ...entry }),
        );
        await store.run((all) => acts(all).removeThread(thread, 0));

        const filters: Record<string, string>[] = [
          {},
          { 'filters.threadId': `${thread.id}` },
          { 'filters.senderId': `${ann.id}` },
          { 'filters.isRead': 'false' },
          { 'filters.created~~from': '2020-01-01' },
          { 'filters.text': 'Message' },
        ];
        for (const filter of filters) {
          const ids = idsOf(await client.list('Message', { perPage: '500', ...filter }));
          for (const { id } of sent) expect(ids, JSON.stringify(filter)).not.to.include(id);
        }
        expect((await client.show('Message', sent[0]!.id)).raw).not.to.include('Message 1');
        expect(await perDay()).to.equal(before - 3);
        const [trail] = (
          await client.list('AuditEntry', {
            'filters.recordId': `${sent[0]!.id}`,
            'filters.resource': 'Message',
          })
        ).records;
        expect(trail?.params['recordExists']).to.equal(false);
      });

      it('are deleted and marked as read, with exact counts, by POST alone', async () => {
        const thread = await open(ann, bob);
        const sent = await addMessages(world.service.store, thread, ann, 3);
        const [first, second] = idsOf({ records: sent } as never) as [number, number];
        await client.get(`/api/resources/Message/records/${first}/markRead`);
        expect(await unreadCount(world.service.store, bob)).to.equal(3);
        expect((await client.act('Message', first, 'markRead')).notice?.type).to.equal('success');
        expect(await lastEntry()).to.include({
          action: 'mark as read',
          resource: 'Message',
          recordId: first,
        });
        expect(await unreadCount(world.service.store, bob)).to.equal(2);
        expect((await client.act('Message', second, 'delete')).notice?.type).to.equal('success');
        expect(await lastEntry()).to.include({ action: 'delete', resource: 'Message', recordId: second });
        expect(await unreadCount(world.service.store, bob)).to.equal(1);
        expect((await client.act('Message', second, 'delete')).notice?.type).to.equal('error');
        expect((await summaryOf(world.service.store, thread)).thread.messageCount).to.equal(2);
      });

      it('are found by sender, thread, read state, date and text, together too', async () => {
        const [one, other] = [await open(ann, bob), await open(ann, cyd)];
        const now = Date.now();
        const word = uniqueName();
        const texts = [`${word} 100%`, `${word} 100 x`, `${word} a_b`, word.toUpperCase()];
        const ids: number[] = [];
        for (const [index, text] of texts.entries()) {
          const sender = index % 2 === 0 ? ann : bob;
          const created = new Date(now + index * day);
          ids.push((await addMessage(world.service.store, one, sender, { text, created })).id);
        }
        const elsewhere = (
          await addMessage(world.service.store, other, ann, { text: word, created: new Date(now + 9 * day) })
        ).id;
        await client.act('Message', ids[0] ?? 0, 'markRead');
        const found = async (filters: Record<string, string>) => {
          const query = Object.entries(filters).map(([name, value]) => [`filters.${name}`, value]);
          const answer = await client.list('Message', Object.fromEntries(query) as Record<string, string>);
          expect(answer.meta.total).to.equal(answer.records.length);
          return idsOf(answer);
        };
        const [a, b, c, d] = ids;
        expect(await found({ text: word }), 'newest first').to.deep.equal([elsewhere, d, c, b, a]);
        expect(await found({ text: '100%' })).to.deep.equal([a]);
        expect(await found({ text: 'a_b' })).to.deep.equal([c]);
        expect(await found({ text: word, threadId: `${one.id}` })).to.deep.equal([d, c, b, a]);
        expect(await found({ senderId: `${ann.id}` })).to.deep.equal([elsewhere, c, a]);
        expect(await found({ senderId: `${ann.id}`, threadId: `${one.id}` })).to.deep.equal([c, a]);
        expect(await found({ threadId: `${one.id}`, isRead: 'true' })).to.deep.equal([a]);
        expect(await found({ text: word, isRead: 'false' })).to.deep.equal([elsewhere, d, c, b]);
        const moment = (days: number) => new Date(now + days * day).toISOString();
        expect(await found({ text: word, 'created~~from': moment(2) }), 'from alone').to.deep.equal([
          elsewhere,
          d,
          c,
        ]);
        expect(await found({ text: word, 'created~~to': moment(1) }), 'to alone').to.deep.equal([b, a]);
        expect(
          await found({ threadId: `${one.id}`, 'created~~from': moment(1), 'created~~to': moment(2) }),
        ).to.deep.equal([c, b]);
        const date = moment(1).slice(0, 10);
        expect(
          await found({ text: word, 'created~~from': date, 'created~~to': date }),
          'a whole day',
        ).to.deep.equal([b]);
        const oldest = await client.list('Message', {
          'filters.text': word,
          direction: 'asc',
          perPage: '2',
          page: '2',
        });
        expect(idsOf(oldest)).to.deep.equal([c, d]);
        expect(oldest.meta.total).to.equal(5);
      });

      it('are counted to the end where an index can count, and every page can be reached where not', async () => {
        const [one, other] = [await open(ann, bob), await open(ann, cyd)];
        const sent = 1663;
        await addMessages(world.service.store, one, ann, sent);
        await addMessages(world.service.store, one, bob, 3);
        await addMessages(world.service.store, other, ann, 4);
        const metaOf = async (filters: Record<string, string>, page = 1) => {
          const query = Object.entries(filters).map(([key, value]) => [`filters.${key}`, value]);
          const { meta, records } = await client.list('Message', {
            ...(Object.fromEntries(query) as Record<string, string>),
            perPage: '100',
            page: String(page),
          });
          return { total: meta.total, isMinimum: meta.totalIsMinimum, shown: records.length };
        };
        const [sender, thread] = [`${ann.id}`, `${one.id}`];
        const exactly = (total: number) => ({ total, isMinimum: false, shown: Math.min(100, total) });
        expect(await metaOf({ senderId: sender })).to.deep.equal(exactly(1667));
        expect(await metaOf({ senderId: `${bob.id}` })).to.deep.equal(exactly(3));
        expect(await metaOf({ senderId: sender, isRead: 'true' })).to.deep.equal(exactly(0));
        expect(await metaOf({ threadId: thread })).to.deep.equal(exactly(sent + 3));
        expect(await metaOf({ threadId: thread, senderId: sender })).to.deep.equal(exactly(sent));
        const all = (await client.list('Message')).meta.total;
        expect((await metaOf({ 'created~~from': '1970-01-01' })).total).to.equal(all);
        const { total: unread } = await metaOf({ isRead: 'false' });
        expect((await metaOf({ isRead: 'true' })).total + unread).to.equal(all);
        const text = { threadId: thread, text: 'e' };
        expect(await metaOf(text)).to.deep.equal({ total: 1000, isMinimum: true, shown: 100 });
        expect((await metaOf(text, 17)).shown, 'beyond what was counted').to.be.greaterThan(0);
      });
    });

    describe('users', () => {
      const create = (form: Record<string, string>) => client.post('/api/resources/User/actions/new', form);

      it('are made with a hashed password, and log in with it', async () => {
        const username = uniqueName();
        const { record, notice, raw } = await create({
          username,
          password: adminPassword,
          role: 'user',
          passwordHash: 'x',
        });
        expect(notice?.type).to.equal('success');
        expect(raw).not.to.include(adminPassword);
        const user = await find(record.id);
        expect(user).to.include({ username, role: 'user', active: true });
        expect(user?.passwordHash).to.match(/^\$argon2id\$/);
        expect((await token(username)).status).to.equal(200);
        expect(await lastEntry()).to.include({
          action: 'create',
          resource: 'User',
          recordId: record.id,
          details: `${username}, role user`,
        });
      });

      it('are refused at the field that is wrong', async () => {
        const username = uniqueName();
        const wrong: [Record<string, string>, string][] = [
          [{ username: ann.username.toUpperCase(), password: adminPassword }, 'username'],
          [{ username: 'a b', password: adminPassword }, 'username'],
          [{ username, password: 'short' }, 'password'],
          [{ username }, 'password'],
          [{ password: adminPassword }, 'username'],
        ];
        for (const [form, field] of wrong) {
          const { record, notice } = await create(form);
          expect(notice?.type, JSON.stringify(form)).to.equal('error');
          expect(Object.keys(record.errors)).to.deep.equal([field]);
        }
        expect((await create({ username, password: adminPassword, role: 'owner' })).notice?.type).to.equal(
          'error',
        );
        expect(await world.service.store.read(({ users }) => users.findByUsername(username))).to.equal(
          undefined,
        );
      });

      it('get a new password, another role, and are shut out, all of which ends logins as it must', async () => {
        const user = await world.create(uniqueName());
        const { refresh } = (await (await token(user.username)).json()) as { refresh: string };
        const edit = (form: Record<string, string>) => client.act('User', user.id, 'edit', form);
        await edit({ role: 'admin', username: 'other', created: '2020-01-01', threadCount: '99' });
        expect(await find(user.id)).to.deep.equal({ ...user, role: 'admin' });
        expect((await lastEntry())?.details).to.equal(`${user.username}: role admin`);
        await edit({ password: 'a new password' });
        expect((await lastEntry())?.details).to.equal(`${user.username}: new password`);
        expect((await token(user.username)).status).to.equal(401);
        expect((await token(user.username, 'a new password')).status).to.equal(200);
        const refreshed = await fetch(`${world.service.url}/api/v1/auth/token/refresh`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ refresh }),
        });
        expect(refreshed.status).to.equal(401);
        expect((await client.act('User', user.id, 'deactivate')).notice?.message).to.equal('userDeactivated');
        expect((await token(user.username, 'a new password')).status).to.equal(401);
        expect((await client.act('User', user.id, 'activate')).notice?.message).to.equal('userActivated');
        expect((await token(user.username, 'a new password')).status).to.equal(200);
        const entry = await lastEntry();
        await edit({ password: '', role: 'admin', isActive: 'true' });
        expect(await lastEntry(), 'nothing was changed').to.deep.equal(entry);
        expect((await edit({ password: 'short' })).record.errors).to.have.property('password');
      });

      it('do not change by GET', async () => {
        for (const action of ['deactivate', 'remove', 'erase', 'edit']) {
          await client.get(
            `/api/resources/User/records/${ann.id}/${action}?isActive=false&confirm=${ann.username}`,
          );
        }
        expect(await find(ann.id)).to.deep.equal(ann);
      });

      it('with threads are deleted only by somebody who types their name', async () => {
        const thread = await open(ann, bob);
        await addMessages(world.service.store, thread, ann, 2);
        const asked = await client.get(`/api/resources/User/records/${ann.id}/remove`);
        expect(asked.body['impact']).to.deep.equal({ threads: 1, messages: 2 });
        for (const confirm of ['', 'true', bob.username]) {
          const { notice } = await client.act('User', ann.id, 'remove', { confirm });
          expect(notice?.type).to.equal('error');
          expect(notice?.message).to.include('1 thread with 2 messages');
        }
        await client.act('User', ann.id, 'delete');
        await client.post(`/api/resources/User/bulk/bulkDelete?recordIds=${ann.id},${bob.id}`);
        expect(await find(ann.id)).to.deep.equal(ann);
        expect((await client.act('User', ann.id, 'remove', { confirm: ann.username })).notice?.type).to.equal(
          'success',
        );
        expect(await find(ann.id)).to.equal(undefined);
        expect(await threadsOf(bob)).to.equal(0);
        expect(await unreadCount(world.service.store, bob)).to.equal(0);
        expect((await lastEntry())?.details).to.equal(`${ann.username}; threads: 1, messages: 2`);
        expect((await client.act('User', cyd.id, 'remove')).notice?.type, 'one without threads').to.equal(
          'success',
        );
      });

      const actionsOn = async (id: number) =>
        (await client.show('User', id)).record.recordActions.map(({ name }) => name);

      it('are erased by somebody who types their name, and not brought back', async () => {
        const thread = await open(ann, bob);
        await addMessages(world.service.store, thread, ann, 2);
        const erase = (id: number, confirm: string) => client.act('User', id, 'erase', { confirm });
        for (const confirm of ['', 'true', bob.username]) {
          const { notice } = await erase(ann.id, confirm);
          expect(notice).to.include({
            type: 'error',
            message: 'This cannot be undone. Type the username to confirm.',
          });
        }
        expect(await find(ann.id)).to.deep.equal(ann);
        expect(await actionsOn(ann.id)).to.include.members(['edit', 'exportData', 'erase']);
        expect((await erase(ann.id, ann.username)).notice?.message).to.equal('userErased');
        const erased = await find(ann.id);
        expect(erased).to.include({ username: `deleted:${ann.id}`, active: false });
        expect(await unreadCount(world.service.store, bob)).to.equal(2);
        expect(await lastEntry()).to.include({
          adminName: 'root',
          action: 'erase',
          resource: 'User',
          recordId: ann.id,
          details: 'messages kept',
        });
        const entry = await lastEntry();
        for (const action of ['activate', 'edit', 'erase']) {
          const form = { confirm: `deleted:${ann.id}`, isActive: 'true', password: adminPassword };
          expect((await client.act('User', ann.id, action, form)).notice?.type, action).to.equal('error');
        }
        expect((await erase(999_999, '')).notice?.type, 'somebody unknown').to.equal('error');
        expect(await find(ann.id)).to.deep.equal(erased);
        expect(await lastEntry()).to.deep.equal(entry);
        expect(await actionsOn(ann.id)).to.include('exportData');
        expect(await actionsOn(ann.id)).not.to.include.oneOf(['activate', 'edit', 'erase']);
        expect(await actionsOn(world.root.id)).not.to.include('erase');
      });

      it('who are the only admin left are not erased', async () => {
        const { store } = world.service;
        const admins = await client.list('User', { 'filters.role': 'admin', perPage: '500' });
        for (const id of idsOf(admins)) {
          if (id !== world.root.id) await client.act('User', id, 'edit', { role: 'user' });
        }
        const boss = await world.create(uniqueName(), 'admin');
        // The one who asks loses the role after having been let in.
        const run = store.run.bind(store);
        store.run = async (work) => {
          store.run = run;
          await run(({ users }) => users.update({ ...world.root, role: 'user' }));
          return run(work);
        };
        const { notice } = await client.act('User', boss.id, 'erase', { confirm: boss.username });
        expect(notice?.message).to.equal(
          'This is the only account that can administer: make another admin first.',
        );
        expect(await find(boss.id)).to.deep.equal(boss);
        await store.run(({ users }) => users.update(world.root));
      });

      it('are given out as a file, which is written down', async () => {
        const thread = await open(ann, bob);
        await addMessages(world.service.store, thread, ann, 2);
        const { status, headers, body } = await client.get(`/api/exports/${ann.id}`);
        expect(status).to.equal(200);
        expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
        expect(headers.get('cache-control')).to.equal('no-store');
        expect(headers.get('content-disposition')).to.equal(
          `attachment; filename="duet-user-${ann.id}.json"`,
        );
        expect(body['user']).to.include({ id: ann.id, username: ann.username });
        expect(body['messages']).to.have.length(2);
        const entry = await lastEntry();
        expect(entry).to.include({ adminName: 'root', action: 'export', resource: 'User', recordId: ann.id });
        for (const user of ['0', 'x', '1e1', '999999', '9007199254740991', `${ann.id}/x`]) {
          const answer = await client.get(`/api/exports/${user}`);
          expect(answer.status, user).to.equal(404);
          expect(answer.notice?.type, user).to.equal('error');
        }
        const path = `/api/exports/${ann.id}`;
        expect((await client.get(path, { 'sec-fetch-site': 'cross-site' })).status).to.equal(403);
        expect((await client.post(path)).status).to.equal(404);
        expect((await new AdminClient(world.service).get(path)).status).to.equal(303);
        expect(await lastEntry(), 'nobody else got it').to.deep.equal(entry);
        const head = await client.fetch('HEAD', path);
        expect([head.status, head.raw, head.headers.get('allow')]).to.deep.equal([405, '', 'GET']);
        expect(await lastEntry(), 'HEAD takes nothing').to.deep.equal(entry);
      });

      it('who are admins do not shut themselves out', async () => {
        const { id, username } = world.root;
        for (const form of [{ role: 'user' }, { isActive: 'false' }] as Record<string, string>[]) {
          expect((await client.act('User', id, 'edit', form)).record.errors).not.to.deep.equal({});
        }
        await client.act('User', id, 'deactivate');
        await client.act('User', id, 'remove', { confirm: username });
        await client.act('User', id, 'erase', { confirm: username });
        expect(await find(id)).to.deep.equal(world.root);
        expect(await client.isIn()).to.equal(true);
      });

      it('are found by name, role and activity', async () => {
        await world.service.store.run(({ users }) => users.update({ ...bob, active: false, role: 'admin' }));
        const middle = ann.username.slice(3, 9).toUpperCase();
        expect(idsOf(await client.list('User', { 'filters.username': middle }))).to.deep.equal([ann.id]);
        expect(
          idsOf(await client.list('User', { 'filters.role': 'admin', 'filters.isActive': 'false' })),
        ).to.include(bob.id);
        expect(
          idsOf(await client.list('User', { 'filters.isActive': 'true', perPage: '500' })),
        ).not.to.include(bob.id);
        const search = await client.get(`/api/resources/User/actions/search/${ann.username}`);
        expect(idsOf(search)).to.deep.equal([ann.id]);
      });
    });

    describe('secrets', () => {
      const secrets = [
        'passwordHash',
        'password_hash',
        'usernameKey',
        'username_key',
        'idempotencyKey',
        'lastMessageId',
        'password',
      ];

      it('are in no answer', async () => {
        await open(ann, bob);
        const pages = [
          await client.get(''),
          await client.list('User', { perPage: '500' }),
          await client.list('Thread'),
          await client.list('Message'),
          await client.list('AuditEntry'),
          await client.show('User', ann.id),
          await client.get('/api/dashboard'),
        ];
        for (const { status, raw } of pages) {
          expect(status).to.equal(200);
          expect(raw).not.to.match(/password_?hash|username_?key|argon2|hash of |idempotency|token_?famil/i);
        }
      });

      it('are no filter, no sort and no thing to search by', async () => {
        const answers = new Set<string>();
        for (const resource of ['User', 'Thread', 'Message', 'AuditEntry']) {
          for (const secret of secrets) {
            for (const value of ['$argon2', 'hash of', 'zzz']) {
              const query = { [`filters.${secret}`]: value };
              const { records, notice, meta } = await client.list(resource, query);
              expect(records, `${resource} by ${secret}`).to.deep.equal([]);
              answers.add(JSON.stringify([notice?.type, meta.total]));
              const path = `/api/resources/${resource}/actions/search/${encodeURIComponent(value)}?searchProperty=${secret}`;
              expect((await client.get(path)).records).to.deep.equal([]);
            }
            for (const direction of ['asc', 'desc']) {
              const { records, notice } = await client.list(resource, { sortBy: secret, direction });
              expect(records, `${resource} sorted by ${secret}`).to.deep.equal([]);
              expect(notice?.type).to.equal('error');
            }
          }
        }
        expect([...answers], 'whatever is asked for').to.deep.equal(['["error",0]']);
      });
    });

    describe('the audit trail', () => {
      it('tells which of its records still exist', async () => {
        const thread = await open(ann, bob);
        const [message] = await addMessages(world.service.store, thread, ann, 1);
        const id = message?.id ?? 0;
        const entries = async () => {
          const { records } = await client.list('AuditEntry');
          return records.slice(0, 4).map(({ params }) => [params['action'], params['recordExists']]);
        };
        await client.act('Message', id, 'markRead');
        await client.act('User', cyd.id, 'deactivate');
        expect((await entries()).slice(0, 2)).to.deep.equal([
          ['change', true],
          ['mark as read', true],
        ]);
        await client.act('Message', id, 'delete');
        await client.act('User', cyd.id, 'remove');
        expect(await entries()).to.deep.equal([
          ['delete', false],
          ['delete', false],
          ['change', false],
          ['mark as read', false],
        ]);
        const entry = (await client.list('AuditEntry')).records[3];
        expect((await client.show('AuditEntry', entry?.id ?? 0)).record.params['recordExists']).to.equal(
          false,
        );
      });

      it('has the making and the end of service keys', async () => {
        const name = uniqueName();
        const made = await client.post('/api/resources/ServiceKey/actions/new', { name });
        const key = String(made.body['key']);
        expect(key).to.match(/^duet_[A-Za-z0-9_-]{43}$/);
        const list = await client.list('ServiceKey');
        const [record] = list.records;
        expect(record?.params).to.have.all.keys('id', 'name', 'created', 'lastUsed');
        expect(record?.params).to.include({ name, lastUsed: null });
        const shown = await client.show('ServiceKey', record?.id ?? 0);
        for (const { raw } of [list, shown]) expect(raw).not.to.include(key.slice(5));
        const entry = await lastEntry();
        expect(entry).to.include({
          action: 'create',
          resource: 'ServiceKey',
          recordId: record?.id,
          details: name,
        });
        const limits = () =>
          fetch(`${world.service.url}/api/v1/limits`, { headers: { authorization: `Bearer ${key}` } });
        expect((await limits()).status).to.equal(200);
        const again = await client.post('/api/resources/ServiceKey/actions/new', { name });
        expect([again.notice?.type, again.body['key']]).to.deep.equal(['error', undefined]);
        expect(again.notice?.message).to.include('choose another');
        for (const form of [{}, { name: 'a shop' }, { name: '' }]) {
          const refused = await client.post('/api/resources/ServiceKey/actions/new', form);
          expect([refused.status, refused.notice?.type], JSON.stringify(form)).to.deep.equal([200, 'error']);
        }
        for (const action of ['edit', 'delete']) await client.act('ServiceKey', record?.id ?? 0, action);
        expect(idsOf(await client.list('ServiceKey'))).to.deep.equal(idsOf(list));
        const revoked = await client.act('ServiceKey', record?.id ?? 0, 'revoke');
        expect(revoked.notice).to.deep.equal({ type: 'success', message: 'keyRevoked' });
        await until('the key is refused', async () => (await limits()).status === 401);
        expect(await lastEntry()).to.include({ action: 'delete', resource: 'ServiceKey', details: name });
        const { records } = await client.list('AuditEntry', { 'filters.resource': 'ServiceKey' });
        expect(records[0]?.params).to.include({ recordId: record?.id, recordExists: false });
      });

      it('is filtered by everything that an admin can do', async () => {
        for (const action of auditedActions) {
          const { status, notice } = await client.list('AuditEntry', { 'filters.action': action });
          expect([status, notice?.type], action).to.deep.equal([200, undefined]);
        }
      });

      it('is read, and changed by nobody', async () => {
        await client.act('User', ann.id, 'deactivate');
        const before = await client.list('AuditEntry');
        const [entry] = before.records;
        if (entry === undefined) return expect.fail();
        expect(entry.params).to.include({ adminName: 'root', resource: 'User', recordId: ann.id });
        for (const [path, form] of [
          ['actions/new', { adminName: 'x', action: 'x' }],
          [`records/${entry.id}/edit`, { adminName: 'x' }],
          [`records/${entry.id}/delete`, {}],
          [`bulk/bulkDelete?recordIds=${entry.id}`, {}],
        ] as const) {
          await client.post(`/api/resources/AuditEntry/${path}`, form);
        }
        expect((await client.list('AuditEntry')).records).to.deep.equal(before.records);
        const { store } = world.service;
        const connection = store instanceof PostgresStore ? store.reader : (store as SqliteStore).writer;
        for (const statement of ['DELETE FROM audit_entries', `UPDATE audit_entries SET admin_name = 'x'`]) {
          const error: unknown = await connection.query(statement).catch((caught: unknown) => caught);
          expect(String(error)).to.match(/audit trail is not changed/);
        }
      });
    });

    it('make a dashboard', async () => {
      const before = (await client.get('/api/dashboard')).body as Record<string, number>;
      const thread = await open(ann, bob);
      await addMessages(world.service.store, thread, ann, 40);
      const after = (await client.get('/api/dashboard')).body;
      expect(after['messages']).to.equal((before['messages'] ?? 0) + 40);
      expect(after['threads']).to.equal((before['threads'] ?? 0) + 1);
      expect(after['unread']).to.equal((before['unread'] ?? 0) + 40);
      expect(after['users']).to.equal(before['users']);
      const perDay = after['perDay'] as { date: string; count: number }[];
      expect(perDay).to.have.length(30);
      expect(perDay.map(({ count }) => count).some((count) => count >= 40)).to.equal(true);
      const dateIn = (timeZone: string) => new Intl.DateTimeFormat('sv', { timeZone }).format(new Date());
      for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin']) {
        const answer = (await client.get(`/api/dashboard?timeZone=${encodeURIComponent(timeZone)}`)).body;
        const days = answer['perDay'] as { date: string; count: number }[];
        expect(days.at(-1)?.date, timeZone).to.equal(dateIn(timeZone));
        expect(days, timeZone).to.have.length(30);
      }
      expect((await client.get('/api/dashboard?timeZone=Nowhere')).status).to.equal(200);
      expect((after['activeThreads'] as { id: number }[])[0]?.id).to.equal(thread.id);
      expect((after['newestUsers'] as { id: number }[])[0]?.id).to.equal(cyd.id);
    });
  });
}
