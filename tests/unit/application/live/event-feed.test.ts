import { expect } from 'chai';
import { updateUser } from '../../../../src/application/accounts/keep-user.js';
import { EventFeed, type Stream } from '../../../../src/application/live/event-feed.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import type { User } from '../../../../src/domain/accounts/user.js';
import { InMemoryUnitOfWork } from '../../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { until } from '../../../support/client.js';
import { addMessage, addUsers, openThread } from '../../../support/fixtures.js';
import { Gate } from '../../../support/gate.js';
import { expectOutage } from '../../../support/rejection-of.js';

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
    const roles = { of: (ids: readonly number[]) => unitOfWork.read(({ users }) => users.rolesOf(ids)) };
    feed = new EventFeed(unitOfWork, unitOfWork.signals, roles, { maxWaiting: 5, activityCheck: 10 });
  });

  afterEach(() => feed.close());

  /** Follows as a client does that takes more while `room` is open; without one, always. */
  async function follow(user: User, { room, since }: { room?: Gate; since?: string } = {}) {
    const stream = await feed.join(user.id);
    const seen = { stream, came: [] as string[], events: 0, tooSlow: false, ended: false };
    stream.onEnd(() => {
      seen.ended = true;
      seen.tooSlow = stream.tooSlow;
    });
    void take(stream, seen, room, since);
    return seen;
  }

  async function take(
    stream: Stream,
    seen: { came: string[]; events: number },
    room?: Gate,
    since?: string,
  ): Promise<void> {
    for await (const delivery of stream.deliveries(since)) {
      seen.came.push(delivery.type === 'message.created' ? delivery.message.text : delivery.type);
      if (!('participants' in delivery)) continue;
      seen.events += 1;
      await room?.opened;
    }
  }

  const send = (text = 'text') => addMessage(unitOfWork, thread, alice, { text });

  it('keeps as many events as may wait for somebody who has no room', async () => {
    const room = new Gate();
    const [slow, quick] = [await follow(bob, { room }), await follow(alice)];
    for (let count = 0; count < 6; count += 1) await send(); // one is under way, five wait
    await until('the quick one has all', async () => quick.events === 6);
    expect(slow).to.include({ events: 1, ended: false });
    room.open();
    await until('the slow one has all', async () => slow.events === 6);
    expect(slow.ended).to.equal(false);
    expect(feed.streams).to.equal(2);
  });

  it('gives up on a reader with too many waiting events, and on nobody else', async () => {
    const [slow, quick] = [await follow(bob, { room: new Gate() }), await follow(alice)];
    for (let count = 0; count < 9; count += 1) await send();
    await until('the quick one has all', async () => quick.events === 9);
    expect(slow).to.include({ events: 1, tooSlow: true });
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
      await until('the stream has ended', async () => before.ended);
      expect(feed.streams).to.equal(0);
      const after = await follow(ben);
      await addMessage(other, elsewhere, ann);
      unitOfWork.signals.changed();
      await until('the message has come', async () => after.events === 1);
      expect(before.tooSlow).to.equal(false);
      expect(after.ended).to.equal(false);
    } finally {
      unitOfWork.read = read;
    }
  });

  it('brings what was missed, then what came while that was read, then what comes', async () => {
    const first = await follow(bob);
    const since = first.stream.position;
    first.stream.end();
    await send('missed');
    const reading = new Gate();
    const read = unitOfWork.read.bind(unitOfWork);
    const stream = await feed.join(bob.id);
    unitOfWork.read = async (work) => {
      await reading.opened;
      return read(work);
    };
    const seen = { came: [] as string[], events: 0 };
    void take(stream, seen, undefined, since);
    unitOfWork.read = read;
    await send('meanwhile');
    await until('the feed has read it', async () => (await feed.join(alice.id)).position !== stream.position);
    expect(seen.came).to.deep.equal([]);
    reading.open();
    await until('both have come', async () => seen.events === 2);
    await send('live');
    await until('all have come', async () => seen.events === 3);
    expect(seen.came).to.deep.equal(['missed', 'reached', 'meanwhile', 'live']);
  });

  it('says before anything else that the log does not know what was missed', async () => {
    await send('long ago');
    const seen = await follow(bob, { since: '00000000-1-1' });
    await send('goes on');
    await until('it has come', async () => seen.events === 1);
    expect(seen.came).to.deep.equal(['reset', 'goes on']);
  });

  it('ends a stream when the log does not tell what was missed, and serves who comes then', async () => {
    const stream = await feed.join(bob.id);
    const read = unitOfWork.read.bind(unitOfWork);
    unitOfWork.read = async () => {
      throw new Error('The store does not answer.');
    };
    const seen = { came: [] as string[], events: 0 };
    await take(stream, seen, undefined, stream.position);
    unitOfWork.read = read;
    expect(seen.came).to.deep.equal([]);
    expect(stream.over).to.equal(true);
    expect(feed.streams).to.equal(0);
    expect((await follow(bob)).ended).to.equal(false);
  });

  it('shows who is writing in the order in which it came, and not after what waits', async () => {
    const room = new Gate();
    const [slow, quick, own] = [await follow(bob, { room }), await follow(bob), await follow(alice)];
    const type = () => unitOfWork.signals.sendTyping({ thread: thread.id, user: alice.id, to: bob.id });
    await until('all are there', async () => quick.came.length + slow.came.length + own.came.length === 3);
    type();
    for (const text of ['one', 'two']) {
      await send(text);
      await until('it has come', async () => quick.came.includes(text));
      type();
    }
    await until('the quick one has seen it', async () => quick.came.at(-1) === 'typing');
    room.open();
    await until('the slow one has all', async () => slow.came.includes('two'));
    expect(quick.came).to.deep.equal(['reached', 'typing', 'one', 'typing', 'two', 'typing']);
    expect(own.came).to.deep.equal(['reached', 'one', 'two']);
    expect(slow.came.slice(0, 3)).to.deep.equal(['reached', 'typing', 'one']);
    expect(slow.came.at(-1), 'nothing late').to.equal('two');
  });

  it('ends the streams of a user who is not active any more, and no others', async () => {
    const [his, hers] = [await follow(bob), await follow(alice)];
    await unitOfWork.run(({ users }) => users.update({ ...bob, active: false }));
    await until('his has ended', async () => his.ended);
    expect(hers.ended).to.equal(false);
    expect(feed.streams).to.equal(1);
  });

  it('reads once for all streams, and nothing while nobody listens', async () => {
    const streams = [await follow(alice), await follow(bob), await follow(bob)];
    let reads = 0;
    const read = unitOfWork.read.bind(unitOfWork);
    unitOfWork.read = (work) =>
      read((readers) => {
        const events = Object.create(readers.events) as typeof readers.events;
        events.after = (...place) => {
          reads += 1;
          return readers.events.after(...place);
        };
        return work({ ...readers, events });
      });
    await send();
    await until('all have it', async () => streams.every(({ events }) => events === 1));
    expect(reads).to.equal(1);
    for (const { stream } of streams) stream.end();
    await send();
    expect(reads).to.equal(1);
    unitOfWork.read = read;
  });

  it('brings it to those who know a user that the user was updated, and once though the store fails', async () => {
    const [carol] = await addUsers(unitOfWork, 'carol');
    const [his, hers, others] = [await follow(bob), await follow(alice), await follow(carol)];
    const read = unitOfWork.read.bind(unitOfWork);
    let fails = true;
    unitOfWork.read = (work) =>
      read((readers) => {
        const threads = Object.create(readers.threads) as typeof readers.threads;
        threads.partnersAmong = async (...asked) => {
          if (fails) {
            fails = false;
            throw new Error('The store does not answer.');
          }
          return readers.threads.partnersAmong(...asked);
        };
        return work({ ...readers, threads });
      });
    await unitOfWork.run(async (all) => updateUser(all, alice, { ...alice, name: 'Alice' }));
    await send();
    await until('it has come', async () => his.events === 1 && hers.events === 1);
    unitOfWork.read = read;
    expect(fails).to.equal(false);
    expect(his.came).to.deep.equal(['reached', 'user.updated', 'text']);
    expect(hers.came).to.deep.equal(his.came);
    expect(others.came).to.deep.equal(['reached']);
  });

  it('lets nobody in any more when it is closed', async () => {
    const his = await follow(bob);
    feed.close();
    expect(his.ended).to.equal(true);
    await expectOutage(feed.join(bob.id), 'storage_unavailable');
  });
});
