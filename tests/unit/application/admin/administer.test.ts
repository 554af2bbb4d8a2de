import { acts } from '../../../support/acts.js';
import { expect } from 'chai';
import { AuditedUnitOfWork } from '../../../../src/application/admin/audited-unit-of-work.js';
import { ChangeUser } from '../../../../src/application/admin/change-user.js';
import { CreateUser } from '../../../../src/application/accounts/create-user.js';
import { DeleteMessage } from '../../../../src/application/admin/delete-message.js';
import { DeleteUser } from '../../../../src/application/admin/delete-user.js';
import { LogInAdmin } from '../../../../src/application/admin/log-in-admin.js';
import { MarkMessageReadAsAdmin } from '../../../../src/application/admin/mark-message-read-as-admin.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import type { User } from '../../../../src/domain/accounts/user.js';
import { InMemoryUnitOfWork } from '../../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { FixedClock, PlainHasher } from '../../../support/fakes.js';
import {
  addMessage,
  addMessages,
  addUsers,
  at,
  openThread,
  summaryOf,
  unreadCount,
} from '../../../support/fixtures.js';
import { expectRefusal, rejectionOf } from '../../../support/rejection-of.js';

const admin = { id: 999, role: 'admin' } as const;

describe('administering', () => {
  let unitOfWork: InMemoryUnitOfWork;
  let alice: User;
  let bob: User;
  let carol: User;
  let thread: Thread;
  const hasher = new PlainHasher();

  beforeEach(async () => {
    unitOfWork = new InMemoryUnitOfWork();
    [alice, bob, carol] = await addUsers(unitOfWork, 'alice', 'bob', 'carol');
    thread = await openThread(unitOfWork, alice, bob);
  });

  const find = (id: number) => unitOfWork.read(({ users }) => users.find(id));

  describe('CreateUser', () => {
    const create = (username: string, password = 'long enough') =>
      new CreateUser(unitOfWork, hasher, new FixedClock()).execute({ username, password, role: 'admin' });

    it('makes an active account of the role, with a hashed password', async () => {
      const user = await create('Dave');
      expect(user).to.deep.equal({
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
  });

  describe('ChangeUser', () => {
    const change = (input: Parameters<ChangeUser['execute']>[0]) =>
      new ChangeUser(unitOfWork, hasher).execute(input);
    const isLoggedIn = () =>
      unitOfWork.run(({ tokenFamilies }) => tokenFamilies.rotate('login', 'token', 'token', at(1)));

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
  });

  describe('DeleteUser', () => {
    const remove = (
      user: number,
      withThreads: boolean,
      caller: { id: number; role: 'user' | 'admin' } = admin,
    ) => new DeleteUser(unitOfWork).execute({ caller, user, withThreads });

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

    it('takes all threads, however many', async () => {
      const names = Array.from({ length: 230 }, (_, index) => `user${index}`);
      for (const user of await addUsers(unitOfWork, ...names)) await openThread(unitOfWork, carol, user);
      expect((await remove(carol.id, true)).threads).to.equal(230);
    });

    it('is for admins, and for users who are there', async () => {
      await expectRefusal(remove(999, true), 'user_not_found');
      expect(() => remove(carol.id, false, { id: alice.id, role: 'user' }))
        .to.throw()
        .with.property('code', 'admins_only');
      expect(await remove(carol.id, false)).to.deep.equal({ user: carol, threads: 0, messages: 0 });
    });
  });

  describe('messages', () => {
    it('are deleted by admins only', async () => {
      const message = await addMessage(unitOfWork, thread, alice);
      const use = new DeleteMessage(unitOfWork);
      expect(() => use.execute({ caller: { id: alice.id, role: 'user' }, message: message.id }))
        .to.throw()
        .with.property('code', 'admins_only');
      expect(await use.execute({ caller: admin, message: message.id })).to.deep.equal(message);
      await expectRefusal(use.execute({ caller: admin, message: message.id }), 'message_not_found');
      expect((await summaryOf(unitOfWork, thread)).thread.messageCount).to.equal(0);
    });

    it('are marked as read by an admin who takes no part', async () => {
      const message = await addMessage(unitOfWork, thread, alice);
      const use = new MarkMessageReadAsAdmin(unitOfWork);
      expect(() => use.execute({ caller: { id: bob.id, role: 'user' }, message: message.id }))
        .to.throw()
        .with.property('code', 'admins_only');
      for (let time = 0; time < 2; time += 1) {
        expect(await use.execute({ caller: admin, message: message.id })).to.deep.equal({
          ...message,
          isRead: true,
        });
        expect(await unreadCount(unitOfWork, bob)).to.equal(0);
      }
      await expectRefusal(use.execute({ caller: admin, message: 999 }), 'message_not_found');
    });
  });

  describe('LogInAdmin', () => {
    const logIn = (username: string, password: string) =>
      new LogInAdmin(unitOfWork, hasher).execute({ username, password });

    it('lets active admins in, and nobody else, whom it all tells the same', async () => {
      const create = new CreateUser(unitOfWork, hasher, new FixedClock());
      const root = await create.execute({ username: 'root', password: 'root password', role: 'admin' });
      await create.execute({ username: 'user', password: 'user password', role: 'user' });
      expect(await logIn('ROOT', 'root password')).to.deep.equal(root);
      const refusals = [
        await rejectionOf(logIn('root', 'user password')),
        await rejectionOf(logIn('user', 'user password')),
        await rejectionOf(logIn('nobody', 'user password')),
      ];
      const change = new ChangeUser(unitOfWork, hasher);
      await expectRefusal(change.execute({ user: root.id, active: false }), 'last_admin');
      await create.execute({ username: 'other', password: 'other password', role: 'admin' });
      await change.execute({ user: root.id, active: false });
      refusals.push(await rejectionOf(logIn('root', 'root password')));
      expect(new Set(refusals.map((error) => (error as Error).message)).size).to.equal(1);
      expect(refusals[0]).to.have.property('code', 'invalid_credentials');
      expect(hasher.verified, 'somebody unknown takes as long').to.include(undefined);
    });
  });

  describe('AuditedUnitOfWork', () => {
    const entries = () => unitOfWork.read(({ auditTrail }) => auditTrail.latest(10));
    const entry = {
      adminId: 1,
      adminName: 'root',
      action: 'delete',
      resource: 'Thread',
      recordId: 1,
      details: '',
      created: at(0),
    } as const;

    it('keeps the entry and the change together, or neither', async () => {
      const audited = new AuditedUnitOfWork(unitOfWork, () => entry);
      await audited.run((all) => acts(all).removeThread(thread));
      expect(await entries()).to.deep.equal([{ ...entry, id: 1 }]);
      await audited.run(() => Promise.reject(new Error('no'))).catch(() => undefined);
      expect(await entries()).to.have.length(1);
      const failing = new AuditedUnitOfWork(unitOfWork, () => {
        throw new Error('no entry');
      });
      await failing.run(({ users }) => users.remove(carol.id)).catch(() => undefined);
      expect(await find(carol.id), 'what could not be written down').to.deep.equal(carol);
    });

    it('writes nothing of what changed nothing', async () => {
      await new AuditedUnitOfWork(unitOfWork, () => undefined).run(async () => undefined);
      expect(await entries()).to.deep.equal([]);
    });
  });
});
