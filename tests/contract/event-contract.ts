import { acts } from '../support/acts.js';
import { expect } from 'chai';
import { positionRule, type ChatEvent } from '../../src/application/ports/event-log.js';
import type { Repositories, UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import { times } from '../support/client.js';
import {
  addMessage,
  addMessages,
  addUsers,
  at,
  newMessage,
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
    const missedBy = (user: User, from: string, to: string, limit = 100) =>
      unitOfWork.read(({ events }) => events.missedBy(user.id, from, to, limit));
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
    const missed = async (user: User, from = start, limit = 100): Promise<ChatEvent[] | undefined> => {
      const to = await end();
      const events: ChatEvent[] = [];
      for (let position = from; ;) {
        const batch = await missedBy(user, position, to, limit);
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
      const toldTo = async (user: User) =>
        (await missed(user))?.map(({ position, ...event }) => {
          expect(position).to.match(positionRule.pattern);
          return event;
        });
      const told = await toldTo(alice);
      const common = { participants: pair, unread: { low: 0, high: 0 } };
      const read = { type: 'message.read', thread: other.id } as const;
      expect(told).to.deep.equal([
        { type: 'thread.created', summary, ...common },
        { type: 'message.created', message: { ...first, isRead: true }, ...common },
        { type: 'message.created', message: { ...third, isRead: true }, ...common },
        { ...read, reader: carol.id, marked: { message: first.id }, ...common },
        { ...read, reader: alice.id, marked: { upTo: third.id }, ...common },
        { type: 'message.deleted', thread: other.id, message: second.id, ...common },
      ]);
      expect(await toldTo(carol)).to.deep.equal(told);
      expect(await missed(bob)).to.deep.equal([]);
      expect(typesOf(await all())).to.deep.equal(told?.map(({ type }) => type));
    });

    it('tells of a thread that is gone only that it is', async () => {
      await addMessages(unitOfWork, thread, alice, 3);
      await unitOfWork.run((all) => acts(all).removeThread(thread));
      for (const events of [await missed(alice), await missed(bob), await all()]) {
        expect(events?.map(({ type, unread }) => ({ type, unread }))).to.deep.equal([
          { type: 'thread.deleted', unread: { low: 0, high: 0 } },
        ]);
      }
    });

    it('counts what waits unread for each as that is when it is read', async () => {
      await addMessages(unitOfWork, thread, alice, 2);
      await addMessage(unitOfWork, await openThread(unitOfWork, bob, carol), carol);
      const [first] = (await missed(alice)) ?? [];
      expect(first?.unread).to.deep.equal({ low: 0, high: 3 });
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
      for (const told of [await missed(alice, from, 7), await all(from, 7)]) {
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
        for (const told of [await missed(bob, start, limit), await all(start, limit)]) {
          expect(messagesIn(told)).to.deep.equal(ids);
          for (const [index, { position }] of (told ?? []).entries()) {
            expect(messagesIn(await missed(bob, position, limit))).to.deep.equal(ids.slice(index + 1));
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
      }
      for (const what of ['another log', 'another past', 'the future'] as const) {
        expect(await readAfter(strange[what]), what).to.equal(undefined);
      }
    });
  });
}
