import {
  markRead,
  markThreadRead,
  open,
  removeThread,
  send,
} from '../../src/domain/conversation/conversation.js';
import { unchanged } from '../../src/domain/conversation/decision.js';
import { acts } from '../support/acts.js';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import type { Repositories, UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import type { User } from '../../src/domain/accounts/user.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import {
  addMessage,
  addUsers,
  at,
  newMessage,
  newUser,
  openThread,
  summaryOf,
  unreadCount,
} from '../support/fixtures.js';
import { Gate } from '../support/gate.js';
import { expectMistake, expectOutage, rejectionOf } from '../support/rejection-of.js';
import type { OpenStore, Store } from './store-contract.js';

export function describeUnitOfWork(current: () => UnitOfWork, openStore: OpenStore): void {
  describe('unit of work', () => {
    let unitOfWork: UnitOfWork;
    const entry = {
      adminId: 1,
      adminName: 'root',
      service: undefined,
      action: 'open',
      resource: 'Thread',
      recordId: 1,
      details: '',
      created: at(1),
    } as const;

    beforeEach(() => {
      unitOfWork = current();
    });

    const add = (name: string) => unitOfWork.run(({ users }) => users.add(newUser(name)));
    const names = async (from = unitOfWork) =>
      (await from.read(({ users }) => users.search('', { limit: 1000, offset: 0 }))).items.map(
        ({ username }) => username,
      );

    it('returns what the work returns', async () => {
      const value = { any: 'thing' };
      expect(await unitOfWork.run(async () => value)).to.equal(value);
      expect(await unitOfWork.read(async () => value)).to.equal(value);
    });

    it('has kept what it acknowledges, and shows it at once', async () => {
      const ids = Array.from({ length: 200 }, (_, index) => index);
      const seen = await Promise.all(
        ids.map(async (index) => {
          const { id } = await add(`user${index}`);
          return unitOfWork.read(({ users }) => users.find(id));
        }),
      );
      expect(seen.map((user) => user?.username)).to.deep.equal(ids.map((index) => `user${index}`));
      expect(await names()).to.have.length(200);
    });

    describe('that fails', () => {
      it('leaves no trace', async () => {
        const [alice, bob, carol] = await addUsers(unitOfWork, 'alice', 'bob', 'carol');
        const thread = await openThread(unitOfWork, alice, bob);
        const message = await addMessage(unitOfWork, thread, alice);
        const family = { id: 'family', userId: alice.id, current: 'first', expires: at(9) };
        const session = { id: 'session', userId: alice.id, data: '{}', expires: at(9) };
        await unitOfWork.run(async ({ tokenFamilies, sessions }) => {
          await tokenFamilies.add(family);
          await sessions.save(session);
        });
        const summary = await summaryOf(unitOfWork, thread);

        const works: ((all: Repositories) => Promise<unknown>)[] = [
          ({ users }) => users.add(newUser('dave')),
          ({ users }) => users.update({ ...alice, active: false, role: 'admin', passwordHash: 'other' }),
          ({ users }) => users.restoreAll([{ ...newUser('dave'), id: 99 }]),
          (all) => acts(all).open(ParticipantPair.of(alice.id, carol.id), at(1)),
          (all) => acts(all).removeThread(thread),
          (all) => acts(all).add(newMessage(thread, bob, { created: at(5), idempotencyKey: 'key' })),
          (all) => acts(all).markRead(message),
          (all) => acts(all).markThreadRead(thread, bob.id, message.id),
          (all) => acts(all).restore({ ...message, id: message.id + 9 }),
          (all) => acts(all).spend('family', 'first', 'second', at(10)),
          (all) => acts(all).spend('family', 'spent', 'second', at(10)),
          ({ tokenFamilies }) => tokenFamilies.remove('family'),
          ({ tokenFamilies }) => tokenFamilies.removeAllOf(alice.id),
          ({ tokenFamilies }) => tokenFamilies.removeExpired(at(9), 1),
          ({ tokenFamilies }) => tokenFamilies.add({ ...family, id: 'other' }),
          ({ sessions }) => sessions.save({ ...session, id: 'other' }),
          ({ sessions }) => sessions.removeAllOf(alice.id),
          ({ erasures }) => erasures.add({ userId: bob.id, created: at(1) }),
          ({ auditTrail }) => auditTrail.add(entry),
        ];
        for (const work of works) {
          const failure = new Error('Rolled back.');
          const run = unitOfWork.run(async (all) => {
            await work(all);
            throw failure;
          });
          expect(await rejectionOf(run)).to.equal(failure);
        }

        expect(await names()).to.deep.equal(['alice', 'bob', 'carol']);
        expect(await unitOfWork.read(({ users }) => users.find(alice.id))).to.deep.equal(alice);
        expect(await summaryOf(unitOfWork, thread)).to.deep.equal(summary);
        expect(await unreadCount(unitOfWork, bob)).to.equal(1);
        expect(await unreadCount(unitOfWork, alice)).to.equal(0);
        const page = await unitOfWork.read(({ threads }) =>
          threads.pageOf(alice.id, { limit: 9, offset: 0 }),
        );
        expect(page).to.deep.equal({ total: 1, items: [summary] });
        await unitOfWork.run(async (all) => {
          const { messages, sessions, erasures, auditTrail } = all;
          expect(await messages.findByIdempotencyKey({ sender: bob.id, key: 'key' })).to.equal(undefined);
          expect(await sessions.allOf(alice.id)).to.deep.equal([session]);
          expect(await erasures.pending(0, 9)).to.deep.equal([]);
          expect(await auditTrail.latest(9)).to.deep.equal([]);
          expect(await acts(all).spend('other', 'first', 'second', at(10))).to.equal(false);
          expect(await acts(all).spend('family', 'first', 'second', at(10))).to.equal(true);
        });
      });

      it('fails with the error of the work, unchanged', async () => {
        const failures = [new Error('asynchronous'), new TypeError('synchronous'), undefined];
        expect(await rejectionOf(unitOfWork.run(() => Promise.reject(failures[0] as Error)))).to.equal(
          failures[0],
        );
        const throws = () => {
          throw failures[1] as Error;
        };
        expect(await rejectionOf(unitOfWork.run(throws))).to.equal(failures[1]);
        expect(await rejectionOf(unitOfWork.read(throws))).to.equal(failures[1]);
      });

      it('lets those beside it stand', async () => {
        const failure = new Error('Rolled back.');
        await add('alice'); // first, or ALICE below might be
        const outcomes = await Promise.allSettled([
          unitOfWork.run(async ({ users }) => {
            await users.add(newUser('bob'));
            throw failure;
          }),
          add('carol'),
          unitOfWork.run(async ({ users }) => {
            await users.add(newUser('dave'));
            await users.add(newUser('ALICE'));
          }),
          add('erin'),
        ]);
        expect(outcomes.map(({ status }) => status)).to.deep.equal([
          'rejected',
          'fulfilled',
          'rejected',
          'fulfilled',
        ]);
        expect(outcomes[0]).to.have.property('reason', failure);
        expect(outcomes[2]).to.have.nested.property('reason.code', 'username_taken');
        expect(await names()).to.deep.equal(['alice', 'carol', 'erin']);
      });

      it('leaves room for the next of its thread', async () => {
        const [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
        const thread = await openThread(unitOfWork, alice, bob);
        const send = (text: string) =>
          unitOfWork.run(
            async (all) => {
              await acts(all).find(thread.id);
              await acts(all).add(newMessage(thread, alice, { text }));
              if (text === 'no') throw new Error(text);
            },
            { thread: thread.id },
          );
        const outcomes = await Promise.allSettled(['yes', 'no', 'yes', 'no', 'yes'].map(send));
        const sent = outcomes.map(({ status }) => status === 'fulfilled');
        expect(sent).to.deep.equal([true, false, true, false, true]);
        expect(await unreadCount(unitOfWork, bob)).to.equal(3);
      });

      it('leaves room for the next', async () => {
        await rejectionOf(unitOfWork.run(() => Promise.reject(new Error('no'))));
        await add('alice');
        expect(await names()).to.deep.equal(['alice']);
      });
    });

    describe('beside others', () => {
      it('does not mix with them, however long each waits between its statements', async () => {
        const [alice] = await addUsers(unitOfWork, 'alice');
        await unitOfWork.run(({ users }) => users.update({ ...alice, passwordHash: '0' }));
        const failure = new Error('Rolled back.');
        const outcomes = await Promise.allSettled(
          Array.from({ length: 21 }, (_, index) =>
            unitOfWork.run(async ({ users }) => {
              const user = await users.hold(alice.id);
              if (user === undefined) return expect.fail();
              await nextTurn();
              await users.update({ ...user, passwordHash: String(Number(user.passwordHash) + 1) });
              await nextTurn();
              if (index % 3 === 0) throw failure;
            }),
          ),
        );
        expect(outcomes.filter(({ status }) => status === 'rejected')).to.have.length(7);
        const user = await unitOfWork.read(({ users }) => users.find(alice.id));
        expect(user?.passwordHash).to.equal('14');
      });

      it('is invisible to readers until it is committed, and visible from then on', async () => {
        const [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
        const thread = await openThread(unitOfWork, alice, bob);
        const before = await summaryOf(unitOfWork, thread);
        const written = new Gate();
        const commit = new Gate();
        const run = unitOfWork.run(async (all) => {
          await all.users.add(newUser('carol'));
          await acts(all).add(newMessage(thread, alice, { created: at(7) }));
          written.open();
          await commit.opened;
        });
        await Promise.race([written.opened, run]);
        expect(await names()).to.deep.equal(['alice', 'bob']);
        expect(await summaryOf(unitOfWork, thread)).to.deep.equal(before);
        expect(await unreadCount(unitOfWork, bob)).to.equal(0);
        const beside = add('dave'); // may have to wait, or not
        expect(await names()).not.to.include('carol');
        commit.open();
        await run;
        await beside;
        expect(await names()).to.deep.equal(['alice', 'bob', 'carol', 'dave']);
        expect((await summaryOf(unitOfWork, thread)).thread.messageCount).to.equal(1);
        expect(await unreadCount(unitOfWork, bob)).to.equal(1);
      });

      it('is visible to readers only once it is acknowledged, or about to be', async () => {
        const written = new Gate();
        const end = new Gate();
        const acknowledged: string[] = [];
        const first = add('alice').then(({ username }) => acknowledged.push(username));
        const second = unitOfWork.run(async ({ users }) => {
          await users.add(newUser('bob'));
          written.open();
          await end.opened;
        });
        await Promise.race([written.opened, second]);
        const visible = await names();
        await nextTurn();
        expect(visible).to.deep.equal(acknowledged);
        end.open();
        await Promise.all([first, second]);
        expect(await names()).to.deep.equal(['alice', 'bob']);
      });

      it('is never visible to readers if it fails', async () => {
        const written = new Gate();
        const fail = new Gate();
        const run = unitOfWork.run(async ({ users }) => {
          await users.add(newUser('alice'));
          written.open();
          await fail.opened;
          throw new Error('Rolled back.');
        });
        const failed = rejectionOf(run);
        await Promise.race([written.opened, failed]);
        expect(await names()).to.deep.equal([]);
        fail.open();
        await failed;
        expect(await names()).to.deep.equal([]);
      });
    });

    describe('within another', () => {
      it('is refused at once, and the outer one goes on', async () => {
        await unitOfWork.run(async ({ users }) => {
          await expectMistake(unitOfWork.run(({ users: inner }) => inner.add(newUser('inner'))));
          await users.add(newUser('outer'));
          await expectMistake(unitOfWork.run(async () => undefined));
        });
        expect(await names()).to.deep.equal(['outer']);
      });

      it('is refused as a read, too', async () => {
        await unitOfWork.run(async ({ users }) => {
          await expectMistake(unitOfWork.read(async () => undefined));
          await users.add(newUser('outer'));
          await expectMistake(unitOfWork.read((readers) => readers.users.find(1)));
        });
        expect(await names()).to.deep.equal(['outer']);
      });
    });

    describe('that decides', () => {
      it('holds what it decides about: of twenty that send if nobody has, one does', async () => {
        const [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
        const { id: thread } = await openThread(unitOfWork, alice, bob);
        const input = {
          threadId: thread,
          caller: { id: alice.id, role: 'user' },
          content: { text: 'First' },
          idempotencyKey: undefined,
        } as const;
        const sent = await Promise.all(
          Array.from({ length: 20 }, () =>
            unitOfWork.decide({ thread }, ({ standing }) =>
              standing?.thread.messageCount === 0
                ? send(standing, undefined, input, at(1))
                : unchanged(undefined),
            ),
          ),
        );
        expect(sent.filter((one) => one !== undefined)).to.have.lengthOf(1);
        expect((await summaryOf(unitOfWork, { id: thread })).thread.messageCount).to.equal(1);
      });

      it('decides many at once, each for itself, whatever becomes of those beside it', async () => {
        const [alice, bob, carol, dave] = await addUsers(unitOfWork, 'alice', 'bob', 'carol', 'dave');
        const threads = [
          await openThread(unitOfWork, alice, bob),
          await openThread(unitOfWork, alice, carol),
          await openThread(unitOfWork, bob, carol),
        ] as const;
        const unread = await addMessage(unitOfWork, threads[0], bob);
        await addMessage(unitOfWork, threads[1], carol);
        const say = (index: 0 | 1 | 2, sender: User, text: string, key?: string) => {
          const { id: threadId } = threads[index];
          const caller = { id: sender.id, role: 'user' } as const;
          return unitOfWork
            .decide(
              { thread: threadId, key: key === undefined ? undefined : { sender: sender.id, key } },
              ({ standing, first }) =>
                send(standing, first, { threadId, caller, content: { text }, idempotencyKey: key }, at(5)),
            )
            .then(({ message, sent }) => `${message.id} ${sent}`);
        };
        const start = () =>
          unitOfWork
            .decide({ pair: ParticipantPair.of(alice.id, dave.id) }, (standing) =>
              open(ParticipantPair.of(alice.id, dave.id), standing, at(5)),
            )
            .then(({ summary, opened }) => `${summary.thread.id} ${opened}`);
        const failure = new Error('No.');
        const [said, opened, keyed, marked, refused] = await Promise.all([
          Promise.all(
            Array.from({ length: 12 }, (_, index) =>
              say((index % 3) as 0 | 1 | 2, index % 3 === 2 ? bob : alice, `${index}`),
            ),
          ),
          Promise.all([start(), start(), start()]),
          Promise.all([say(0, alice, 'once', 'key'), say(0, alice, 'once', 'key')]),
          Promise.all([
            unitOfWork.decide({ message: unread.id }, (found) =>
              found === undefined ? expect.fail() : markRead(found),
            ),
            unitOfWork.decide({ thread: threads[1].id }, ({ standing }) =>
              standing === undefined
                ? expect.fail()
                : markThreadRead(standing.thread, alice.id, Number.MAX_SAFE_INTEGER),
            ),
          ]),
          Promise.allSettled([
            say(0, carol, 'I am not in it'),
            unitOfWork.decide({ thread: 999_999 }, ({ standing }) => unchanged(standing)),
            unitOfWork.decide({ message: 999_999 }, unchanged),
            unitOfWork.decide({ thread: threads[2].id }, () => {
              throw failure;
            }),
          ]),
        ]);
        expect(new Set(said).size).to.equal(12);
        expect(opened.filter((one) => one.endsWith('true'))).to.have.lengthOf(1);
        expect(new Set(opened.map((one) => one.split(' ')[0])).size).to.equal(1);
        expect(keyed.map((one) => one.split(' ')[1]).sort()).to.deep.equal(['false', 'true']);
        expect(keyed[0].split(' ')[0]).to.equal(keyed[1].split(' ')[0]);
        expect(marked).to.deep.equal([{ ...unread, isRead: true }, 1]);
        expect(refused[0]).to.have.nested.property('reason.code', 'thread_not_found');
        expect(refused[1]).to.deep.equal({ status: 'fulfilled', value: undefined });
        expect(refused[2]).to.deep.equal({ status: 'fulfilled', value: undefined });
        expect(refused[3]).to.have.property('reason', failure);
        const counts = await Promise.all(
          threads.map(async (thread) => (await summaryOf(unitOfWork, thread)).thread.messageCount),
        );
        expect(counts).to.deep.equal([6, 5, 4]);
        const waiting = await Promise.all(
          [alice, bob, carol, dave].map((user) => unreadCount(unitOfWork, user)),
        );
        expect(waiting).to.deep.equal([0, 5, 8, 0]);
        for (const thread of threads) {
          const page = await unitOfWork.read(({ messages }) =>
            messages.pageOf(thread.id, { after: 0, limit: 99 }),
          );
          const { thread: stored } = await summaryOf(unitOfWork, thread);
          expect(stored.lastMessageId).to.equal(page?.items.at(-1)?.id);
        }
      });

      it('leaves no trace of a decision that throws, and goes on', async () => {
        const [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
        const { id: thread } = await openThread(unitOfWork, alice, bob);
        const failure = new Error('No.');
        const refused = unitOfWork.decide({ thread }, () => {
          throw failure;
        });
        const removed = unitOfWork.decide({ thread }, ({ standing }) =>
          standing === undefined ? expect.fail() : removeThread(standing.thread),
        );
        expect(await rejectionOf(refused)).to.equal(failure);
        await removed;
        expect(await unitOfWork.read(({ threads }) => threads.summary(thread))).to.equal(undefined);
      });
    });

    describe('whose work is over', () => {
      const expectOver = async (all: Repositories) => {
        const { users, threads, messages, tokenFamilies, sessions, erasures, auditTrail } = all;
        await expectMistake(users.find(1));
        await expectMistake(users.add(newUser('late')));
        await expectMistake(acts(all).find(1));
        await expectMistake(threads.pageOf(1, { limit: 1, offset: 0 }));
        await expectMistake(messages.find(1));
        await expectMistake(tokenFamilies.remove('family'));
        await expectMistake(acts(all).spend('family', 'first', 'second', at(0)));
        await expectMistake(sessions.find('session'));
        await expectMistake(sessions.removeExpired(at(0)));
        await expectMistake(erasures.pending(0, 1));
        await expectMistake(auditTrail.add(entry));
      };

      it('refuses further use of its repositories after it returned', async () => {
        const kept = await unitOfWork.run(async (all) => all);
        await expectOver(kept);
        expect(await names()).to.deep.equal([]);
      });

      it('refuses further use of its repositories after it failed', async () => {
        let kept: Repositories | undefined;
        const run = unitOfWork.run(async (all) => {
          kept = all;
          await all.users.add(newUser('alice'));
          throw new Error('Rolled back.');
        });
        await rejectionOf(run);
        if (kept === undefined) return expect.fail();
        await expectOver(kept);
        expect(await names()).to.deep.equal([]);
      });

      it('keeps all or nothing of a statement that it did not await', async () => {
        const [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
        const thread = await openThread(unitOfWork, alice, bob);
        const before = await summaryOf(unitOfWork, thread);
        const strays: Promise<unknown>[] = [];
        const input = {
          threadId: thread.id,
          caller: { id: alice.id, role: 'user' },
          content: { text: 'Hello' },
          idempotencyKey: undefined,
        } as const;
        const decision = send({ thread, blocked: false }, undefined, input, at(5));
        const [outcome, neighbour] = await Promise.allSettled([
          unitOfWork.run(async ({ conversations }) => {
            strays.push(conversations.apply(decision).catch(() => undefined));
          }),
          unitOfWork.run(async ({ users }) => {
            await users.add(newUser('carol'));
            await nextTurn();
            throw new Error('Rolled back.');
          }),
          add('dave'),
        ]);
        await Promise.all(strays);
        const summary = await summaryOf(unitOfWork, thread);
        if (outcome.status === 'fulfilled') {
          expect(summary.thread.messageCount).to.equal(1);
          expect(summary.thread.unreadOf(bob.id)).to.equal(1);
          expect(summary.lastMessage?.senderId).to.equal(alice.id);
          expect(await unreadCount(unitOfWork, bob)).to.equal(1);
        } else {
          expect(summary).to.deep.equal(before);
          expect(await unreadCount(unitOfWork, bob)).to.equal(0);
        }
        const page = await unitOfWork.read(({ messages }) =>
          messages.pageOf(thread.id, { after: 0, limit: 9 }),
        );
        expect(page?.items).to.have.length(summary.thread.messageCount);
        expect(neighbour.status).to.equal('rejected');
        expect(await names()).to.deep.equal(['alice', 'bob', 'dave']);
      });
    });

    describe('that takes too long', () => {
      let store: Store;

      beforeEach(async () => {
        store = await openStore({ timeout: 500 });
      });

      afterEach(() => store.close());

      it('is refused and leaves nothing, and those beside it stand', async () => {
        const run = (name: string) => store.unitOfWork.run(({ users }) => users.add(newUser(name)));
        const outcomes = await Promise.allSettled([
          run('alice'),
          store.unitOfWork.run(async ({ users }) => {
            await users.add(newUser('bob'));
            await new Promise(() => undefined);
          }),
          run('carol'),
        ]);
        expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
        expect(outcomes[1]).to.have.nested.property('reason.code', 'storage_unavailable');
        expect(await names(store.unitOfWork)).to.deep.equal(['alice', 'carol']);
        await run('dave');
        expect(await names(store.unitOfWork)).to.deep.equal(['alice', 'carol', 'dave']);
      });

      it('cannot go on afterwards', async () => {
        const late = new Gate();
        const attempted = new Gate();
        let outcome: unknown;
        const run = store.unitOfWork.run(async ({ users }) => {
          await users.add(newUser('alice'));
          await late.opened;
          outcome = await users.add(newUser('bob')).catch((error: unknown) => error);
          attempted.open();
        });
        await expectOutage(run, 'storage_unavailable');
        late.open();
        await attempted.opened;
        expect(outcome).to.be.instanceOf(Error);
        expect(await names(store.unitOfWork)).to.deep.equal([]);
      });
    });

    describe('of a store that closes', () => {
      it('is finished if it was accepted, and refused after that', async () => {
        const store = await openStore();
        const accepted = store.unitOfWork.run(async ({ users }) => {
          await nextTurn();
          return users.add(newUser('alice'));
        });
        let finished = false;
        void accepted.then(() => {
          finished = true;
        });
        const closed = store.close();
        await expectOutage(
          store.unitOfWork.run(({ users }) => users.add(newUser('bob'))),
          'storage_unavailable',
        );
        await closed;
        expect(finished).to.equal(true);
        expect((await accepted).username).to.equal('alice');
        await expectOutage(
          store.unitOfWork.run(async () => undefined),
          'storage_unavailable',
        );
      });
    });
  });
}
