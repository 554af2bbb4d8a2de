import { acts } from '../../../support/acts.js';
import { expect } from 'chai';
import { BlockUser } from '../../../../src/application/conversation/block-user.js';
import { ChangeUser } from '../../../../src/application/admin/change-user.js';
import type { ErasedMessages } from '../../../../src/application/privacy/erase-account.js';
import { EraseOwnAccount } from '../../../../src/application/privacy/erase-own-account.js';
import { EraseUser } from '../../../../src/application/privacy/erase-user.js';
import { ExportUser } from '../../../../src/application/privacy/export-user.js';
import { OpenThread } from '../../../../src/application/conversation/open-thread.js';
import { RemoveErasedMessages } from '../../../../src/application/privacy/remove-erased-messages.js';
import type { Message } from '../../../../src/domain/conversation/message.js';
import { ParticipantPair } from '../../../../src/domain/conversation/participant-pair.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import {
  isErased,
  operator,
  parseUsername,
  unknownProfile,
  type Caller,
  type User,
  type UserCaller,
} from '../../../../src/domain/accounts/user.js';
import { collect } from '../../../support/collect.js';
import { PlainHasher } from '../../../support/fakes.js';
import {
  addMessage,
  addMessages,
  at,
  idsOf,
  openThread,
  summaryOf,
  unreadCount,
} from '../../../support/fixtures.js';
import { expectRefusal, expectRefused } from '../../../support/rejection-of.js';
import { deactivate, newWorld, type World } from '../../../support/world.js';

describe('Privacy', () => {
  let world: World;
  let alice: User;
  let bob: User;
  let thread: Thread;
  let hasher: PlainHasher;

  beforeEach(async () => {
    world = await newWorld();
    hasher = new PlainHasher();
    ({ alice, bob } = world);
    alice = { ...alice, passwordHash: 'plain secret' };
    await world.unitOfWork.run(({ users }) => users.update(alice));
    thread = await openThread(world.unitOfWork, alice, bob);
  });

  const eraseOwn = (caller: UserCaller, password = 'secret', messages: ErasedMessages = 'keep') =>
    new EraseOwnAccount(world.unitOfWork, hasher, world.clock, messages).execute({ caller, password });
  const erase = (caller: Caller, user: number, messages: ErasedMessages = 'keep') =>
    new EraseUser(world.unitOfWork, world.clock, messages).execute({ caller, user });
  const removeErased = () => new RemoveErasedMessages(world.unitOfWork, world.clock).execute();
  const find = (id: number) => world.unitOfWork.read(({ users }) => users.find(id));
  const pending = () => world.unitOfWork.run(({ erasures }) => erasures.pending(0, 9));
  const textsOf = async (id: number) => {
    const slice = { after: 0, limit: 5000 };
    const page = await world.unitOfWork.read(({ messages }) => messages.pageOf(id, slice));
    return page?.items.map(({ text }) => text);
  };

  describe('EraseOwnAccount', () => {
    it('empties the account, ends its logins and takes its blocks along', async () => {
      await world.unitOfWork.run(async ({ tokenFamilies, sessions }) => {
        for (const { id } of [alice, bob]) {
          await tokenFamilies.add({ id: `of ${id}`, userId: id, current: 'x', expires: at(9) });
          await sessions.save({ id: `of ${id}`, userId: id, data: '', expires: at(9) });
        }
      });
      await new BlockUser(world.unitOfWork, world.clock).execute({ caller: alice, user: bob.id });
      await new BlockUser(world.unitOfWork, world.clock).execute({ caller: world.carol, user: alice.id });
      await eraseOwn(alice);
      expect(await find(alice.id)).to.deep.equal({
        ...unknownProfile,
        id: alice.id,
        username: `deleted:${alice.id}`,
        passwordHash: '!',
        role: 'user',
        active: false,
        created: alice.created,
      });
      await world.unitOfWork.read(async ({ tokenFamilies, sessions, blocks, users }) => {
        expect(await tokenFamilies.allOf(alice.id)).to.deep.equal([]);
        expect(await sessions.allOf(alice.id)).to.deep.equal([]);
        expect(await tokenFamilies.allOf(bob.id)).to.have.length(1);
        expect(await sessions.allOf(bob.id)).to.have.length(1);
        for (const { id } of [alice, world.carol]) {
          expect((await blocks.pageOf(id, { limit: 9, offset: 0 })).total).to.equal(0);
        }
        expect(await users.findByUsername('alice')).to.equal(undefined);
        expect(await users.search('deleted', { limit: 9, offset: 0 })).to.deep.equal({ total: 0, items: [] });
      });
      const open = new OpenThread(world.unitOfWork, world.clock);
      await expectRefusal(open.execute({ caller: bob, participants: [alice.id] }), 'unknown_participant');
    });

    it('gives a name that nobody can choose', async () => {
      await eraseOwn(alice);
      const user = (await find(alice.id)) as User;
      expectRefused(() => parseUsername(user.username), 'invalid_username');
      expect([user, alice, { id: alice.id + 1, username: user.username }].map(isErased)).to.deep.equal([
        true,
        false,
        false,
      ]);
    });

    it('keeps the messages, and all counts', async () => {
      await addMessages(world.unitOfWork, thread, alice, 3);
      await addMessage(world.unitOfWork, thread, bob);
      const before = await summaryOf(world.unitOfWork, thread);
      await eraseOwn(alice);
      const { participants, ...after } = await summaryOf(world.unitOfWork, thread);
      expect(after).to.deep.equal({ thread: before.thread, lastMessage: before.lastMessage });
      expect(participants[0]).to.deep.equal({
        ...{ id: alice.id, username: `deleted:${alice.id}`, name: undefined, avatarUrl: undefined },
        active: false,
      });
      expect(await unreadCount(world.unitOfWork, bob)).to.equal(3);
      expect(await pending()).to.deep.equal([]);
    });

    it('asks for the password, and hashes for those who have gone as for others', async () => {
      await expectRefusal(eraseOwn(alice, 'wrong'), 'invalid_credentials');
      await expectRefusal(eraseOwn({ ...alice, id: world.nobody }, 'secret'), 'invalid_credentials');
      await deactivate(world, alice);
      await expectRefusal(eraseOwn(alice), 'invalid_credentials');
      expect(hasher.verified).to.deep.equal(['plain secret', undefined, undefined]);
      expect((await find(alice.id))?.username).to.equal('alice');
    });

    it('looks again if the account was changed meanwhile', async () => {
      const verify = hasher.verify.bind(hasher);
      hasher.verify = async (hash, password) => {
        hasher.verify = verify;
        const matches = await verify(hash, password);
        await world.unitOfWork.run(({ users }) => users.update({ ...alice, passwordHash: 'plain other' }));
        return matches;
      };
      await expectRefusal(eraseOwn(alice), 'invalid_credentials');
      expect((await find(alice.id))?.username).to.equal('alice');
    });

    it('leaves an admin', async () => {
      const admin = { ...world.admin, passwordHash: 'plain secret' };
      await world.unitOfWork.run(({ users }) => users.update(admin));
      await expectRefusal(eraseOwn(admin), 'last_admin');
      expect((await find(admin.id))?.username).to.equal('admin');
      await world.unitOfWork.run(({ users }) => users.update({ ...bob, role: 'admin' }));
      await eraseOwn(admin);
      expect((await find(admin.id))?.role).to.equal('user');
    });
  });

  describe('EraseUser', () => {
    it('is for admins, who erase others without their password, and is written down without the name', async () => {
      await expectRefusal(erase(bob, alice.id), 'not_your_account');
      await expectRefusal(erase(bob, world.nobody), 'user_not_found');
      await expectRefusal(erase(world.admin, world.nobody), 'user_not_found');
      await expectRefusal(erase(alice, alice.id), 'password_required');
      await expectRefusal(erase(world.admin, world.admin.id), 'password_required');
      world.clock.time = at(7);
      await erase(world.admin, alice.id);
      await expectRefusal(erase(world.admin, alice.id), 'user_not_found');
      expect(isErased((await find(alice.id)) as User)).to.equal(true);
      const [entry, ...more] = await world.unitOfWork.read(({ auditTrail }) => auditTrail.latest(9));
      expect(more).to.deep.equal([]);
      expect(entry).to.deep.equal({
        id: entry?.id,
        adminId: world.admin.id,
        service: undefined,
        adminName: 'admin',
        action: 'erase',
        resource: 'User',
        recordId: alice.id,
        details: 'messages kept',
        created: at(7),
      });
    });

    it('is for good: nobody brings the account back', async () => {
      await erase(world.admin, alice.id);
      const change = new ChangeUser(world.unitOfWork, hasher, world.clock);
      await expectRefusal(
        change.execute({ caller: operator, user: alice.id, active: true }),
        'user_not_found',
      );
      await expectRefusal(
        change.execute({ caller: operator, user: alice.id, password: 'a new password' }),
        'user_not_found',
      );
    });
  });

  describe('RemoveErasedMessages', () => {
    it('has little to do: most goes with the account', async () => {
      await addMessages(world.unitOfWork, thread, alice, 3);
      const answer = await addMessage(world.unitOfWork, thread, bob);
      await addMessages(world.unitOfWork, thread, alice, 2);
      await eraseOwn(alice, 'secret', 'remove');
      const summary = await summaryOf(world.unitOfWork, thread);
      expect(summary.lastMessage).to.deep.equal(answer);
      expect(summary.thread.messageCount).to.equal(1);
      expect(await unreadCount(world.unitOfWork, bob)).to.equal(0);
      expect(await unreadCount(world.unitOfWork, alice)).to.equal(1);
      expect(await removeErased()).to.equal(0);
    });

    it('goes through what is too much for one unit of work', async () => {
      const other = await openThread(world.unitOfWork, alice, world.carol);
      for (const sender of [alice, bob, alice]) await addMessages(world.unitOfWork, thread, sender, 700);
      await addMessages(world.unitOfWork, other, alice, 700);
      await eraseOwn(alice, 'secret', 'remove');
      expect(await textsOf(thread.id), 'a part of them is gone').to.have.length(1400);
      expect((await pending()).map(({ userId }) => userId)).to.deep.equal([alice.id]);
      expect(await removeErased()).to.equal(1400);
      expect(await textsOf(thread.id)).to.have.length(700);
      expect(await textsOf(other.id)).to.deep.equal([]);
      expect(await unreadCount(world.unitOfWork, bob)).to.equal(0);
      expect(await unreadCount(world.unitOfWork, world.carol)).to.equal(0);
    });

    it('goes through many threads', async () => {
      const people = await world.unitOfWork.run(async ({ users }) => {
        const added: User[] = [];
        for (let index = 0; index < 120; index += 1)
          added.push(await users.add({ ...bob, username: `user${index}` }));
        return added;
      });
      for (const person of people) {
        await addMessage(world.unitOfWork, await openThread(world.unitOfWork, alice, person), alice);
      }
      await eraseOwn(alice, 'secret', 'remove');
      expect(await removeErased()).to.equal(120 - 49);
      for (const person of people) expect(await unreadCount(world.unitOfWork, person)).to.equal(0);
    });

    it('looks again for what was sent with a token that was out, and then no more', async () => {
      await eraseOwn(alice, 'secret', 'remove');
      await addMessage(world.unitOfWork, thread, alice);
      world.clock.time = at(1000);
      expect(await removeErased()).to.equal(1);
      await addMessage(world.unitOfWork, thread, alice);
      world.clock.time = at(60_000);
      expect(await removeErased()).to.equal(1);
      expect(await pending()).to.deep.equal([]);
      expect(await removeErased()).to.equal(0);
    });

    it('goes on with what somebody else has begun', async () => {
      await addMessages(world.unitOfWork, thread, alice, 3);
      await world.unitOfWork.run(({ erasures }) => erasures.add({ userId: alice.id, created: at(0) }));
      await world.unitOfWork.run(({ erasures }) => erasures.add({ userId: bob.id, created: at(0) }));
      await addMessage(world.unitOfWork, thread, bob);
      world.clock.time = at(60_000);
      expect(await removeErased()).to.equal(4);
      expect(await textsOf(thread.id)).to.deep.equal([]);
      expect(await pending()).to.deep.equal([]);
    });
  });

  describe('ExportUser', () => {
    const exported = async (caller: UserCaller, user = caller.id) => {
      const found = await new ExportUser(world.unitOfWork, world.clock).execute({ caller, user });
      return {
        user: found.user,
        exported: found.exported,
        blocks: await collect(found.blocks),
        logins: await collect(found.logins),
        adminSessions: await collect(found.adminSessions),
        audit: await collect(found.audit),
        idempotencyKeys: await collect(found.idempotencyKeys),
        threads: await collect(found.threads),
        messages: await collect(found.messages),
      };
    };

    it('has all that is held, and nothing of others', async () => {
      const sent = await addMessage(world.unitOfWork, thread, alice, { idempotencyKey: 'key' });
      const received = await addMessage(world.unitOfWork, thread, bob, { idempotencyKey: 'other' });
      const foreign = await openThread(world.unitOfWork, bob, world.carol);
      await addMessage(world.unitOfWork, foreign, bob);
      await world.unitOfWork.run(async ({ tokenFamilies, sessions, auditTrail }) => {
        const entry = {
          adminId: 1,
          adminName: 'root',
          service: undefined,
          action: 'change',
          details: 'x',
          created: at(3),
        } as const;
        await auditTrail.add({ ...entry, resource: 'User', recordId: alice.id });
        await auditTrail.add({ ...entry, resource: 'User', recordId: bob.id });
        for (const { id } of [alice, bob]) {
          await tokenFamilies.add({ id: `of ${id}`, userId: id, current: 'x', expires: at(100 + id) });
          await sessions.save({ id: `of ${id}`, userId: id, data: '', expires: at(200 + id) });
        }
      });
      const block = new BlockUser(world.unitOfWork, world.clock);
      await block.execute({ caller: alice, user: world.carol.id });
      await block.execute({ caller: bob, user: alice.id });

      const { audit, ...found } = await exported(alice);
      expect(found).to.deep.equal({
        exported: world.clock.now(),
        user: alice,
        blocks: [{ user: world.carol, created: world.clock.now() }],
        logins: [at(100 + alice.id)],
        adminSessions: [at(200 + alice.id)],
        idempotencyKeys: [{ message: sent.id, key: 'key' }],
        threads: [await summaryOf(world.unitOfWork, thread)],
        messages: [sent, received],
      });
      expect(audit.map(({ recordId }) => recordId)).to.deep.equal([alice.id]);
    });

    it('has more than is in memory at once, each once', async () => {
      await addMessages(world.unitOfWork, thread, alice, 200);
      await addMessages(world.unitOfWork, thread, bob, 55);
      const other = await openThread(world.unitOfWork, alice, world.carol);
      await addMessages(world.unitOfWork, other, world.carol, 100);
      const { messages, threads } = await exported(alice);
      expect(idsOf(threads.map((summary) => summary.thread))).to.deep.equal([thread.id, other.id]);
      expect(new Set(idsOf(messages)).size).to.equal(355);
      expect(messages).to.have.length(355);
    });

    it('goes on if a thread is deleted meanwhile', async () => {
      const other = await openThread(world.unitOfWork, alice, world.carol);
      for (const one of [thread, other]) await addMessages(world.unitOfWork, one, alice, 150);
      const export_ = new ExportUser(world.unitOfWork, world.clock);
      const found = await export_.execute({ caller: alice, user: alice.id });
      const threads: number[] = [];
      for await (const message of found.messages) {
        if (threads.length === 0) await world.unitOfWork.run((all) => acts(all).removeThread(thread));
        threads.push(message.threadId);
      }
      expect(threads.filter((id) => id === thread.id)).to.have.length(100);
      expect(threads.filter((id) => id === other.id)).to.have.length(150);
    });

    it('reads short threads together, and long ones in parts', async () => {
      const long = await openThread(world.unitOfWork, alice, world.carol);
      const threads = [thread, long];
      for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
        const participants = ParticipantPair.of(alice.id, bob.id);
        const times = { created: at(0), updated: at(0) };
        const id = 100 + threads.length;
        threads.push(
          await world.unitOfWork.run((all) => acts(all).restoreThread({ id, participants, key, ...times })),
        );
      }
      const sent: Message[] = [];
      for (const one of threads) {
        sent.push(...(await addMessages(world.unitOfWork, one, alice, one.id === long.id ? 150 : 20)));
      }
      const reads: string[] = [];
      const read = world.unitOfWork.read.bind(world.unitOfWork);
      world.unitOfWork.read = (work) =>
        read((readers) => {
          const { messages } = readers;
          const noting = {
            keysOf: messages.keysOf.bind(messages),
            pageOf: (...given: Parameters<typeof messages.pageOf>) => {
              reads.push('alone');
              return messages.pageOf(...given);
            },
            pageAcross: (...given: Parameters<typeof messages.pageAcross>) => {
              reads.push('together');
              return messages.pageAcross(...given);
            },
          };
          return work({ ...readers, messages: { ...messages, ...noting } });
        });
      expect((await exported(alice)).messages).to.deep.equal(sent);
      // 20 messages; 150 in parts of 100; 100; what may have come to these since; 20.
      expect(reads).to.deep.equal(['together', 'alone', 'alone', 'together', 'together', 'together']);
    });

    it('is for oneself and for admins, who are written down', async () => {
      await expectRefusal(exported(bob, alice.id), 'not_your_account');
      await expectRefusal(exported(bob, world.nobody), 'user_not_found');
      await expectRefusal(exported(world.admin, world.nobody), 'user_not_found');
      await exported(alice);
      expect(await world.unitOfWork.read(({ auditTrail }) => auditTrail.latest(9))).to.deep.equal([]);
      const found = await exported(world.admin, alice.id);
      expect(found.user).to.deep.equal(alice);
      expect(found.audit.map(({ action, adminName }) => [action, adminName])).to.deep.equal([
        ['export', 'admin'],
      ]);
      await erase(world.admin, alice.id);
      expect((await exported(world.admin, alice.id)).user.username).to.equal(`deleted:${alice.id}`);
    });
  });
});
