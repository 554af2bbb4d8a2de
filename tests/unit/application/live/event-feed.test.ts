import { expect } from 'chai';
import { EventFeed, type Receiver } from '../../../../src/application/live/event-feed.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import type { User } from '../../../../src/domain/accounts/user.js';
import { InMemoryUnitOfWork } from '../../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { until } from '../../../support/client.js';
import { addMessage, addUsers, openThread } from '../../../support/fixtures.js';
import { Gate } from '../../../support/gate.js';

describe('EventFeed', () => {
  let unitOfWork: InMemoryUnitOfWork;
  let alice: User;
  let bob: User;
  let thread: Thread;
  let feed: EventFeed;

  beforeEach(async () => {
    unitOfWork = new InMemoryUnitOfWork();
    [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
    thread = await openThread(unitOfWork, alice, bob);
    feed = new EventFeed(unitOfWork, unitOfWork.signals, { maxWaiting: 5 });
  });

  afterEach(() => feed.close());

  /** Follows as a client does that takes events while `room` is open; without one, always. */
  async function follow(user: User, room?: Gate) {
    const seen = { events: 0, tooSlow: 0, ended: 0 };
    const receiver: Receiver = {
      event: () => {
        seen.events += 1;
        return room === undefined;
      },
      reached: () => true,
      reset: () => true,
      ready: () => room?.opened ?? Promise.resolve(),
      typing: () => undefined,
      end: () => (seen.ended += 1),
      tooSlow: () => (seen.tooSlow += 1),
    };
    const stream = await feed.join(user.id);
    await stream.start(receiver, undefined);
    return seen;
  }

  const send = () => addMessage(unitOfWork, thread, alice);

  it('keeps as many events as may wait for somebody who has no room', async () => {
    const room = new Gate();
    const [slow, quick] = [await follow(bob, room), await follow(alice)];
    for (let count = 0; count < 6; count += 1) await send(); // one is under way, five wait
    await until('the quick one has all', async () => quick.events === 6);
    expect(slow).to.deep.equal({ events: 1, tooSlow: 0, ended: 0 });
    room.open();
    await until('the slow one has all', async () => slow.events === 6);
    expect(slow.tooSlow).to.equal(0);
    expect(feed.streams).to.equal(2);
  });

  it('gives up on somebody for whom more would have to wait, and on nobody else', async () => {
    const [slow, quick] = [await follow(bob, new Gate()), await follow(alice)];
    for (let count = 0; count < 9; count += 1) await send();
    await until('the quick one has all', async () => quick.events === 9);
    expect(slow).to.deep.equal({ events: 1, tooSlow: 1, ended: 0 });
    expect([feed.streamsOf(bob.id), feed.streamsOf(alice.id)]).to.deep.equal([0, 1]);
  });
});
