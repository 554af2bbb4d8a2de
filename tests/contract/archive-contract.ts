import { acts } from '../support/acts.js';
import { expect } from 'chai';
import type { Archive, DumpRecord } from '../../src/application/ports/archive.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { restoreMessage, restoreThread } from '../../src/domain/conversation/conversation.js';
import { summedUp } from '../../src/domain/conversation/decision.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import type { Message } from '../../src/domain/conversation/message.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import { collect } from '../support/collect.js';
import {
  addMessage,
  addMessages,
  addUsers,
  at,
  newUser,
  openThread,
  summaryOf,
} from '../support/fixtures.js';

export function describeArchive(current: () => UnitOfWork & Archive): void {
  describe('archive', () => {
    let store: UnitOfWork & Archive;

    beforeEach(() => {
      store = current();
    });

    const all = () => collect(store.records());
    const messageRecord = ({ id, threadId, senderId, text, created, isRead }: Message, key?: string) => ({
      message: { id, thread: threadId, sender: senderId, text, created, isRead, idempotencyKey: key },
    });
    const none = { count: 0, lastId: 0 };

    it('has an end alone while nothing is stored', async () => {
      expect(await all()).to.deep.equal([
        {
          end: {
            users: none,
            blocks: { count: 0 },
            threads: none,
            messages: none,
            versions: none,
            reports: none,
            attachments: none,
          },
        },
      ]);
    });

    it('has everything by rising ids, and the ids that were given and are gone', async () => {
      const [alice, bob, carol] = await addUsers(store, 'alice', 'bob', 'carol');
      const first = await openThread(store, carol, bob, at(1));
      const second = await openThread(store, bob, alice, at(2));
      const gone = await openThread(store, carol, alice, at(2));
      await store.run(async ({ blocks }) => {
        await blocks.add({ blockerId: carol.id, blockedId: bob.id, created: at(8) });
        await blocks.add({ blockerId: alice.id, blockedId: carol.id, created: at(7) });
        await blocks.add({ blockerId: alice.id, blockedId: bob.id, created: at(9) });
      });
      const sent = [
        await addMessage(store, second, bob, { created: at(3), idempotencyKey: 'a:key' }),
        await addMessage(store, first, bob, { created: at(4), text: 'Ça va ? \u2028😀' }),
        await addMessage(store, second, alice, { created: at(5) }),
      ];
      const last = await addMessage(store, gone, alice);
      await store.run((all) => acts(all).markRead(sent[1] as Message));
      await store.run((all) => acts(all).removeThread(gone));

      expect(await all()).to.deep.equal([
        { user: alice },
        { user: bob },
        { user: carol },
        { block: { blockerId: alice.id, blockedId: bob.id, created: at(9) } },
        { block: { blockerId: alice.id, blockedId: carol.id, created: at(7) } },
        { block: { blockerId: carol.id, blockedId: bob.id, created: at(8) } },
        { thread: { id: first.id, participants: [bob.id, carol.id], created: at(1), updated: at(4) } },
        { thread: { id: second.id, participants: [alice.id, bob.id], created: at(2), updated: at(5) } },
        messageRecord(sent[0] as Message, 'a:key'),
        messageRecord({ ...(sent[1] as Message), isRead: true }),
        messageRecord(sent[2] as Message),
        {
          end: {
            users: { count: 3, lastId: carol.id },
            blocks: { count: 3 },
            threads: { count: 2, lastId: gone.id },
            messages: { count: 3, lastId: last.id },
            versions: none,
            reports: none,
            attachments: { count: 0, lastId: 0 },
          },
        },
      ] satisfies DumpRecord[]);
    });

    it('tells whose messages are still to be removed', async () => {
      const [alice, bob, carol] = await addUsers(store, 'alice', 'bob', 'carol');
      await store.run(async ({ erasures }) => {
        for (const { id } of [carol, alice]) await erasures.add({ userId: id, created: at(5) });
        await erasures.remove(carol.id);
      });
      const users = (await all()).slice(0, 3);
      expect(users).to.deep.equal([{ user: { ...alice, erasing: at(5) } }, { user: bob }, { user: carol }]);
    });

    it('has who users are elsewhere, and how they are shown', async () => {
      const profile = { name: 'Alice A.', avatarUrl: 'https://host.example/a.png', externalId: 'a' };
      const claims = { name: 'Alice', avatarUrl: undefined, since: at(1) };
      const user = newUser('alice', { ...profile, claims });
      const alice = await store.run(({ users }) => users.add(user));
      expect((await all())[0]).to.deep.equal({ user: { ...user, id: alice.id } });
    });

    it('has more than it holds in memory at once', async () => {
      const [alice, bob] = await addUsers(store, 'alice', 'bob');
      const thread = await openThread(store, alice, bob);
      const sent: Message[] = [];
      while (sent.length < 1200) sent.push(...(await addMessages(store, thread, alice, 200)));
      const records = await all();
      const texts = records.flatMap((record) => ('message' in record ? [record.message.text] : []));
      expect(texts).to.deep.equal(sent.map(({ text }) => text));
    });

    it('has more blocks than it holds in memory at once', async () => {
      const people = await addUsers(store, ...Array.from({ length: 40 }, (_, index) => `user${index}`));
      const expected = people.flatMap(({ id: blockerId }) =>
        people
          .filter(({ id }) => id !== blockerId)
          .map(({ id: blockedId }) => ({ blockerId, blockedId, created: at(0) })),
      );
      for (const { id } of people.toReversed()) {
        const own = expected.filter(({ blockerId }) => blockerId === id);
        await store.run(async ({ blocks }) => {
          for (const block of own.toReversed()) await blocks.add(block);
        });
      }
      const found = (await all()).flatMap((record) => ('block' in record ? [record.block] : []));
      expect(found).to.have.length(1560);
      expect(found).to.deep.equal(expected);
    });

    it('stands still while others write, and holds none of them up', async () => {
      const [alice, bob] = await addUsers(store, 'alice', 'bob');
      const thread = await openThread(store, alice, bob);
      await addMessages(store, thread, alice, 5);
      const before = await all();
      const records: DumpRecord[] = [];
      for await (const record of store.records()) {
        if (records.length === 0) {
          await addUsers(store, 'carol');
          await store.run(({ users }) => users.update({ ...bob, active: false }));
          await store.run((all) => acts(all).removeThread(thread));
          await openThread(store, alice, bob);
        }
        records.push(record);
      }
      expect(records).to.deep.equal(before);
      expect(await all()).not.to.deep.equal(before);
    });

    it('may be left early', async () => {
      await addUsers(store, 'alice', 'bob');
      for await (const record of store.records()) {
        expect(record).to.have.nested.property('user.username', 'alice');
        break;
      }
      await addUsers(store, 'carol');
      expect(await all()).to.have.length(4);
    });

    it('puts many threads and messages back together, with their counts', async () => {
      const people = await addUsers(store, 'alice', 'bob', 'carol');
      const [alice, bob, carol] = people;
      const pairs = [ParticipantPair.of(bob.id, alice.id), ParticipantPair.of(bob.id, carol.id)] as const;
      const opened = pairs.map((participants, index) =>
        restoreThread({ id: 7 + 3 * index, participants, created: at(1), updated: at(20) }),
      );
      await store.run(({ conversations }) => conversations.addAll(summedUp(opened)));
      const message = (id: number, thread: 0 | 1, sender: User, isRead: boolean, key?: string) => ({
        record: {
          id,
          threadId: 7 + 3 * thread,
          senderId: sender.id,
          text: `№ ${id} "\\ \u2028 😀 \t`,
          metadata: {},
          attachments: [],
          created: at(id),
          isRead,
        },
        key,
      });
      // Later than the thread's own last update, and not in the order of time.
      const sent = [
        message(30, 0, alice, false),
        message(31, 1, bob, true, 'a "key"'),
        message(29, 0, bob, false),
        message(33, 0, alice, false),
      ];
      await store.run(async ({ conversations, messages, threads, users }) => {
        const found = new Map((await threads.findAll([7, 10, 99])).map((thread) => [thread.id, thread]));
        expect([...found.keys()].sort()).to.deep.equal([10, 7]);
        const others = [...pairs, ParticipantPair.of(alice.id, carol.id)];
        expect(
          (await threads.findAllOf(others.map((participants) => ({ participants })))).map(({ id }) => id),
        ).to.have.members([7, 10]);
        expect([...(await users.present([alice.id, carol.id, 99]))]).to.have.members([alice.id, carol.id]);
        await conversations.addAll(
          summedUp(
            sent.map(({ record, key }) => {
              const thread = found.get(record.threadId) as Thread;
              return restoreMessage(
                thread,
                { ...record, participants: thread.participants, edited: undefined },
                { idempotencyKey: key },
              );
            }),
          ),
        );
        await conversations.addAll({});
        const sentBy = (sender: number | { service: string }, key: string) => ({ sender, key });
        const asked = [
          sentBy(alice.id, 'a "key"'),
          sentBy(bob.id, 'a "key"'),
          sentBy({ service: 'bob' }, 'a "key"'),
        ];
        expect(await messages.usedKeys(asked)).to.deep.equal([sentBy(bob.id, 'a "key"')]);
        expect(await messages.usedKeys([])).to.deep.equal([]);
      });
      const records = await all();
      expect(records.filter((record) => 'thread' in record)).to.deep.equal([
        { thread: { id: 7, participants: [alice.id, bob.id], created: at(1), updated: at(33) } },
        { thread: { id: 10, participants: [bob.id, carol.id], created: at(1), updated: at(31) } },
      ]);
      const messages = sent.toSorted((one, other) => one.record.id - other.record.id);
      expect(records.filter((record) => 'message' in record)).to.deep.equal(
        messages.map(({ record, key }) =>
          messageRecord(
            { ...record, participants: pairs[record.threadId === 7 ? 0 : 1], edited: undefined },
            key,
          ),
        ),
      );
      const first = await summaryOf(store, { id: 7 });
      expect(first.thread.messageCount).to.equal(3);
      expect([alice, bob].map(({ id }) => first.thread.unreadOf(id))).to.deep.equal([1, 2]);
      expect(first.lastMessage?.id).to.equal(33);
      const unread = await store.read(({ users }) =>
        Promise.all(people.map(({ id }) => users.unreadCount(id))),
      );
      expect(unread).to.deep.equal([1, 2, 0]);
      const page = await store.read(({ threads }) => threads.pageOf(bob.id, { limit: 1, offset: 0 }));
      expect([page?.total, page?.items[0]?.thread.id]).to.deep.equal([2, 7]);
    });

    it('continues after ids that were given elsewhere', async () => {
      const [alice, bob] = await store.run(async ({ users, threads, messages }) => {
        await users.continueAfter(20);
        await threads.continueAfter(30);
        await messages.continueAfter(40);
        await messages.continueAfter(4);
        return [await users.add(newUser('alice')), await users.add(newUser('bob'))] as const;
      });
      expect([alice.id, bob.id]).to.deep.equal([21, 22]);
      await store.run(({ users }) => users.continueAfter(7));
      const [carol] = await addUsers(store, 'carol');
      expect(carol.id).to.equal(23);
      const pair = ParticipantPair.of(21, 22);
      const { thread } = await store.run((all) => acts(all).open(pair, at(0)));
      expect(thread.id).to.equal(31);
      expect((await addMessage(store, thread, { id: 21 })).id).to.equal(41);
    });
  });
}
