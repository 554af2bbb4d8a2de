import { acts } from '../support/acts.js';
import { addUser, removeUser, updateUser } from '../../src/application/accounts/keep-user.js';
import { expect } from 'chai';
import {
  isSameLog,
  positionRule,
  type ChatEvent,
  type Reader,
} from '../../src/application/ports/event-log.js';
import type { Repositories, UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import type { Message } from '../../src/domain/conversation/message.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import { times } from '../support/times.js';
import {
  addMessage,
  addMessages,
  addUsers,
  at,
  newMessage,
  newUser,
  openThread,
  summaryOf,
} from '../support/fixtures.js';
import { Gate } from '../support/gate.js';
import { rejectionOf } from '../support/rejection-of.js';

/** After everything that a test records. */
const later = () => new Date(Date.now() + 60_000);

export function describeEvents(current: () => UnitOfWork): void {
  describe('event log', () => {
    let unitOfWork: UnitOfWork;
    let alice: User;
    let bob: User;
    let carol: User;
    let thread: Thread;
    let start: string;

    beforeEach(async () => {
      unitOfWork = current();
      [alice, bob, carol] = await addUsers(unitOfWork, 'alice', 'bob', 'carol');
      thread = await openThread(unitOfWork, alice, bob);
      start = await end();
    });

    const end = () => unitOfWork.read(({ events }) => events.end());
    const everybody = 'everybody';
    const missedBy = (reader: User | 'everybody', from: string, to: string, limit = 100) => {
      const whose: Reader = reader === everybody ? reader : reader.id;
      return unitOfWork.read(({ events }) => events.missedBy(whose, from, to, limit));
    };
    const readAfter = (from: string, limit = 100) =>
      unitOfWork.read(({ events }) => events.after(from, limit));
    const after = async (from: string, limit = 100) => {
      const batch = await readAfter(from, limit);
      if (batch === undefined) throw new Error(`The log does not know its own ${from}.`);
      return batch;
    };
    const prune = (before: Date, limit: number) =>
      unitOfWork.run(({ events }) => events.prune(before, limit));

    /** In as many batches as it takes; undefined if the log cannot tell. */
    const missed = async (
      reader: User | 'everybody',
      from = start,
      limit = 100,
    ): Promise<ChatEvent[] | undefined> => {
      const to = await end();
      const events: ChatEvent[] = [];
      for (let position = from; ;) {
        const batch = await missedBy(reader, position, to, limit);
        if (batch === undefined) return undefined;
        expect(batch.events.length).to.be.at.most(limit);
        events.push(...batch.events);
        if (batch.complete) return events;
        position = batch.position;
      }
    };
    const all = async (from = start, limit = 100): Promise<ChatEvent[]> => {
      const events: ChatEvent[] = [];
      for (let position = from; ;) {
        const batch = await after(position, limit);
        events.push(...batch.events);
        if (batch.complete) return events;
        position = batch.position;
      }
    };
    const typesOf = (events: readonly ChatEvent[] | undefined) => events?.map(({ type }) => type);
    const unreadIn = (event: ChatEvent) => ('unread' in event ? event.unread : undefined);
    const messagesIn = (events: readonly ChatEvent[] | undefined) =>
      events?.map((event) => (event.type === 'message.created' ? event.message.id : event.type));

    it('tells each change to both participants, and to nobody else', async () => {
      const other = await openThread(unitOfWork, alice, carol);
      const pair = other.participants;
      const first = await addMessage(unitOfWork, other, alice);
      const second = await addMessage(unitOfWork, other, carol);
      const third = await addMessage(unitOfWork, other, carol);
      await unitOfWork.run((all) => acts(all).markRead(first));
      await unitOfWork.run((all) => acts(all).markThreadRead(other, alice.id, third.id));
      await unitOfWork.run((all) => acts(all).remove(second));
      const summary = await summaryOf(unitOfWork, other);
      const toldTo = async (user: User | 'everybody') =>
        (await missed(user))?.map(({ position, id: _id, created: _created, ...event }) => {
          expect(position).to.match(positionRule.pattern);
          return event;
        });
      const told = await toldTo(alice);
      const common = { threadId: other.id, participants: pair, unread: { low: 0, high: 0 } };
      const created = (message: Message) => ({
        type: 'message.created',
        messageId: message.id,
        message: { ...message, isRead: true },
        ...common,
      });
      expect(told).to.deep.equal([
        { type: 'thread.created', summary, ...common },
        created(first),
        created(third),
        { type: 'message.read', reader: carol.id, messageId: first.id, ...common },
        { type: 'message.read', reader: alice.id, upTo: third.id, ...common },
        { type: 'message.deleted', messageId: second.id, ...common },
      ]);
      expect(await toldTo(carol)).to.deep.equal(told);
      expect(await toldTo(everybody)).to.deep.equal(told);
      expect(await missed(bob)).to.deep.equal([]);
      expect(typesOf(await all())).to.deep.equal(told?.map(({ type }) => type));
    });

    it('numbers events, each for good and the later of a thread higher, and keeps their time', async () => {
      await addMessages(unitOfWork, thread, alice, 3);
      const told = await all();
      const numbers = told.map(({ id }) => id);
      expect(numbers).to.have.lengthOf(3);
      expect(numbers).to.deep.equal([...new Set(numbers)].toSorted((a, b) => a - b));
      const placed = ({ id, created, position }: ChatEvent) => ({ id, created, position });
      expect(((await missed(bob, start, 1)) ?? []).map(({ id }) => id)).to.deep.equal(numbers);
      expect((await all()).map(placed), 'when they are read again').to.deep.equal(told.map(placed));
      await prune(told[0]!.created, 100);
      expect((await all()).map(placed), 'when what is older was forgotten').to.deep.equal(told.map(placed));
      await prune(new Date(told.at(-1)!.created.getTime() + 1), 100);
      const from = await end();
      expect(await all(from)).to.deep.equal([]);
      await addMessage(unitOfWork, await openThread(unitOfWork, bob, carol), carol);
      const numbersAfter = (await all(from)).map(({ id }) => id);
      expect(Math.min(...numbersAfter), 'after the log was emptied').to.be.above(Math.max(...numbers));
    });

    it('tells of a thread that is gone only that it is', async () => {
      await addMessages(unitOfWork, thread, alice, 3);
      await unitOfWork.run((all) => acts(all).removeThread(thread));
      for (const events of [await missed(alice), await missed(bob), await missed(everybody), await all()]) {
        expect(events?.map((event) => [event.type, unreadIn(event)])).to.deep.equal([
          ['thread.deleted', { low: 0, high: 0 }],
        ]);
      }
    });

    it('counts what waits unread for each as that is when it is read', async () => {
      await addMessages(unitOfWork, thread, alice, 2);
      await addMessage(unitOfWork, await openThread(unitOfWork, bob, carol), carol);
      const [first] = (await missed(alice)) ?? [];
      expect(first && unreadIn(first)).to.deep.equal({ low: 0, high: 3 });
    });

    it('tells of a user who was updated those who have a thread with them, and of others nobody', async () => {
      await openThread(unitOfWork, carol, alice);
      await unitOfWork.run((all) => acts(all).open(ParticipantPair.of(alice.id, bob.id), at(0), 'order:42'));
      await addMessage(unitOfWork, thread, bob);
      const from = await end();
      const { dave, changed } = await unitOfWork.run(async (all) => {
        const dave = await addUser(all, newUser('dave', { externalId: 'customer-4' }));
        const changed = { ...alice, name: 'Alice A.', avatarUrl: 'https://example.com/a.png' };
        await updateUser(all, alice, changed);
        await updateUser(all, bob, { ...bob, passwordHash: 'another', active: false, role: 'admin' });
        return { dave, changed };
      });
      const account = (user: User, unreadCount: number) => {
        const { passwordHash: _hash, claims: _claims, ...told } = user;
        return { user: told, unreadCount };
      };
      const told = async (user: User, limit?: number) =>
        (await missed(user, from, limit))?.map(({ position: _p, id: _i, created: _c, ...event }) => event);
      const updated = { type: 'user.updated', userId: alice.id, account: account(changed, 1) };
      for (const user of [alice, bob, carol]) {
        for (const limit of [1, 100]) expect(await told(user, limit)).to.deep.equal([updated]);
      }
      expect(await told(dave)).to.deep.equal([]);
      const everything = await all(from);
      expect(everything.map(({ type }) => type)).to.deep.equal(['user.created', 'user.updated']);
      expect(everything[0]).to.deep.include({ account: account(dave, 0) });
      expect(await missed(everybody, from)).to.deep.equal(everything);
      expect(everything[1]).to.deep.include(updated);

      await unitOfWork.run((repositories) => removeUser(repositories, dave.id));
      const [update, removal, ...others] = (await missed(everybody, from, 1)) ?? [];
      expect(update).to.deep.include(updated);
      expect(removal).to.deep.include({ type: 'user.deleted', userId: dave.id });
      expect(others).to.deep.equal([]);
      const [event] = (await missed(carol, from)) ?? [];
      expect(await missed(carol, event?.position)).to.deep.equal([]);
    });

    it('tells of a user who was updated between messages, in the order in which it happened', async () => {
      const names = ['Alice', 'Al', undefined];
      let before = alice;
      for (const name of names) {
        await addMessage(unitOfWork, thread, alice);
        const after = { ...before, name };
        await unitOfWork.run((all) => updateUser(all, before, after));
        before = after;
      }
      const types = names.flatMap(() => ['message.created', 'user.updated']);
      for (const limit of [1, 2, 4, 100]) {
        expect(typesOf(await missed(bob, start, limit))).to.deep.equal(types);
        expect(typesOf(await all(start, limit))).to.deep.equal(types);
      }
      for (const [index, { position }] of ((await missed(bob)) ?? []).entries()) {
        expect(typesOf(await missed(bob, position))).to.deep.equal(types.slice(index + 1));
      }
    });

    it('holds nothing of a unit of work that fails, and nothing before the commit', async () => {
      const written = new Gate();
      const finish = new Gate();
      const outcomes = [true, false].map((fails) =>
        unitOfWork.run(async (all) => {
          if (fails) await acts(all).open(ParticipantPair.of(alice.id, carol.id), at(1));
          else await acts(all).add(newMessage(thread, alice));
          written.open();
          await finish.opened;
          if (fails) throw new Error('Rolled back.');
        }),
      );
      const settled = Promise.allSettled(outcomes);
      await Promise.race([written.opened, settled]);
      expect(await all()).to.deep.equal([]);
      expect(await missed(alice)).to.deep.equal([]);
      finish.open();
      await settled;
      expect(typesOf(await missed(alice))).to.deep.equal(['message.created']);
    });

    it('holds nothing of a change that changes nothing, and nothing of what is restored', async () => {
      const message = await addMessage(unitOfWork, thread, alice);
      await unitOfWork.run((all) => acts(all).markThreadRead(thread, bob.id, message.id));
      const from = await end();
      const works: ((all: Repositories) => Promise<unknown>)[] = [
        (all) => acts(all).open(thread.participants, at(5)),
        (all) => acts(all).markRead({ ...message, isRead: true }),
        (all) => acts(all).markThreadRead(thread, bob.id, message.id),
        (all) => acts(all).markThreadRead(thread, alice.id, message.id),
        (all) => acts(all).restore({ ...message, id: message.id + 9 }),
        (all) =>
          acts(all).restoreThread({
            id: thread.id + 9,
            participants: ParticipantPair.of(bob.id, carol.id),
            created: at(0),
            updated: at(0),
          }),
        ({ users }) => users.restoreAll([{ ...newUser('restored'), id: carol.id + 9 }]),
        (all) => updateUser(all, carol, { ...carol }),
      ];
      for (const work of works) await unitOfWork.run(work);
      expect(await all(from)).to.deep.equal([]);
      expect(await missed(bob, from)).to.deep.equal([]);
    });

    it('keeps the order of each thread, however many write at once', async () => {
      const threads = [thread, await openThread(unitOfWork, alice, carol)];
      const from = await end();
      await times(60, async (index) => {
        const into = threads[index % 2]!;
        await unitOfWork.run(async (repositories) => {
          await acts(repositories).add(newMessage(into, alice));
        });
      });
      for (const told of [
        await missed(alice, from, 7),
        await missed(everybody, from, 7),
        await all(from, 7),
      ]) {
        expect(told).to.have.lengthOf(60);
        for (const { id } of threads) {
          const ids = (told ?? []).flatMap((event) =>
            event.type === 'message.created' && event.message.threadId === id ? event.message.id : [],
          );
          expect(ids).to.have.lengthOf(30);
          expect(ids).to.deep.equal(ids.toSorted((a, b) => a - b));
        }
      }
    });

    it('goes on after each event, in batches of any size', async () => {
      const ids = (await addMessages(unitOfWork, thread, alice, 4)).map(({ id }) => id);
      for (let index = 0; index < 3; index += 1) ids.push((await addMessage(unitOfWork, thread, bob)).id);
      for (const limit of [1, 2, 3, 7, 8]) {
        const ways = [bob, everybody] as const;
        for (const told of [
          ...(await Promise.all(ways.map((one) => missed(one, start, limit)))),
          await all(start, limit),
        ]) {
          expect(messagesIn(told)).to.deep.equal(ids);
          for (const [index, { position }] of (told ?? []).entries()) {
            for (const one of ways) {
              expect(messagesIn(await missed(one, position, limit))).to.deep.equal(ids.slice(index + 1));
            }
            expect(messagesIn(await all(position, limit))).to.deep.equal(ids.slice(index + 1));
          }
        }
      }
    });

    it('tells what was missed up to a place, and the rest after it', async () => {
      const before = await addMessage(unitOfWork, thread, alice);
      const middle = await end();
      const then = await addMessage(unitOfWork, thread, bob);
      expect(messagesIn((await missedBy(alice, start, middle))?.events)).to.deep.equal([before.id]);
      expect(messagesIn((await missedBy(everybody, start, middle))?.events)).to.deep.equal([before.id]);
      expect(messagesIn((await after(middle)).events)).to.deep.equal([then.id]);
      const complete = (await missedBy(alice, start, middle))?.position ?? '';
      expect(messagesIn(await missed(alice, complete))).to.deep.equal([then.id]);
    });

    it('ends where it has been read to, also when nothing came', async () => {
      await addMessage(unitOfWork, thread, alice);
      const { position, complete } = await after(start);
      expect(complete).to.equal(true);
      for (const place of [position, (await after(position)).position, await end()]) {
        const next = await addMessage(unitOfWork, thread, alice);
        const told = messagesIn(await missed(bob, place)) ?? [];
        expect(told.at(-1)).to.equal(next.id);
        expect(messagesIn(await all(place))).to.deep.equal(told);
      }
      expect(await missed(bob, await end())).to.deep.equal([]);
    });

    it('forgets the oldest, and knows who may have missed them', async () => {
      await addMessages(unitOfWork, thread, alice, 3);
      const kept = await end();
      const last = await addMessage(unitOfWork, thread, bob);
      const places = ((await missed(bob)) ?? []).map(({ position }) => position);
      expect(await prune(at(0), 100)).to.equal(0);
      expect(await missed(bob)).to.have.lengthOf(4);
      // One of them is that the thread was opened.
      expect(await prune(later(), 2)).to.equal(2);
      expect(await missed(bob), 'what has missed the first message').to.equal(undefined);
      expect(await missed(everybody), 'what has missed the first message').to.equal(undefined);
      expect(await prune(later(), 2)).to.equal(2);
      expect(await missed(bob, places[0])).to.equal(undefined);
      expect(messagesIn(await missed(bob, kept))).to.deep.equal([last.id]);
      expect(await prune(later(), 100)).to.equal(1);
      expect(await missed(bob, kept)).to.equal(undefined);
      expect(await prune(later(), 100)).to.equal(0);
      const empty = await end();
      const next = await addMessage(unitOfWork, thread, bob);
      expect(messagesIn(await missed(bob, empty))).to.deep.equal([next.id]);
      expect(messagesIn(await all(empty))).to.deep.equal([next.id]);
    });

    it('begins with the oldest event that is left', async () => {
      const beginning = () => unitOfWork.read(({ events }) => events.beginning());
      const [first] = await all(await beginning());
      expect(first?.type).to.equal('thread.created');
      await addMessages(unitOfWork, thread, alice, 2);
      await prune(later(), 2);
      expect(typesOf(await all(await beginning()))).to.deep.equal(['message.created']);
      await prune(later(), 2);
      expect(await all(await beginning())).to.deep.equal([]);
      expect(isSameLog(await beginning(), await end())).to.equal(true);
      const next = await addMessage(unitOfWork, thread, bob);
      expect(messagesIn(await all(await beginning()))).to.deep.equal([next.id]);
    });

    it('forgets nothing when that is rolled back', async () => {
      await addMessage(unitOfWork, thread, alice);
      await rejectionOf(
        unitOfWork.run(async ({ events }) => {
          expect(await events.prune(later(), 100)).to.equal(2);
          throw new Error('Rolled back.');
        }),
      );
      expect(await missed(bob)).to.have.lengthOf(1);
    });

    it('does not know places that it never gave', async () => {
      await addMessage(unitOfWork, thread, alice);
      const place = (await missed(alice))?.[0]?.position ?? '';
      const [, log, id, created] = /^(\w+)-.*?(\d+)-(\w+)$/.exec(place) ?? [];
      const strange = {
        'another log': place.replace(log ?? '', log === 'deadbeef' ? 'feedbeef' : 'deadbeef'),
        'the future': place.replace(/(\d+)-(\w+)$/, `${Number(id) + 1000}-$2`),
        'another past': place.replace(/\w+$/, (parseInt(created ?? '', 36) + 1).toString(36)),
        'a number too large': place.replace(/(\d+)-(\w+)$/, `${'9'.repeat(15)}-$2`),
        'no number': `${log}-x-y`,
        'no time': `${log}-1`,
        'another store': `${log}-1.2.3.4-5-6-7`,
        'a snapshot that is none': `${log}-5.1-1-1`,
        'one with wrong numbers': `${log}-1.${'9'.repeat(30)}-1-1`,
        'running transactions out of order': `${log}-1.9.8.3.3-1-1`,
        nothing: '',
      };
      const to = await end();
      for (const [what, position] of Object.entries(strange)) {
        expect(await missedBy(alice, position, to), what).to.equal(undefined);
        expect(await missedBy(everybody, position, to), what).to.equal(undefined);
      }
      for (const [what, position] of Object.entries(strange)) {
        expect(await readAfter(position), what).to.equal(undefined);
      }
    });
  });
}
