import { expect } from 'chai';
import { GetMessage } from '../../../../src/application/conversation/get-message.js';
import { ListMessages } from '../../../../src/application/conversation/list-messages.js';
import type { MessageSlice } from '../../../../src/application/ports/message-repository.js';
import type { Message } from '../../../../src/domain/conversation/message.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import type { Caller } from '../../../../src/domain/accounts/user.js';
import { addMessages, openThread } from '../../../support/fixtures.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { newWorld, type World } from '../../../support/world.js';

describe('Seeing messages', () => {
  let world: World;
  let thread: Thread;
  let sent: Message[];

  beforeEach(async () => {
    world = await newWorld();
    thread = await openThread(world.unitOfWork, world.alice, world.bob);
    sent = await addMessages(world.unitOfWork, thread, world.alice, 3);
  });

  describe('GetMessage', () => {
    const get = (caller: Caller, message = sent[0]?.id ?? 0) =>
      new GetMessage(world.unitOfWork).execute({ caller, message });

    it('shows the message to participants and admins', async () => {
      for (const caller of [world.alice, world.bob, world.admin]) {
        expect(await get(caller)).to.deep.equal(sent[0]);
      }
    });

    it('finds no message for others, and none that is not there', async () => {
      await expectRefusal(get(world.carol), 'message_not_found');
      await expectRefusal(get(world.admin, (sent[2]?.id ?? 0) + 1), 'message_not_found');
    });
  });

  describe('ListMessages', () => {
    const all = { order: 'oldest-first', limit: 10, offset: 0 } as const;
    const list = (caller: Caller, slice: MessageSlice = all, id = thread.id) =>
      new ListMessages(world.unitOfWork).execute({ caller, thread: id, slice });

    it('lists the messages for participants and admins', async () => {
      for (const caller of [world.alice, world.bob, world.admin]) {
        expect(await list(caller)).to.deep.equal({
          participants: thread.participants,
          total: 3,
          items: sent,
        });
      }
    });

    it('lists the slice that was asked for', async () => {
      const [first, second, third] = sent;
      const cases: [MessageSlice, unknown][] = [
        [{ order: 'newest-first', limit: 2, offset: 1 }, [second, first]],
        [{ after: first?.id ?? 0, limit: 1 }, [second]],
        [{ before: third?.id ?? 0, limit: 5 }, [second, first]],
      ];
      for (const [slice, items] of cases) {
        expect((await list(world.bob, slice)).items).to.deep.equal(items);
      }
    });

    it('finds no thread for others, and none that is not there', async () => {
      await expectRefusal(list(world.carol), 'thread_not_found');
      await expectRefusal(list(world.admin, all, thread.id + 1), 'thread_not_found');
    });
  });
});
