import { expect } from 'chai';
import { OpenThread } from '../../../../src/application/conversation/open-thread.js';
import type { User } from '../../../../src/domain/accounts/user.js';
import { addMessage, at } from '../../../support/fixtures.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { deactivate, newWorld, type World } from '../../../support/world.js';

describe('OpenThread', () => {
  let world: World;
  let alice: User;
  let bob: User;
  let carol: User;

  beforeEach(async () => {
    world = await newWorld();
    ({ alice, bob, carol } = world);
  });

  const open = (caller: User, ...participants: number[]) =>
    new OpenThread(world.unitOfWork, world.clock).execute({ caller, participants });

  it('opens the thread of the caller and another', async () => {
    world.clock.time = at(5);
    const { summary, opened } = await open(bob, alice.id);
    expect(opened).to.equal(true);
    expect(summary.participants.map(({ username }) => username)).to.deep.equal(['alice', 'bob']);
    expect(summary.thread.created).to.deep.equal(at(5));
    expect(summary.thread.updated).to.deep.equal(at(5));
    expect(summary.lastMessage).to.equal(undefined);
  });

  it('returns the existing thread to either participant, in each way of naming the two', async () => {
    const { summary } = await open(alice, bob.id);
    const message = await addMessage(world.unitOfWork, summary.thread, bob);
    for (const again of [
      await open(alice, bob.id),
      await open(alice, alice.id, bob.id),
      await open(bob, alice.id),
      await open(bob, alice.id, bob.id),
      await open(world.admin, bob.id, alice.id),
    ]) {
      expect(again.opened).to.equal(false);
      expect(again.summary.thread.id).to.equal(summary.thread.id);
      expect(again.summary.lastMessage).to.deep.equal(message);
    }
  });

  it('opens once if twenty ask at the same time', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? open(alice, bob.id) : open(bob, alice.id))),
    );
    expect(new Set(outcomes.map(({ summary }) => summary.thread.id)).size).to.equal(1);
    expect(outcomes.filter(({ opened }) => opened)).to.have.length(1);
  });

  it('lets an admin name two others', async () => {
    const { summary, opened } = await open(world.admin, carol.id, bob.id);
    expect(opened).to.equal(true);
    expect(summary.participants.map(({ id }) => id)).to.deep.equal([bob.id, carol.id]);
  });

  it('refuses two others to anybody else, also if there are none such', async () => {
    await expectRefusal(open(alice, bob.id, carol.id), 'not_a_participant');
    await expectRefusal(open(alice, bob.id, world.nobody), 'not_a_participant');
  });

  it('refuses anything but two different people', async () => {
    await expectRefusal(open(alice), 'too_few_participants');
    await expectRefusal(open(alice, alice.id), 'self_thread');
    await expectRefusal(open(alice, bob.id, bob.id), 'self_thread');
    await expectRefusal(open(alice, alice.id, bob.id, carol.id), 'too_many_participants');
    await expectRefusal(open(world.admin, alice.id, bob.id, carol.id), 'too_many_participants');
  });

  it('refuses a user who is not there, or not active', async () => {
    await deactivate(world, carol);
    for (const participants of [[world.nobody], [carol.id], [alice.id, carol.id]]) {
      await expectRefusal(open(alice, ...participants), 'unknown_participant');
    }
    await expectRefusal(open(world.admin, bob.id, carol.id), 'unknown_participant');
  });

  it('refuses a deactivated user even if there is a thread', async () => {
    await open(alice, bob.id);
    await deactivate(world, bob);
    await expectRefusal(open(alice, bob.id), 'unknown_participant');
  });
});
