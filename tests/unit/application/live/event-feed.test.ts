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

  it('ends the streams when its place means nothing any more, and serves who comes then', async () => {
    const before = await follow(bob);
    await send();
    await until('the message has come', async () => before.events === 1);
    // Another server answers now, which has its own log.
    const other = new InMemoryUnitOfWork();
    const [ann, ben] = await addUsers(other, 'ann', 'ben');
    const elsewhere = await openThread(other, ann, ben);
    const read = unitOfWork.read.bind(unitOfWork);
    unitOfWork.read = other.read.bind(other);
    try {
      unitOfWork.signals.changed();
      await until('the stream has ended', async () => before.ended === 1);
      expect(feed.streams).to.equal(0);
      const after = await follow(ben);
      await addMessage(other, elsewhere, ann);
      unitOfWork.signals.changed();
      await until('the message has come', async () => after.events === 1);
      expect(after).to.deep.equal({ events: 1, tooSlow: 0, ended: 0 });
    } finally {
      unitOfWork.read = read;
    }
  });
});
