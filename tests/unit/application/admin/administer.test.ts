import { expect } from 'chai';
import { ChangeUser, type UserChanges } from '../../../../src/application/admin/change-user.js';
import { CreateUser } from '../../../../src/application/admin/create-user.js';
import { DeleteMessage } from '../../../../src/application/conversation/delete-message.js';
import { removedAtOnce } from '../../../../src/domain/conversation/conversation.js';
import { DeleteUser } from '../../../../src/application/admin/delete-user.js';
import { RemoveDeletedUsers } from '../../../../src/application/admin/remove-deleted-users.js';
import { LogInAdmin } from '../../../../src/application/admin/log-in-admin.js';
import { MarkMessageReadForRecipient } from '../../../../src/application/admin/mark-message-read-for-recipient.js';
import { OpenThread } from '../../../../src/application/conversation/open-thread.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import {
  operator,
  unknownProfile,
  type Actor,
  type Caller,
  type Role,
  type User,
} from '../../../../src/domain/accounts/user.js';
import { ParticipantPair } from '../../../../src/domain/conversation/participant-pair.js';
import type { UnitOfWork } from '../../../../src/application/ports/unit-of-work.js';
import { DeleteThread } from '../../../../src/application/conversation/delete-thread.js';
import { InMemoryUnitOfWork } from '../../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { FixedClock, PlainHasher } from '../../../support/fakes.js';
import {
  addMessage,
  addMessages,
  addUsers,
  at,
  newUser,
  openThread,
  summaryOf,
  unreadCount,
} from '../../../support/fixtures.js';
import { expectRefusal, rejectionOf } from '../../../support/rejection-of.js';

describe('administering', () => {
  let unitOfWork: InMemoryUnitOfWork;
  let alice: User;
  let bob: User;
  let carol: User;
  let admin: User;
  let thread: Thread;
  const hasher = new PlainHasher();
  const clock = new FixedClock();

  beforeEach(async () => {
    unitOfWork = new InMemoryUnitOfWork();
    [alice, bob, carol] = await addUsers(unitOfWork, 'alice', 'bob', 'carol');
    admin = await unitOfWork.run(({ users }) => users.add(newUser('root', { role: 'admin' })));
    thread = await openThread(unitOfWork, alice, bob);
  });

  const find = (id: number) => unitOfWork.read(({ users }) => users.find(id));
  /** The audit trail, oldest first, without what is the same in all entries. */
  const trail = async () => {
    const entries = await unitOfWork.read(({ auditTrail }) => auditTrail.latest(10));
    return entries.toReversed().map(({ id: _, created, ...entry }) => {
      expect(created).to.deep.equal(at(0));
      return entry;
    });
  };
  const byAdmin = (action: string, resource: string, recordId: number, details: string) => ({
    ...{ adminId: admin.id, adminName: 'root', service: undefined },
    ...{ action, resource, recordId, details },
  });
  /** A unit of work in which nothing can be written to the audit trail. */
  const withoutTrail = (): UnitOfWork => ({
    read: (work) => unitOfWork.read(work),
    decide: (question, decide) => unitOfWork.decide(question, decide),
    run: (work) =>
      unitOfWork.run((all) => {
        all.auditTrail.add = () => Promise.reject(new Error('The trail is full.'));
        return work(all);
      }),
  });

  describe('CreateUser', () => {
    const create = (username: string, password = 'long enough', caller: Actor = operator) =>
      new CreateUser(unitOfWork, hasher, clock).execute({ caller, username, password, role: 'admin' });

    it('makes an active account of the role, with a hashed password', async () => {
      const user = await create('Dave');
      expect(user).to.deep.equal({
        ...unknownProfile,
        id: user.id,
        username: 'Dave',
        passwordHash: 'plain long enough',
        role: 'admin',
        active: true,
        created: at(0),
      });
      expect(await find(user.id)).to.deep.equal(user);
    });

    it('holds the rules of usernames and passwords', async () => {
      await expectRefusal(create('a b'), 'invalid_username');
      await expectRefusal(create('dave', 'short'), 'invalid_password');
      await expectRefusal(create('ALICE'), 'username_taken');
    });

    it('is for admins, and is written down, but not of the operator', async () => {
      await expectRefusal(create('dave', undefined, alice), 'admins_only');
      await create('erin');
      expect(await trail()).to.deep.equal([]);
      const { id } = await create('dave', undefined, admin);
      expect(await trail()).to.deep.equal([byAdmin('create', 'User', id, 'dave, role admin')]);
    });
  });

  describe('ChangeUser', () => {
    const change = (input: { caller?: Actor; user: number } & UserChanges) =>
      new ChangeUser(unitOfWork, hasher, clock).execute({ caller: admin, ...input });
    const isLoggedIn = async () =>
      (await unitOfWork.read(({ tokenFamilies }) => tokenFamilies.withIds(['login']))).length === 1;

    beforeEach(() =>
      unitOfWork.run(({ tokenFamilies }) =>
        tokenFamilies.add({ id: 'login', userId: alice.id, current: 'token', expires: at(1) }),
      ),
    );

    it('changes what is named and leaves the rest', async () => {
      expect(await change({ user: alice.id, role: 'admin' })).to.deep.equal({ ...alice, role: 'admin' });
      expect(await change({ user: alice.id })).to.deep.equal({ ...alice, role: 'admin' });
      expect(await find(alice.id)).to.deep.equal({ ...alice, role: 'admin' });
      expect(await isLoggedIn()).to.equal(true);
    });

    it('ends all logins with a new password', async () => {
      await change({ user: alice.id, password: 'another one' });
      expect((await find(alice.id))?.passwordHash).to.equal('plain another one');
      expect(await isLoggedIn()).to.equal(false);
    });

    it('ends all logins with a deactivation', async () => {
      await change({ user: alice.id, active: false });
      expect((await find(alice.id))?.active).to.equal(false);
      expect(await isLoggedIn()).to.equal(false);
    });

    it('refuses a password that is none, and a user who is not there', async () => {
      await expectRefusal(change({ user: alice.id, password: 'short' }), 'invalid_password');
      await expectRefusal(change({ user: 999, active: false }), 'user_not_found');
      expect(await isLoggedIn()).to.equal(true);
    });

    it('writes down what has changed, and nothing of what was so before', async () => {
      await change({ user: alice.id, role: 'user', active: true });
      expect(await trail()).to.deep.equal([]);
      await change({ user: alice.id, role: 'admin', active: true, password: 'another one' });
      await change({ user: alice.id, active: false, caller: operator });
      await change({ user: alice.id, active: true });
      expect(await trail()).to.deep.equal([
        byAdmin('change', 'User', alice.id, 'alice: new password, role admin'),
        byAdmin('change', 'User', alice.id, 'alice: active'),
      ]);
    });

    it('is for admins, who keep what they have themselves', async () => {
      await expectRefusal(change({ caller: bob, user: alice.id, role: 'admin' }), 'admins_only');
      await change({ user: alice.id, role: 'admin' });
      for (const loss of [{ role: 'user' }, { active: false }] as const) {
        await expectRefusal(change({ user: admin.id, ...loss }), 'own_account');
      }
      expect((await change({ user: admin.id, password: 'another one' })).role).to.equal('admin');
    });
  });

  describe('DeleteUser', () => {
    const remove = (user: number, withThreads: boolean, caller: Caller = admin) =>
      new DeleteUser(unitOfWork, clock).execute({ caller, user, withThreads });

    it('spares a user with threads unless they may go too', async () => {
      await addMessages(unitOfWork, thread, alice, 3);
      await expectRefusal(remove(alice.id, false), 'user_has_threads');
      expect(await find(alice.id)).to.deep.equal(alice);
      await openThread(unitOfWork, alice, carol);
      expect(await remove(alice.id, true)).to.deep.equal({ user: alice, threads: 2, messages: 3 });
      expect(await find(alice.id)).to.equal(undefined);
      expect(await unreadCount(unitOfWork, bob)).to.equal(0);
      expect(await unitOfWork.read(({ threads }) => threads.summary(thread.id))).to.equal(undefined);
    });

    it('leaves messages to be removed in parts once many have gone with their threads', async () => {
      const long = await openThread(unitOfWork, alice, carol);
      await addMessages(unitOfWork, thread, alice, removedAtOnce);
      await addMessages(unitOfWork, long, carol, 7);
      expect((await remove(alice.id, true)).messages).to.equal(removedAtOnce + 7);
      const left = await unitOfWork.run(({ messages }) => messages.removeDeleted(2 * removedAtOnce));
      expect(left).to.be.oneOf([7, removedAtOnce]);
    });

    it('takes all threads, however many', async () => {
      const names = Array.from({ length: 230 }, (_, index) => `user${index}`);
      for (const user of await addUsers(unitOfWork, ...names)) await openThread(unitOfWork, carol, user);
      expect((await remove(carol.id, true)).threads).to.equal(230);
      expect(await find(carol.id)).to.equal(undefined);
    });

    it('goes on after the process has died in the middle, and lets others write meanwhile', async () => {
      const names = Array.from({ length: 230 }, (_, index) => `user${index}`);
      for (const user of await addUsers(unitOfWork, ...names)) await openThread(unitOfWork, carol, user);
      const threadsOf = async (user: User) =>
        (await unitOfWork.read(({ threads }) => threads.pageOf(user.id, { limit: 1, offset: 0 })))?.total;
      let units = 0;
      const dying: UnitOfWork = {
        read: (work) => unitOfWork.read(work),
        decide: (question, decide) => unitOfWork.decide(question, decide),
        run: (work) => {
          units += 1;
          return units > 3 ? Promise.reject(new Error('It died.')) : unitOfWork.run(work);
        },
      };
      const deletion = new DeleteUser(dying, clock).execute({
        caller: admin,
        user: carol.id,
        withThreads: true,
      });
      expect(((await rejectionOf(deletion)) as Error).message).to.equal('It died.');
      expect(await threadsOf(carol)).to.equal(130);
      expect((await find(carol.id))?.active).to.equal(false);
      expect(await trail()).to.deep.equal([
        byAdmin('delete', 'User', carol.id, 'carol; threads: 230, messages: 0'),
      ]);
      await new RemoveDeletedUsers(unitOfWork).execute();
      expect(await find(carol.id)).to.equal(undefined);
      expect(await trail()).to.have.lengthOf(1);
    });

    it('is for admins, and for users who are there', async () => {
      await expectRefusal(remove(999, true), 'user_not_found');
      await expectRefusal(remove(carol.id, false, alice), 'admins_only');
      await expectRefusal(remove(admin.id, true), 'own_account');
      expect(await remove(carol.id, false)).to.deep.equal({ user: carol, threads: 0, messages: 0 });
    });

    it('is written down, with what went along', async () => {
      await addMessages(unitOfWork, thread, alice, 3);
      await remove(alice.id, true);
      expect(await trail()).to.deep.equal([
        byAdmin('delete', 'User', alice.id, 'alice; threads: 1, messages: 3'),
      ]);
    });
  });

  describe('messages', () => {
    it('are deleted by admins at any time', async () => {
      const message = await addMessage(unitOfWork, thread, alice);
      const use = new DeleteMessage(unitOfWork, clock, 0);
      await expectRefusal(use.execute({ caller: alice, message: message.id }), 'edit_closed');
      await use.execute({ caller: admin, message: message.id });
      await expectRefusal(use.execute({ caller: admin, message: message.id }), 'message_not_found');
      expect((await summaryOf(unitOfWork, thread)).thread.messageCount).to.equal(0);
      const details = `thread ${thread.id}, sender ${alice.id}`;
      expect(await trail()).to.deep.equal([byAdmin('delete', 'Message', message.id, details)]);
    });

    it('are marked as read by an admin who takes no part', async () => {
      const message = await addMessage(unitOfWork, thread, alice);
      const use = new MarkMessageReadForRecipient(unitOfWork, clock);
      await expectRefusal(use.execute({ caller: bob, message: message.id }), 'admins_only');
      for (let time = 0; time < 2; time += 1) {
        expect(await use.execute({ caller: admin, message: message.id })).to.deep.equal({
          ...message,
          isRead: true,
        });
        expect(await unreadCount(unitOfWork, bob)).to.equal(0);
      }
      await expectRefusal(use.execute({ caller: admin, message: 999 }), 'message_not_found');
      const details = `thread ${thread.id}, sender ${alice.id}`;
      expect(await trail(), 'once').to.deep.equal([byAdmin('mark as read', 'Message', message.id, details)]);
    });
  });

  describe('threads', () => {
    const openFor = (...participants: number[]) =>
      new OpenThread(unitOfWork, clock).execute({ caller: admin, participants });

    it('of two others are opened by an admin, which is written down once', async () => {
      const { summary } = await openFor(alice.id, carol.id);
      await openFor(alice.id, carol.id);
      expect(await trail()).to.deep.equal([byAdmin('open', 'Thread', summary.thread.id, 'alice and carol')]);
    });

    it('that admins open with somebody are theirs', async () => {
      await openFor(alice.id);
      expect(await trail()).to.deep.equal([]);
    });
  });

  it('changes nothing that cannot be written down, and nothing for an admin who has just gone', async () => {
    const message = await addMessage(unitOfWork, thread, alice);
    const gone: Caller = { id: 999, role: 'admin' };
    const before = await unitOfWork.read(async ({ users, threads }) => [
      await users.find(alice.id),
      await threads.summary(thread.id),
    ]);
    for (const [use, caller] of [
      [withoutTrail(), admin],
      [unitOfWork, gone],
    ] as const) {
      const given = { caller, user: alice.id, message: message.id, thread: thread.id };
      const account = { caller, username: 'dave', password: 'long enough', role: 'user' } as const;
      for (const work of [
        new CreateUser(use, hasher, clock).execute(account),
        new ChangeUser(use, hasher, clock).execute({ ...given, active: false }),
        new DeleteUser(use, clock).execute({ ...given, withThreads: true }),
        new DeleteMessage(use, clock, 0).execute(given),
        new MarkMessageReadForRecipient(use, clock).execute(given),
        new DeleteThread(use, clock).execute(given),
        new OpenThread(use, clock).execute({ caller, participants: [alice.id, carol.id] }),
      ]) {
        const { message } = (await rejectionOf(work)) as Error;
        expect(message).to.equal(caller === gone ? 'There is no user 999.' : 'The trail is full.');
      }
    }
    const after = await unitOfWork.read(async ({ users, threads }) => [
      await users.find(alice.id),
      await threads.summary(thread.id),
    ]);
    expect(after).to.deep.equal(before);
    expect(await unitOfWork.read(({ users }) => users.findByUsername('dave'))).to.equal(undefined);
    const pair = ParticipantPair.of(alice.id, carol.id);
    expect(await unitOfWork.read(({ threads }) => threads.summaryOfPair(pair))).to.equal(undefined);
    expect(await trail()).to.deep.equal([]);
  });

  describe('LogInAdmin', () => {
    const logIn = (username: string, password: string) =>
      new LogInAdmin(unitOfWork, hasher).execute({ username, password });

    it('lets active admins in, and tells everybody else the same', async () => {
      const use = new CreateUser(unitOfWork, hasher, clock);
      const create = (username: string, role: Role) =>
        use.execute({ caller: operator, username, password: `${username} password`, role });
      await unitOfWork.run(({ users }) => users.update({ ...admin, role: 'user' }));
      const boss = await create('boss', 'admin');
      await create('user', 'user');
      expect(await logIn('BOSS', 'boss password')).to.deep.equal(boss);
      const refusals = [
        await rejectionOf(logIn('boss', 'user password')),
        await rejectionOf(logIn('user', 'user password')),
        await rejectionOf(logIn('nobody', 'user password')),
      ];
      const change = new ChangeUser(unitOfWork, hasher, clock);
      const deactivate = () => change.execute({ caller: operator, user: boss.id, active: false });
      await expectRefusal(deactivate(), 'last_admin');
      await create('other', 'admin');
      await deactivate();
      refusals.push(await rejectionOf(logIn('boss', 'boss password')));
      expect(new Set(refusals.map((error) => (error as Error).message)).size).to.equal(1);
      expect(refusals[0]).to.have.property('code', 'invalid_credentials');
      expect(hasher.verified, 'somebody unknown takes as long').to.include(undefined);
    });
  });
});
