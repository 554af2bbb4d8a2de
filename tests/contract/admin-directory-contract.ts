import { expect } from 'chai';
import {
  auditOrders,
  messageOrders,
  threadOrders,
  userOrders,
  type AdminDirectory,
  type AdminList,
  type AdminSlice,
} from '../../src/application/ports/admin-directory.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import type { User } from '../../src/domain/accounts/user.js';
import { restoreMessage } from '../../src/domain/conversation/conversation.js';
import { summedUp } from '../../src/domain/conversation/decision.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import { acts } from '../support/acts.js';
import { addMessage, addUsers, at, openThread } from '../support/fixtures.js';

/** What admins look through, where a store has it. */
export function describeAdminDirectory(
  current: () => UnitOfWork & { readonly adminDirectory?: AdminDirectory },
): void {
  describe('the admin directory', () => {
    let directory: AdminDirectory;
    let ann: User;
    let bob: User;
    let eve: User;
    let annAndBob: Thread;
    let bobAndEve: Thread;

    beforeEach(async () => {
      const { adminDirectory } = current();
      if (adminDirectory === undefined) return expect.fail('The store has no directory.');
      directory = adminDirectory;
      [ann, bob, eve] = await addUsers(current(), 'Ann_1', 'bob', 'Eve%');
      await current().run(({ users }) => users.update({ ...eve, role: 'admin', active: false }));
      annAndBob = await openThread(current(), ann, bob, at(1));
      bobAndEve = await openThread(current(), bob, eve, at(2));
    });

    const send = (thread: Thread, sender: User, text: string, time: number) =>
      addMessage(current(), thread, sender, { text, created: at(time) });

    /** The ids of a list, and how many it says there are. */
    async function list<Filters, Order extends string>(
      { page, count }: Pick<AdminList<{ id: number }, Filters, Order>, 'page' | 'count'>,
      filters: Filters,
      slice: Pick<AdminSlice<Order>, 'order'> & Partial<AdminSlice<Order>>,
    ): Promise<number[]> {
      const items = await page(filters, { limit: 100, offset: 0, direction: 'ASC', ...slice });
      expect(await count(filters)).to.deep.equal({ count: items.length, isExact: true });
      return items.map(({ id }) => id);
    }
    const bound = <Filters, Order extends string>(found: AdminList<{ id: number }, Filters, Order>) => ({
      page: found.page.bind(found),
      count: found.count.bind(found),
    });

    it('has users, by each of the filters, and by all', async () => {
      const find = (filters: Parameters<AdminDirectory['users']['page']>[0]) =>
        list(bound(directory.users), filters, { order: 'id' });
      expect(await find({})).to.deep.equal([ann.id, bob.id, eve.id]);
      expect(await find({ username: 'NN_' })).to.deep.equal([ann.id]);
      expect(await find({ username: '_' }), 'no wildcard').to.deep.equal([ann.id]);
      expect(await find({ username: '%' }), 'no wildcard').to.deep.equal([eve.id]);
      expect(await find({ role: 'admin' })).to.deep.equal([eve.id]);
      expect(await find({ isActive: true })).to.deep.equal([ann.id, bob.id]);
      expect(await find({ created: { to: at(-1) } })).to.deep.equal([]);
      expect(await find({ created: { from: at(0), to: at(0) } })).to.have.length(3);
      expect(await find({ role: 'admin', isActive: false, username: 'eve' })).to.deep.equal([eve.id]);
      expect(await find({ role: 'admin', isActive: true })).to.deep.equal([]);
    });

    it('finds users and their threads by a part of a name, too, and calls them by it', async () => {
      await current().run(({ users }) =>
        users.update({
          ...bob,
          name: 'Zoë van Dyck',
          avatarUrl: 'https://p.example/2',
          externalId: 'customer-2',
        }),
      );
      const page = { limit: 9, offset: 0, order: 'id', direction: 'ASC' } as const;
      for (const username of ['ZOË', 'an dy', 'bob']) {
        const found = await directory.users.page({ username }, page);
        expect(
          found.map(({ id, name, avatarUrl, externalId }) => ({ id, name, avatarUrl, externalId })),
          username,
        ).to.deep.equal([
          { id: bob.id, name: 'Zoë van Dyck', avatarUrl: 'https://p.example/2', externalId: 'customer-2' },
        ]);
        const threads = await directory.threads.page({ title: username }, page);
        expect(
          threads.map(({ title }) => title),
          username,
        ).to.deep.equal(['Ann_1 & Zoë van Dyck (bob)', 'Zoë van Dyck (bob) & Eve%']);
      }
      const { newestUsers } = await directory.figures([]);
      expect(newestUsers.map(({ username }) => username)).to.deep.equal([
        'Eve%',
        'Zoë van Dyck (bob)',
        'Ann_1',
      ]);
    });

    it('has of a record what may be shown', async () => {
      const message = await send(annAndBob, ann, 'hello', 5);
      expect(await directory.users.withIds([bob.id, 999])).to.deep.equal([
        {
          ...{ id: bob.id, username: 'bob', name: null, avatarUrl: null, externalId: null },
          ...{ role: 'user', isActive: true, created: at(0) },
          ...{ threadCount: 2, unreadCount: 1 },
        },
      ]);
      expect(await directory.threads.withIds([annAndBob.id])).to.deep.equal([
        {
          ...{ id: annAndBob.id, lowId: ann.id, highId: bob.id, about: '', created: at(1), updated: at(5) },
          ...{ messageCount: 1, lowUnread: 0, highUnread: 1, title: 'Ann_1 & bob' },
        },
      ]);
      expect(await directory.messages.withIds([message.id])).to.deep.equal([
        {
          ...{ id: message.id, threadId: annAndBob.id, senderId: ann.id, text: 'hello' },
          ...{ created: at(5), edited: undefined, isRead: false },
        },
      ]);
      for (const each of [directory.users, directory.threads, directory.messages, directory.auditEntries]) {
        expect(await each.withIds([])).to.deep.equal([]);
      }
    });

    it('has threads, by each of the filters', async () => {
      await send(annAndBob, ann, 'hello', 5);
      const find = (filters: Parameters<AdminDirectory['threads']['page']>[0]) =>
        list(bound(directory.threads), filters, { order: 'id' });
      expect(await find({})).to.deep.equal([annAndBob.id, bobAndEve.id]);
      expect(await find({ participant: bob.id })).to.deep.equal([annAndBob.id, bobAndEve.id]);
      expect(await find({ participant: ann.id })).to.deep.equal([annAndBob.id]);
      expect(await find({ title: 'EVE' })).to.deep.equal([bobAndEve.id]);
      expect(await find({ updated: { from: at(3) } })).to.deep.equal([annAndBob.id]);
      expect(await find({ created: { from: at(2) }, participant: bob.id })).to.deep.equal([bobAndEve.id]);
      expect(await directory.sizeOfThreadsOf(bob.id)).to.deep.equal({ threads: 2, messages: 1 });
      expect(await directory.sizeOfThreadsOf(999)).to.deep.equal({ threads: 0, messages: 0 });
    });

    it('has messages, by any filters together', async () => {
      const first = await send(annAndBob, ann, 'Hello 100%', 5);
      const answer = await send(annAndBob, bob, 'what?', 6);
      const other = await send(bobAndEve, bob, 'hello', 7);
      await current().run((all) => acts(all).markRead(other));
      const sent = [first, answer, other];
      const filters = {
        threadId: annAndBob.id,
        senderId: bob.id,
        isRead: false,
        created: { from: at(6) },
        text: 'HELLO',
      };
      const meets = {
        threadId: [first, answer],
        senderId: [answer, other],
        isRead: [first, answer],
        created: [answer, other],
        text: [first, other],
      };
      const names = Object.keys(filters) as (keyof typeof filters)[];
      for (let set = 0; set < 2 ** names.length; set += 1) {
        const chosen = names.filter((_, index) => (set & (2 ** index)) > 0);
        const some = Object.fromEntries(chosen.map((name) => [name, filters[name]]));
        const expected = sent.filter((message) => chosen.every((name) => meets[name].includes(message)));
        expect(
          await list(bound(directory.messages), some, { order: 'created' }),
          chosen.join(' and '),
        ).to.deep.equal(expected.map(({ id }) => id));
      }
      const find = (some: Parameters<AdminDirectory['messages']['page']>[0]) =>
        list(bound(directory.messages), some, { order: 'created' });
      expect(await find({ isRead: true })).to.deep.equal([other.id]);
      expect(await find({ text: '%' }), 'no wildcard').to.deep.equal([first.id]);
    });

    it('counts what has no index up to a thousand', async () => {
      await current().run(({ conversations }) =>
        conversations.addAll(
          summedUp(
            Array.from({ length: 1001 }, (_, index) =>
              restoreMessage(annAndBob, {
                ...{ id: index + 1, threadId: annAndBob.id, participants: annAndBob.participants },
                ...{
                  senderId: ann.id,
                  text: `Message ${index}`,
                  created: at(5),
                  isRead: false,
                  metadata: {},
                  attachments: [],
                  edited: undefined,
                },
              }),
            ),
          ),
        ),
      );
      const { messages } = directory;
      expect(await messages.count({ text: 'message' })).to.deep.equal({ count: 1000, isExact: false });
      expect(await messages.count({ senderId: ann.id })).to.deep.equal({ count: 1001, isExact: true });
      const deep = { limit: 10, offset: 1000, order: 'created', direction: 'ASC' } as const;
      expect(await messages.page({ text: 'message' }, deep)).to.have.length(1);
      expect(await messages.page({ senderId: ann.id }, deep)).to.have.length(1);
    });

    it('has the audit trail, and knows which of its records are still there', async () => {
      const entry = {
        ...{ adminId: eve.id, adminName: 'Eve%', service: undefined },
        ...{ details: '', created: at(3) },
      } as const;
      await current().run(async ({ auditTrail }) => {
        await auditTrail.add({ ...entry, action: 'open', resource: 'Thread', recordId: annAndBob.id });
        await auditTrail.add({ ...entry, action: 'delete', resource: 'User', recordId: 999 });
      });
      const find = (filters: Parameters<AdminDirectory['auditEntries']['page']>[0]) =>
        list(bound(directory.auditEntries), filters, { order: 'id' });
      const [opened, deleted] = (await find({})) as [number, number];
      expect(await find({ adminId: eve.id })).to.deep.equal([opened, deleted]);
      expect(await find({ resource: 'User' })).to.deep.equal([deleted]);
      expect(await find({ action: 'open' })).to.deep.equal([opened]);
      expect(await find({ recordId: 999 })).to.deep.equal([deleted]);
      expect(await find({ created: { from: at(4) } })).to.deep.equal([]);
      const records = [...(await directory.auditEntries.withIds([opened, deleted]))];
      expect(records.sort((one, other) => one.id - other.id)).to.deep.equal([
        {
          ...{ ...entry, id: opened, action: 'open', resource: 'Thread', recordId: annAndBob.id },
          recordExists: true,
        },
        {
          ...{ ...entry, id: deleted, action: 'delete', resource: 'User', recordId: 999 },
          recordExists: false,
        },
      ]);
    });

    it('says in the audit trail which service did something, and for which user', async () => {
      const deed = { action: 'open', resource: 'Thread', recordId: 1, details: '', created: at(3) } as const;
      await current().run(async ({ auditTrail }) => {
        await auditTrail.add({ ...deed, adminId: eve.id, adminName: 'Eve', service: undefined });
        await auditTrail.add({ ...deed, adminId: eve.id, adminName: 'Eve', service: 'shop' });
        await auditTrail.add({ ...deed, adminId: undefined, adminName: undefined, service: 'shop' });
      });
      const named = async (filters: Parameters<AdminDirectory['auditEntries']['page']>[0]) => {
        const slice = { limit: 10, offset: 0, order: 'id', direction: 'ASC' } as const;
        return (await directory.auditEntries.page(filters, slice)).map(({ adminName }) => adminName);
      };
      expect(await named({})).to.deep.equal(['Eve', 'service shop, as Eve', 'service shop']);
      expect(await named({ service: 'shop' })).to.deep.equal(['service shop, as Eve', 'service shop']);
      expect(await named({ adminId: eve.id })).to.deep.equal(['Eve', 'service shop, as Eve']);
    });

    it('has pages in every order, both ways, with the ids deciding among equals', async () => {
      await send(annAndBob, ann, 'one', 5);
      await send(annAndBob, ann, 'two', 5);
      await current().run(({ auditTrail }) =>
        auditTrail.add({
          ...{ adminId: eve.id, adminName: 'Eve%', service: undefined, details: '', created: at(3) },
          ...{ action: 'open', resource: 'Thread', recordId: annAndBob.id },
        }),
      );
      const expectOrder = async <Order extends string>(
        found: AdminList<{ id: number }, object, Order>,
        order: Order,
      ) => {
        const find = (slice: Partial<AdminSlice<Order>>) => list(bound(found), {}, { order, ...slice });
        const rising = await find({});
        expect(await find({ direction: 'DESC' }), order).to.deep.equal(rising.toReversed());
        const one = await found.page({}, { limit: 1, offset: 1, order, direction: 'ASC' });
        expect(one.map(({ id }) => id)).to.deep.equal(rising.slice(1, 2));
        return rising;
      };
      for (const order of userOrders) await expectOrder(directory.users, order);
      for (const order of threadOrders) await expectOrder(directory.threads, order);
      for (const order of messageOrders) await expectOrder(directory.messages, order);
      for (const order of auditOrders) await expectOrder(directory.auditEntries, order);
      expect(await expectOrder(directory.users, 'unreadCount')).to.deep.equal([ann.id, eve.id, bob.id]);
      expect(await expectOrder(directory.threads, 'updated')).to.deep.equal([bobAndEve.id, annAndBob.id]);
    });

    it('has reports, by what was decided about them', async () => {
      const message = await send(annAndBob, ann, 'rude', 5);
      const of = (reporterId: number) => ({
        ...{
          messageId: message.id,
          threadId: annAndBob.id,
          senderId: ann.id,
          reporterId,
          reason: 'abuse' as const,
        },
        ...{ comment: undefined, text: 'rude', attachments: [], sent: at(5), created: at(6) },
      });
      const [open, closed] = await current().run(async ({ evidence }) => {
        const [one, two] = [await evidence.addReport(of(bob.id)), await evidence.addReport(of(ann.id))];
        await evidence.updateReport({ ...two, status: 'closed', closed: at(9) });
        return [one, two] as const;
      });
      const found = (filters: Parameters<AdminDirectory['reports']['page']>[0]) =>
        list(bound(directory.reports), filters, { order: 'created', direction: 'DESC' });
      expect(await found({})).to.deep.equal([closed.id, open.id]);
      expect(await found({ status: 'open' })).to.deep.equal([open.id]);
      expect(await found({ reason: 'spam' })).to.deep.equal([]);
      expect(
        await found({ reporterId: ann.id, senderId: ann.id, created: { from: at(6), to: at(6) } }),
      ).to.deep.equal([closed.id]);
      expect(await directory.reports.withIds([open.id])).to.deep.equal([
        {
          ...{
            id: open.id,
            messageId: message.id,
            threadId: annAndBob.id,
            senderId: ann.id,
            reporterId: bob.id,
          },
          ...{
            reason: 'abuse',
            comment: null,
            text: 'rude',
            created: at(6),
            status: 'open',
            note: null,
            closed: null,
          },
        },
      ]);
      expect((await directory.figures([])).openReports).to.equal(1);
    });

    it('has figures', async () => {
      await send(annAndBob, ann, 'one', 5);
      await send(annAndBob, bob, 'two', 6);
      const days = [
        { from: at(0), to: at(5) },
        { from: at(6), to: at(9) },
        { from: at(10), to: at(11) },
      ];
      expect(await directory.figures(days)).to.deep.equal({
        ...{ users: 3, activeUsers: 2, threads: 2, messages: 2, unread: 2, openReports: 0 },
        perDay: [1, 1, 0],
        activeThreads: [
          { id: annAndBob.id, title: 'Ann_1 & bob', messageCount: 2, updated: at(6) },
          { id: bobAndEve.id, title: 'bob & Eve%', messageCount: 0, updated: at(2) },
        ],
        newestUsers: [eve, bob, ann].map(({ id, username, created }) => ({ id, username, created })),
      });
    });
  });
}
