import { acts } from '../../../support/acts.js';
import { unknownProfile } from '../../../../src/domain/accounts/user.js';
import { expect } from 'chai';
import { ChangeUser, type UserChanges } from '../../../../src/application/admin/change-user.js';
import { CreateUser } from '../../../../src/application/admin/create-user.js';
import { operator } from '../../../../src/domain/accounts/user.js';
import { ChangeReport } from '../../../../src/application/evidence/change-report.js';
import { ReportMessage } from '../../../../src/application/evidence/report-message.js';
import { Prune } from '../../../../src/application/upkeep/prune.js';
import { PlainHasher } from '../../../support/fakes.js';
import { addMessage, at, openThread } from '../../../support/fixtures.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { newWorld, type World } from '../../../support/world.js';

describe('Chores', () => {
  let world: World;
  const hasher = new PlainHasher();

  beforeEach(async () => {
    world = await newWorld();
  });

  const addFamily = (id: string, userId: number, expires = at(1000)) =>
    world.unitOfWork.run(({ tokenFamilies }) => tokenFamilies.add({ id, userId, current: 'first', expires }));
  const lives = async (id: string) =>
    (await world.unitOfWork.read(({ tokenFamilies }) => tokenFamilies.withIds([id]))).length === 1;

  describe('CreateUser', () => {
    const create = (username: string, password = 'password', role: 'user' | 'admin' = 'admin') =>
      new CreateUser(world.unitOfWork, hasher, world.clock).execute({
        caller: operator,
        username,
        password,
        role,
      });

    it('makes an account of the role', async () => {
      const user = await create('Root');
      expect(user).to.deep.equal({
        ...unknownProfile,
        id: user.id,
        username: 'Root',
        passwordHash: 'plain password',
        role: 'admin',
        active: true,
        created: at(0),
      });
      expect(await world.unitOfWork.read(({ users }) => users.find(user.id))).to.deep.equal(user);
      expect((await create('other', 'password', 'user')).role).to.equal('user');
    });

    it('holds the rules of names and passwords', async () => {
      await expectRefusal(create('ALICE'), 'username_taken');
      await expectRefusal(create('two words'), 'invalid_username');
      await expectRefusal(create('root', 'short'), 'invalid_password');
    });
  });

  describe('ChangeUser', () => {
    const change = (input: { user: number } & UserChanges) =>
      new ChangeUser(world.unitOfWork, hasher, world.clock).execute({ caller: operator, ...input });

    beforeEach(async () => {
      for (const { id } of [world.alice, world.bob]) await addFamily(`of ${id}`, id);
    });

    it('changes what is given, and nothing else', async () => {
      const { alice } = world;
      expect(await change({ user: alice.id, role: 'admin' })).to.deep.equal({ ...alice, role: 'admin' });
      expect(await lives(`of ${alice.id}`)).to.equal(true);
      await change({ user: alice.id, active: false });
      const last = await change({ user: alice.id, password: 'new password' });
      const expected = { ...alice, role: 'admin', active: false, passwordHash: 'plain new password' };
      expect(last).to.deep.equal(expected);
      expect(await world.unitOfWork.read(({ users }) => users.find(alice.id))).to.deep.equal(expected);
    });

    for (const end of [{ active: false }, { password: 'new password' }]) {
      it(`ends the user's logins, and nobody else's: ${Object.keys(end).join()}`, async () => {
        await change({ user: world.alice.id, ...end });
        expect(await lives(`of ${world.alice.id}`)).to.equal(false);
        expect(await lives(`of ${world.bob.id}`)).to.equal(true);
      });
    }

    it('refuses a bad password and an unknown user', async () => {
      await expectRefusal(change({ user: world.alice.id, password: 'short' }), 'invalid_password');
      await expectRefusal(change({ user: world.nobody, active: true }), 'user_not_found');
    });
  });

  describe('Prune', () => {
    const nothing = { tokenFamilies: 0, idempotencyKeys: 0, events: 0, deliveries: 0, evidence: 0 };
    const prune = () => new Prune(world.unitOfWork, world.clock, 500, 700, 900).execute();

    it('forgets expired logins and old keys, and leaves the rest', async () => {
      const { alice, bob } = world;
      await addFamily('early', alice.id, at(900));
      await addFamily('late', alice.id, at(1001));
      const thread = await openThread(world.unitOfWork, alice, bob);
      await addMessage(world.unitOfWork, thread, alice, { idempotencyKey: 'old', created: at(499) });
      await addMessage(world.unitOfWork, thread, alice, { idempotencyKey: 'new', created: at(500) });
      world.clock.time = at(1000);
      expect(await prune()).to.deep.equal({ ...nothing, tokenFamilies: 1, idempotencyKeys: 1 });
      expect(await prune()).to.deep.equal(nothing);
      expect([await lives('early'), await lives('late')]).to.deep.equal([false, true]);
      const find = (key: string) =>
        world.unitOfWork.run(({ messages }) => messages.findByIdempotencyKey({ sender: alice.id, key }));
      expect(await find('old')).to.equal(undefined);
      expect(await find('new')).not.to.equal(undefined);
    });

    it('forgets evidence in its time, and none that an open report holds', async () => {
      const { unitOfWork, clock, alice, bob, admin } = world;
      const thread = await openThread(unitOfWork, alice, bob);
      const edited = await addMessage(unitOfWork, thread, alice, { text: 'one' });
      const reported = await addMessage(unitOfWork, thread, alice, { text: 'two' });
      const history = async ({ id }: { id: number }) =>
        (await unitOfWork.read(({ evidence }) => evidence.versionsOf(id, { limit: 9, offset: 0 }))).items.map(
          ({ text }) => text,
        );
      const report = await new ReportMessage(unitOfWork, clock).execute({
        caller: { id: bob.id, role: 'user' },
        message: reported.id,
        reason: 'abuse',
      });
      await unitOfWork.run(async (all) => {
        await acts(all).edit(edited, 'other', at(100));
        await acts(all).remove(reported, at(100));
      });
      clock.time = at(1000);
      expect((await prune()).evidence, 'nothing is old yet').to.equal(0);
      clock.time = at(1001);
      expect((await prune()).evidence).to.equal(1);
      expect([await history(edited), await history(reported)]).to.deep.equal([[], ['two']]);
      await new ChangeReport(unitOfWork, clock).execute({
        caller: { id: admin.id, role: 'admin' },
        report: report.report.id,
        wish: { status: 'closed' },
      });
      expect((await prune()).evidence, 'what it held').to.equal(1);
      expect(await history(reported)).to.deep.equal([]);
      const find = () => unitOfWork.read(({ evidence }) => evidence.findReport(report.report.id));
      clock.time = at(1901);
      await prune();
      expect(await find(), 'closed not longer ago than that').not.to.equal(undefined);
      clock.time = at(1902);
      expect((await prune()).evidence).to.equal(1);
      expect(await find()).to.equal(undefined);
    });

    it('lets other writes in between its batches', async () => {
      await world.unitOfWork.run(async ({ tokenFamilies }) => {
        for (let index = 0; index < 1000; index += 1) {
          await tokenFamilies.add({
            id: `${index}`,
            userId: world.alice.id,
            current: 'first',
            expires: at(0),
          });
        }
      });
      let pruned = false;
      const done = prune().then((result) => {
        pruned = true;
        return result;
      });
      await world.unitOfWork.run(async () => undefined);
      expect(pruned, 'all pruned before the write').to.equal(false);
      expect((await done).tokenFamilies).to.equal(1000);
    });
  });
});
