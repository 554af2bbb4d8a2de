import { expect } from 'chai';
import { SendMessage } from '../../../../src/application/conversation/send-message.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import type { UserCaller } from '../../../../src/domain/accounts/user.js';
import { at, openThread, summaryOf } from '../../../support/fixtures.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { newWorld, type World } from '../../../support/world.js';

describe('SendMessage', () => {
  let world: World;
  let thread: Thread;

  beforeEach(async () => {
    world = await newWorld();
    thread = await openThread(world.unitOfWork, world.alice, world.bob, at(0));
  });

  const send = (caller: UserCaller, text: string, idempotencyKey?: string, id = thread.id) =>
    new SendMessage(world.unitOfWork, world.clock).execute({
      caller,
      thread: id,
      content: { text },
      idempotencyKey,
    });
  const count = async () => (await summaryOf(world.unitOfWork, thread)).thread.messageCount;

  it('sends a message from either participant to the other', async () => {
    world.clock.time = at(10);
    const { message, sent } = await send(world.bob, ' Hello ');
    expect(sent).to.equal(true);
    expect(message).to.deep.equal({
      id: message.id,
      threadId: thread.id,
      participants: thread.participants,
      senderId: world.bob.id,
      text: ' Hello ',
      metadata: {},
      attachments: [],
      created: at(10),
      isRead: false,
      edited: undefined,
    });
    await send(world.alice, 'Hi');
    const summary = await summaryOf(world.unitOfWork, thread);
    expect(summary.lastMessage?.text).to.equal('Hi');
    expect(summary.thread.updated).to.deep.equal(at(10));
    expect(summary.thread.unreadOf(world.alice.id)).to.equal(1);
    expect(summary.thread.unreadOf(world.bob.id)).to.equal(1);
  });

  it('keeps the order of time though the clock is set back', async () => {
    world.clock.time = at(10);
    await send(world.alice, 'first');
    world.clock.time = at(4);
    expect((await send(world.bob, 'second')).message.created).to.deep.equal(at(10));
  });

  it('is for participants: others find no thread, and admins take no part', async () => {
    await expectRefusal(send(world.carol, 'Hi'), 'thread_not_found');
    await expectRefusal(send(world.admin, 'Hi'), 'not_a_participant');
    await expectRefusal(send(world.alice, 'Hi', undefined, thread.id + 1), 'thread_not_found');
    await expectRefusal(send(world.carol, '', undefined), 'thread_not_found');
    expect(await count()).to.equal(0);
  });

  it('refuses a text that breaks the rule', async () => {
    for (const text of ['', ' \n', 'x'.repeat(5001), 'a\0']) {
      await expectRefusal(send(world.alice, text), 'invalid_text');
    }
    expect(await count()).to.equal(0);
  });

  describe('with an idempotency key', () => {
    it('sends once, and returns the first message for a repeat', async () => {
      const first = await send(world.alice, 'Hi', 'key');
      world.clock.time = at(99);
      const repeat = await send(world.alice, 'Hi', 'key');
      expect([first.sent, repeat.sent]).to.deep.equal([true, false]);
      expect(repeat.message).to.deep.equal(first.message);
      expect(await count()).to.equal(1);
    });

    it('sends once if twenty send at the same time', async () => {
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => send(world.alice, 'Hi', 'key')));
      expect(outcomes.filter(({ sent }) => sent)).to.have.length(1);
      expect(new Set(outcomes.map(({ message }) => message.id)).size).to.equal(1);
      expect(await count()).to.equal(1);
    });

    it('refuses the key for another text or another thread', async () => {
      const other = await openThread(world.unitOfWork, world.alice, world.carol);
      await send(world.alice, 'Hi', 'key');
      await expectRefusal(send(world.alice, 'Ho', 'key'), 'idempotency_key_reused');
      await expectRefusal(send(world.alice, 'Hi', 'key', other.id), 'idempotency_key_reused');
      expect(await count()).to.equal(1);
    });

    it('leaves the key to every other sender', async () => {
      await send(world.alice, 'Hi', 'key');
      expect((await send(world.bob, 'Ho', 'key')).sent).to.equal(true);
    });

    it('leaves the key unused after a refusal', async () => {
      await expectRefusal(send(world.alice, ' ', 'key'), 'invalid_text');
      expect((await send(world.alice, 'Hi', 'key')).sent).to.equal(true);
    });
  });

  it('sends again without a key', async () => {
    const first = await send(world.alice, 'Hi');
    const second = await send(world.alice, 'Hi');
    expect(second.sent).to.equal(true);
    expect(second.message.id).to.be.greaterThan(first.message.id);
  });
});
