import { expect } from 'chai';
import { DeleteThread } from '../../../../src/application/conversation/delete-thread.js';
import type { Caller } from '../../../../src/domain/accounts/user.js';
import { addMessage, openThread, unreadCount } from '../../../support/fixtures.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { newWorld, type World } from '../../../support/world.js';

describe('DeleteThread', () => {
  let world: World;
  let thread: number;
  let message: number;

  beforeEach(async () => {
    world = await newWorld();
    const opened = await openThread(world.unitOfWork, world.alice, world.bob);
    thread = opened.id;
    message = (await addMessage(world.unitOfWork, opened, world.alice)).id;
  });

  const remove = (caller: Caller, id = thread) =>
    new DeleteThread(world.unitOfWork, world.clock).execute({ caller, thread: id });
  const stored = () =>
    world.unitOfWork.read(async ({ threads, messages }) => [
      (await threads.summary(thread))?.thread.id,
      (await messages.find(message))?.id,
    ]);

  for (const who of ['alice', 'bob', 'admin'] as const) {
    it(`removes the thread and its messages for ${who}`, async () => {
      await remove(world[who]);
      expect(await stored()).to.deep.equal([undefined, undefined]);
      expect(await unreadCount(world.unitOfWork, world.bob)).to.equal(0);
      await expectRefusal(remove(world[who]), 'thread_not_found');
      const [entry, ...more] = await world.unitOfWork.read(({ auditTrail }) => auditTrail.latest(10));
      expect(more).to.deep.equal([]);
      expect(entry).to.deep.include({
        ...{ adminId: world[who].id, adminName: who, action: 'delete', resource: 'Thread', recordId: thread },
        ...{ details: 'alice and bob; messages: 1', created: world.clock.time },
      });
    });
  }

  it('finds no thread for others, and none that is not there', async () => {
    await expectRefusal(remove(world.carol), 'thread_not_found');
    await expectRefusal(remove(world.admin, thread + 1), 'thread_not_found');
    expect(await stored()).to.deep.equal([thread, message]);
    expect(await world.unitOfWork.read(({ auditTrail }) => auditTrail.latest(10))).to.deep.equal([]);
  });
});
