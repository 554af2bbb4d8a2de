import { expect } from 'chai';
import { MarkMessageRead } from '../../../../src/application/conversation/mark-message-read.js';
import { MarkThreadRead } from '../../../../src/application/conversation/mark-thread-read.js';
import type { UnitOfWork } from '../../../../src/application/ports/unit-of-work.js';
import type { Message } from '../../../../src/domain/conversation/message.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import type { UserCaller } from '../../../../src/domain/accounts/user.js';
import { addMessage, openThread, unreadCount } from '../../../support/fixtures.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { newWorld, type World } from '../../../support/world.js';

describe('Marking as read', () => {
  let world: World;
  let thread: Thread;
  let fromAlice: Message;
  let fromBob: Message;
  let lastFromAlice: Message;

  beforeEach(async () => {
    world = await newWorld();
    thread = await openThread(world.unitOfWork, world.alice, world.bob);
    fromAlice = await addMessage(world.unitOfWork, thread, world.alice);
    fromBob = await addMessage(world.unitOfWork, thread, world.bob);
    lastFromAlice = await addMessage(world.unitOfWork, thread, world.alice);
  });

  const find = ({ id }: Message) => world.unitOfWork.read(({ messages }) => messages.find(id));

  describe('MarkMessageRead', () => {
    const mark = (caller: UserCaller, message = fromAlice.id) =>
      new MarkMessageRead(world.unitOfWork, world.clock).execute({ caller, message });

    it('marks a message for its recipient, once', async () => {
      for (let time = 0; time < 2; time += 1) {
        expect(await mark(world.bob)).to.deep.equal({ ...fromAlice, isRead: true });
        expect(await find(fromAlice)).to.deep.equal({ ...fromAlice, isRead: true });
        expect(await unreadCount(world.unitOfWork, world.bob)).to.equal(1);
      }
      expect(await find(lastFromAlice)).to.deep.equal(lastFromAlice);
    });

    it('refuses the sender and an admin', async () => {
      await expectRefusal(mark(world.alice), 'not_the_recipient');
      await expectRefusal(mark(world.admin), 'not_the_recipient');
      expect(await find(fromAlice)).to.deep.equal(fromAlice);
    });

    it('finds no message for others, and none that is not there', async () => {
      await expectRefusal(mark(world.carol), 'message_not_found');
      await expectRefusal(mark(world.bob, lastFromAlice.id + 1), 'message_not_found');
    });
  });

  describe('MarkThreadRead', () => {
    const mark = (caller: UserCaller, upTo?: number, id = thread.id) =>
      new MarkThreadRead(world.unitOfWork, world.clock).execute({ caller, thread: id, upTo });

    it('marks all that the other one sent', async () => {
      expect(await mark(world.bob)).to.equal(2);
      expect(await mark(world.bob)).to.equal(0);
      expect(await unreadCount(world.unitOfWork, world.bob)).to.equal(0);
      expect(await find(fromBob)).to.deep.equal(fromBob);
    });

    it('marks many in several units of work, each from the oldest on', async () => {
      for (let count = 0; count < 5; count += 1) await addMessage(world.unitOfWork, thread, world.alice);
      const sizes: number[] = [];
      const unread = async () => (await unreadCount(world.unitOfWork, world.bob)) ?? NaN;
      const counting: UnitOfWork = {
        read: async (work) => world.unitOfWork.read(work),
        decide: (question, decide) => world.unitOfWork.decide(question, decide),
        run: async (work) => {
          const before = await unread();
          const result = await world.unitOfWork.run(work);
          sizes.push(before - (await unread()));
          return result;
        },
      };
      const inTwos = (upTo?: number) =>
        new MarkThreadRead(counting, world.clock, 2).execute({ caller: world.bob, thread: thread.id, upTo });
      expect(await inTwos(lastFromAlice.id - 1)).to.equal(1);
      expect(await inTwos(lastFromAlice.id + 2)).to.equal(3);
      expect(await inTwos()).to.equal(3);
      expect(sizes).to.deep.equal([1, 2, 1, 2, 1]);
    });

    it('marks up to and including a message', async () => {
      expect(await mark(world.bob, fromAlice.id - 1)).to.equal(0);
      expect(await mark(world.bob, fromAlice.id)).to.equal(1);
      expect(await find(lastFromAlice)).to.deep.equal(lastFromAlice);
      expect(await mark(world.alice, lastFromAlice.id)).to.equal(1);
    });

    it('is for participants: others find no thread, and admins take no part', async () => {
      await expectRefusal(mark(world.carol), 'thread_not_found');
      await expectRefusal(mark(world.bob, undefined, thread.id + 1), 'thread_not_found');
      await expectRefusal(mark(world.admin), 'not_a_participant');
      expect(await unreadCount(world.unitOfWork, world.bob)).to.equal(2);
    });
  });
});
