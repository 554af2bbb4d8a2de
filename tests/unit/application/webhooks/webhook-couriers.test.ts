import { expect } from 'chai';
import { Prune } from '../../../../src/application/upkeep/prune.js';
import { SendToWebhook } from '../../../../src/application/webhooks/send-to-webhook.js';
import {
  WebhookCouriers,
  type CouriersOptions,
} from '../../../../src/application/webhooks/webhook-couriers.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import { giveUpAfter, type Webhook } from '../../../../src/domain/webhooks/webhook.js';
import type { Posting } from '../../../../src/application/ports/webhook-sender.js';
import { until } from '../../../support/client.js';
import { CountingIds } from '../../../support/fakes.js';
import { addMessage, addUsers, openThread } from '../../../support/fixtures.js';
import { newWebhook, RecordingSender, textOf } from '../../../support/webhooks.js';
import { newWorld, type World } from '../../../support/world.js';

const day = 24 * 3_600_000;

describe('WebhookCouriers', () => {
  let world: World;
  let thread: Thread;
  let other: Thread;
  let sender: RecordingSender;
  const running: WebhookCouriers[] = [];
  const ids = new CountingIds();

  beforeEach(async () => {
    world = await newWorld();
    world.clock.time = new Date(); // events are dated by the store
    const { unitOfWork, alice, bob, carol } = world;
    thread = await openThread(unitOfWork, alice, bob);
    other = await openThread(unitOfWork, alice, carol);
    sender = new RecordingSender();
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((couriers) => couriers.stop()));
  });

  const add = (change: Partial<Webhook> = {}) =>
    world.unitOfWork.run(async ({ webhooks, events }) =>
      webhooks.add(
        newWebhook({
          events: ['message.created'],
          position: await events.end(),
          reached: world.clock.now(),
          ...change,
        }),
      ),
    );
  const find = ({ id }: Webhook) => world.unitOfWork.read(({ webhooks }) => webhooks.find(id));
  const send = (text: string, where = thread) => addMessage(world.unitOfWork, where, world.alice, { text });

  function start(options: Partial<CouriersOptions> = {}, by = sender): WebhookCouriers {
    const { unitOfWork, clock } = world;
    const wording = ({ event }: { event: { type: string } }) =>
      event.type === 'message.created' ? (event as unknown as { message: object }).message : {};
    const sendTo = new SendToWebhook(unitOfWork, by, wording, clock);
    const given = { look: 5, grace: 50, patience: 5, pauses: [30], ...options };
    const couriers = new WebhookCouriers(
      unitOfWork,
      unitOfWork.signals,
      sendTo,
      unitOfWork.signals,
      clock,
      ids,
      given,
    );
    running.push(couriers);
    couriers.start();
    return couriers;
  }

  const pass = (milliseconds: number) => {
    world.clock.time = new Date(world.clock.time.getTime() + milliseconds);
  };
  const posted = (count: number, by = sender) =>
    until(`${count} are posted`, async () => by.posted.length >= count);
  /** Long enough for what must not happen. */
  const moment = () => new Promise((resolve) => setTimeout(resolve, 40));

  it('tell what happened before they began, and what happens then', async () => {
    await add();
    await send('before');
    start();
    await posted(1);
    await send('after');
    await posted(2);
    expect(sender.texts).to.deep.equal(['before', 'after']);
  });

  it('deliver for a webhook in one process at a time', async () => {
    await add();
    const second = new RecordingSender();
    start();
    start({}, second);
    for (let count = 0; count < 20; count += 1) await send(`number ${count}`);
    await until('all are posted', async () => sender.posted.length + second.posted.length >= 20);
    await moment();
    expect(Math.min(sender.posted.length, second.posted.length)).to.equal(0);
    expect(Math.max(sender.posted.length, second.posted.length)).to.equal(20);
  });

  it('take over at once from one that was stopped', async () => {
    await add();
    const first = start();
    await send('one');
    await posted(1);
    await first.stop();
    const second = new RecordingSender();
    start({}, second);
    await send('two');
    await posted(1, second);
    expect(second.texts).to.deep.equal(['two']);
  });

  it('take over from one that died, once its lease has ended', async () => {
    const webhook = await add();
    const end = new Date(world.clock.now().getTime() + 20_000);
    await world.unitOfWork.run(({ webhooks }) => webhooks.claim(webhook.id, 'dead', world.clock.now(), end));
    await send('left behind');
    start();
    await moment();
    expect(sender.posted, 'before its end').to.deep.equal([]);
    pass(20_000);
    await posted(1);
  });

  it('keep their lease while a receiver is slow', async () => {
    await add();
    let answer: (status: number) => void = () => undefined;
    sender.answer = () => new Promise((resolve) => (answer = resolve));
    start();
    await send('slow');
    await posted(1);
    const second = new RecordingSender();
    start({}, second);
    for (let count = 0; count < 5; count += 1) {
      pass(9000);
      await moment();
    }
    expect(second.posted).to.deep.equal([]);
    answer(204);
  });

  it('stop beginning anything, let what is under way arrive, and cut it off after a while', async () => {
    const webhook = await add();
    const cut: boolean[] = [];
    sender.answer = (_, signal) =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => {
          cut.push(true);
          resolve(undefined);
        });
      });
    const couriers = start();
    await send('stuck');
    await send('behind it');
    await posted(1);
    await couriers.stop();
    expect(cut).to.deep.equal([true]);
    expect(sender.posted).to.have.lengthOf(1);
    expect(await find(webhook), 'as if nothing had been tried').to.deep.include({
      failures: 0,
      lease: undefined,
    });
    const second = new RecordingSender();
    start({}, second);
    await posted(2, second);
    expect(second.posted[0]?.key).to.equal(sender.posted[0]?.key);
  });

  it('wait after a failure, and repeat what was not taken and no more', async () => {
    const webhook = await add();
    let refuse = (posting: Posting) => textOf(posting) === 'poison';
    sender.answer = (posting) => (refuse(posting) ? 500 : 204);
    const first = start();
    await send('poison');
    await send('behind it');
    await send('elsewhere', other);
    await until('all was tried', async () => sender.texts.includes('elsewhere'));
    await moment();
    expect([...sender.texts].sort()).to.deep.equal(['elsewhere', 'poison']);
    expect(await find(webhook)).to.deep.include({ failures: 1 });
    await first.stop(); // the next one knows from the store what was taken
    refuse = () => false;
    start();
    await moment();
    expect(sender.posted, 'before it is time').to.have.lengthOf(2);
    pass(30);
    await posted(4);
    await moment();
    expect(sender.texts.slice(2)).to.deep.equal(['poison', 'behind it']);
    expect(await find(webhook)).to.deep.include({
      failures: 0,
      failingSince: undefined,
      nextAttempt: undefined,
    });
  });

  it('give up for the moment after three failures in a row', async () => {
    const { unitOfWork, alice, admin } = world;
    const [dan] = await addUsers(unitOfWork, 'dan');
    const more = await openThread(unitOfWork, alice, admin);
    const most = await openThread(unitOfWork, alice, dan);
    await add();
    sender.answer = () => undefined;
    for (const [index, where] of [thread, other, more, most].entries()) await send(`number ${index}`, where);
    start({ atOnce: 1 });
    await posted(3);
    await moment();
    expect(sender.texts).to.deep.equal(['number 0', 'number 1', 'number 2']);
  });

  it('switch a webhook off after three days of failures', async () => {
    const webhook = await add();
    sender.answer = () => 500;
    start();
    await send('in vain');
    await posted(1);
    pass(giveUpAfter + 1000);
    await until('it is off', async () => (await find(webhook))?.status === 'off');
    expect(await find(webhook)).to.deep.include({ offReason: 'failing' });
  });

  it('begin again at once if a webhook goes on just after it was switched off', async () => {
    const webhook = await add();
    sender.answer = () => 410;
    start({ look: 60_000 }); // no look of its own sees that it was off
    await until('it has begun', async () => (await find(webhook))?.lease !== undefined);
    await send('gone');
    await until('it is off', async () => (await find(webhook))?.status === 'off');
    await until('it is let go', async () => (await find(webhook))?.lease === undefined);
  });

  it('leave events in the log until an active webhook has got past them, for three days at most', async () => {
    const webhook = await add();
    sender.answer = () => 500;
    await send('kept');
    start({ pauses: [2 * day] });
    await posted(1);
    const prune = new Prune(world.unitOfWork, world.clock, day, day, day);
    pass(1.5 * day);
    await prune.execute();
    sender.answer = () => 204;
    pass(day);
    await posted(2);
    await until('it got on', async () => (await find(webhook))?.failingSince === undefined);
    await send('something later');
    await posted(3);
    expect(sender.texts).to.deep.equal(['kept', 'kept', 'something later']);
    pass(1.5 * day);
    await until('nothing holds them any more', async () => (await prune.execute()).events > 0);
  });

  it('go on from the end if the log has forgotten where they were, and say so', async () => {
    const lost: number[] = [];
    const webhook = await add({ position: `ffffffff-1-1` });
    await send('forgotten');
    start({ onLoss: ({ id }) => lost.push(id) });
    await until('it is told', async () => lost.length > 0);
    await send('known');
    await posted(1);
    expect([lost, sender.texts]).to.deep.equal([[webhook.id], ['known']]);
  });

  it('go on from what is stored if they are ahead of it, in a log that was lost', async () => {
    const losses: number[] = [];
    const webhook = await add();
    const { unitOfWork } = world;
    const read = unitOfWork.read.bind(unitOfWork);
    let lost: string | undefined;
    unitOfWork.read = (work) =>
      read((readers) => {
        const { events } = readers;
        const after: typeof events.after = (position, limit) =>
          position === lost ? Promise.resolve(undefined) : events.after(position, limit);
        const known = { after, end: () => events.end(), beginning: () => events.beginning() };
        return work({ ...readers, events: { ...known, missedBy: events.missedBy.bind(events) } });
      });
    start({ onLoss: ({ id }) => losses.push(id) });
    await send('one');
    await until('it is noted', async () => {
      const { position } = (await find(webhook)) ?? webhook;
      if (position !== webhook.position) lost = position;
      return lost !== undefined;
    });
    // As the database is after a failover to a standby that was behind.
    await unitOfWork.run(async ({ webhooks }) => {
      const held = await webhooks.hold(webhook.id);
      if (held !== undefined) await webhooks.update({ ...held, position: webhook.position });
    });
    await send('two');
    await posted(2);
    expect([sender.texts, losses]).to.deep.equal([['one', 'two'], []]);
  });

  it('work off a backlog in its order', async () => {
    await add();
    const texts = Array.from({ length: 350 }, (_, index) => `number ${index}`);
    for (const text of texts) await send(text);
    start();
    await posted(350);
    expect(sender.texts).to.deep.equal(texts);
  });

  it('begin no round beside one in which the store failed', async () => {
    await add();
    const { unitOfWork } = world;
    const read = unitOfWork.read.bind(unitOfWork);
    let isDown = false;
    unitOfWork.read = (work) => (isDown ? Promise.reject(new Error('down')) : read(work));
    let answer: (status: number) => void = () => undefined;
    sender.answer = (posting) => {
      if (textOf(posting) === 'slow') return new Promise((resolve) => (answer = resolve));
      isDown = true; // so that what follows it cannot be read
      return 204;
    };
    await send('slow');
    await send('elsewhere', other);
    await send('behind that', other);
    let looks = 0;
    start({ onLook: () => (looks += 1) });
    await posted(2);
    await moment();
    isDown = false;
    looks = 0;
    // Each look comes later than the courier would begin again after it could not read.
    await until('it was looked around ten times', async () => looks >= 10);
    expect([...sender.texts].sort(), 'while one is on its way').to.deep.equal(['elsewhere', 'slow']);
    sender.answer = () => 204;
    answer(204);
    await posted(5); // the round again, from its beginning
  });

  it('tell for how long the oldest event has waited', async () => {
    const webhook = await add();
    const seen: number[] = [];
    sender.answer = () => 500;
    start({ onLook: (waiting) => seen.push(waiting) });
    await until('nothing waits', async () => seen.at(-1) === 0);
    await send('in vain');
    await posted(1);
    pass(7000);
    await until('something waits', async () => (seen.at(-1) ?? 0) >= 7000);
    sender.answer = () => 204;
    pass(30);
    await until('it got on', async () => (await find(webhook))?.failingSince === undefined);
    await until('nothing waits', async () => seen.at(-1) === 0);
  });

  it('go on once the store answers again', async () => {
    await add();
    const { unitOfWork } = world;
    const read = unitOfWork.read.bind(unitOfWork);
    let isDown = true;
    unitOfWork.read = (work) => (isDown ? Promise.reject(new Error('down')) : read(work));
    start();
    await moment();
    isDown = false;
    await send('after the break');
    await posted(1);
  });
});
