import { expect } from 'chai';
import { BlockUser } from '../../../../src/application/conversation/block-user.js';
import { ListBlocks } from '../../../../src/application/conversation/list-blocks.js';
import { MarkThreadRead } from '../../../../src/application/conversation/mark-thread-read.js';
import { OpenThread } from '../../../../src/application/conversation/open-thread.js';
import { SendMessage } from '../../../../src/application/conversation/send-message.js';
import { UnblockUser } from '../../../../src/application/conversation/unblock-user.js';
import type { User } from '../../../../src/domain/accounts/user.js';
import { addMessage, idsOf, openThread, summaryOf } from '../../../support/fixtures.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { deactivate, newWorld, type World } from '../../../support/world.js';

describe('Blocking', () => {
  let world: World;
  let alice: User;
  let bob: User;

  beforeEach(async () => {
    world = await newWorld();
    ({ alice, bob } = world);
  });

  const block = (caller: User, user: number) =>
    new BlockUser(world.unitOfWork, world.clock).execute({ caller, user });
  const unblock = (caller: User, user: number) =>
    new UnblockUser(world.unitOfWork, world.clock).execute({ caller, user });
  const list = async (caller: User) =>
    idsOf((await new ListBlocks(world.unitOfWork).execute({ caller, limit: 10, offset: 0 })).items);
  const open = (caller: User, ...participants: number[]) =>
    new OpenThread(world.unitOfWork, world.clock).execute({ caller, participants });
  const send = (caller: User, thread: number, text = 'Hi', idempotencyKey?: string) =>
    new SendMessage(world.unitOfWork, world.clock).execute({
      caller,
      thread,
      content: { text },
      idempotencyKey,
    });

  it('is listed for the one who blocks, and for nobody else', async () => {
    await block(alice, bob.id);
    await block(alice, bob.id);
    expect(await list(alice)).to.deep.equal([bob.id]);
    expect(await list(bob)).to.deep.equal([]);
    await unblock(bob, alice.id);
    expect(await list(alice)).to.deep.equal([bob.id]);
    await unblock(alice, bob.id);
    await unblock(alice, bob.id);
    expect(await list(alice)).to.deep.equal([]);
  });

  it('by a service in somebody’s name is written down once, and so is its end', async () => {
    const caller = { ...alice, service: 'shop' };
    for (let time = 0; time < 2; time += 1) await block(caller, bob.id);
    for (let time = 0; time < 2; time += 1) await unblock(caller, bob.id);
    const entries = await world.unitOfWork.read(({ auditTrail }) => auditTrail.latest(9));
    expect(entries.map(({ action, service }) => [action, service])).to.deep.equal([
      ['unblock', 'shop'],
      ['block', 'shop'],
    ]);
  });

  it('is of somebody else, who is there', async () => {
    await expectRefusal(block(alice, alice.id), 'self_block');
    await expectRefusal(block(alice, world.nobody), 'user_not_found');
    await expectRefusal(unblock(alice, world.nobody), 'user_not_found');
    await expectRefusal(block({ ...alice, id: world.nobody }, bob.id), 'user_not_found');
    await deactivate(world, bob);
    await block(alice, bob.id);
    expect(await list(alice)).to.deep.equal([bob.id]);
  });

  for (const blocker of ['alice', 'bob'] as const) {
    it(`keeps both from sending and opening if ${blocker} blocks, and leaves reading`, async () => {
      const thread = await openThread(world.unitOfWork, alice, bob);
      await addMessage(world.unitOfWork, thread, bob);
      await block(world[blocker], blocker === 'alice' ? bob.id : alice.id);
      for (const [caller, other] of [
        [alice, bob],
        [bob, alice],
      ] as const) {
        await expectRefusal(send(caller, thread.id), 'blocked');
        await expectRefusal(open(caller, other.id), 'blocked');
      }
      await expectRefusal(open(world.admin, alice.id, bob.id), 'blocked');
      expect((await summaryOf(world.unitOfWork, thread)).thread.messageCount).to.equal(1);
      const marked = new MarkThreadRead(world.unitOfWork, world.clock).execute({
        caller: alice,
        thread: thread.id,
      });
      expect(await marked).to.equal(1);

      await unblock(world[blocker], blocker === 'alice' ? bob.id : alice.id);
      expect((await send(alice, thread.id)).sent).to.equal(true);
      expect((await open(bob, alice.id)).opened).to.equal(false);
    });
  }

  it('keeps a thread from being opened at all', async () => {
    await block(bob, alice.id);
    await expectRefusal(open(alice, bob.id), 'blocked');
    await expectRefusal(open(bob, alice.id), 'blocked');
    await expectRefusal(open(world.admin, alice.id, bob.id), 'blocked');
    await unblock(bob, alice.id);
    expect((await open(alice, bob.id)).opened).to.equal(true);
  });

  it('keeps an admin as anybody from writing for themselves', async () => {
    const { thread } = (await open(world.admin, bob.id)).summary;
    await block(bob, world.admin.id);
    await expectRefusal(send(world.admin, thread.id), 'blocked');
    await expectRefusal(open(world.admin, bob.id), 'blocked');
  });

  it('leaves all others alone', async () => {
    await block(alice, bob.id);
    const { thread } = (await open(alice, world.carol.id)).summary;
    await send(world.carol, thread.id);
    await send(alice, thread.id);
    expect((await open(bob, world.carol.id)).opened).to.equal(true);
  });

  it('answers a repeated send by the message that there is', async () => {
    const thread = await openThread(world.unitOfWork, alice, bob);
    const first = await send(alice, thread.id, 'Hi', 'key');
    await block(bob, alice.id);
    const repeat = await send(alice, thread.id, 'Hi', 'key');
    expect(repeat.sent).to.equal(false);
    expect(repeat.message).to.deep.equal(first.message);
    await expectRefusal(send(alice, thread.id, 'Hi', 'another'), 'blocked');
    await expectRefusal(send(alice, thread.id, 'Ho', 'key'), 'idempotency_key_reused');
  });

  it('tells strangers nothing, and nobody of a mistake before their own', async () => {
    const thread = await openThread(world.unitOfWork, alice, bob);
    await block(alice, bob.id);
    await expectRefusal(send(world.carol, thread.id), 'thread_not_found');
    await expectRefusal(send(world.admin, thread.id), 'not_a_participant');
    await expectRefusal(open(world.carol, alice.id, bob.id), 'not_a_participant');
    await expectRefusal(send(alice, thread.id, ' '), 'invalid_text');
    await deactivate(world, bob);
    await expectRefusal(open(alice, bob.id), 'unknown_participant');
  });
});
