import { expect } from 'chai';
import { CountUnread } from '../../../../src/application/conversation/count-unread.js';
import { GetThread } from '../../../../src/application/conversation/get-thread.js';
import { ListThreads } from '../../../../src/application/conversation/list-threads.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import type { Caller } from '../../../../src/domain/accounts/user.js';
import { addMessages, at, openThread, summaryOf } from '../../../support/fixtures.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { newWorld, type World } from '../../../support/world.js';

describe('Seeing threads', () => {
  let world: World;
  let withBob: Thread;
  let withCarol: Thread;

  beforeEach(async () => {
    world = await newWorld();
    withBob = await openThread(world.unitOfWork, world.alice, world.bob, at(1));
    withCarol = await openThread(world.unitOfWork, world.carol, world.alice, at(2));
    await addMessages(world.unitOfWork, withBob, world.bob, 2);
    await addMessages(world.unitOfWork, withCarol, world.carol, 3);
  });

  describe('GetThread', () => {
    const get = (caller: Caller, thread = withBob.id) =>
      new GetThread(world.unitOfWork).execute({ caller, thread });

    it('shows the thread to participants and admins', async () => {
      const summary = await summaryOf(world.unitOfWork, withBob);
      for (const caller of [world.alice, world.bob, world.admin]) {
        expect(await get(caller)).to.deep.equal(summary);
      }
    });

    it('finds no thread for others, and none that is not there', async () => {
      await expectRefusal(get(world.carol), 'thread_not_found');
      await expectRefusal(get(world.admin, withCarol.id + 1), 'thread_not_found');
    });
  });

  describe('ListThreads', () => {
    const list = (caller: Caller, user: number, limit = 10, offset = 0) =>
      new ListThreads(world.unitOfWork).execute({ caller, user, limit, offset });

    it('lists a user’s threads, latest first, for the user and for admins', async () => {
      const items = [
        await summaryOf(world.unitOfWork, withCarol),
        await summaryOf(world.unitOfWork, withBob),
      ];
      for (const caller of [world.alice, world.admin]) {
        expect(await list(caller, world.alice.id)).to.deep.equal({ total: 2, items, reader: world.alice.id });
      }
      expect((await list(world.alice, world.alice.id, 1, 1)).items).to.deep.equal([items[1]]);
      expect((await list(world.bob, world.bob.id)).total).to.equal(1);
    });

    it('refuses others, and finds no user who is not there', async () => {
      await expectRefusal(list(world.bob, world.alice.id), 'not_your_account');
      await expectRefusal(list(world.bob, world.nobody), 'user_not_found');
      await expectRefusal(list(world.admin, world.nobody), 'user_not_found');
    });
  });

  describe('CountUnread', () => {
    const count = (caller: Caller, user: number) =>
      new CountUnread(world.unitOfWork).execute({ caller, user });

    it('counts over all threads, for the user and for admins', async () => {
      expect(await count(world.alice, world.alice.id)).to.equal(5);
      expect(await count(world.admin, world.alice.id)).to.equal(5);
      expect(await count(world.bob, world.bob.id)).to.equal(0);
    });

    it('refuses others, and finds no user who is not there', async () => {
      await expectRefusal(count(world.bob, world.alice.id), 'not_your_account');
      await expectRefusal(count(world.bob, world.nobody), 'user_not_found');
      await expectRefusal(count(world.admin, world.nobody), 'user_not_found');
    });
  });
});
