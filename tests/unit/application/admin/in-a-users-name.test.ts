import { expect } from 'chai';
import { isWrittenDown } from '../../../../src/application/admin/add-to-trail.js';
import { DeleteThread } from '../../../../src/application/conversation/delete-thread.js';
import { SendMessage } from '../../../../src/application/conversation/send-message.js';
import { operator, type Actor, type UserCaller } from '../../../../src/domain/accounts/user.js';
import type { Thread } from '../../../../src/domain/conversation/thread.js';
import { at, openThread } from '../../../support/fixtures.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { newWorld, type World } from '../../../support/world.js';

describe('what is written down', () => {
  const ann: UserCaller = { id: 1, role: 'user' };
  const root: UserCaller = { id: 2, role: 'admin' };
  const shop = { id: undefined, role: 'admin', service: 'shop', basis: { serviceKey: 1 } } as Actor;

  for (const [who, actor, own, expected] of [
    ['a user, of their own', ann, true, false],
    ['an admin, of their own', root, true, false],
    ['an admin, of others', root, false, true],
    ['a service, as nobody', shop, false, true],
    ['a service, in a user’s name', { ...ann, service: 'shop' }, true, true],
    ['the operator', operator, false, false],
  ] as const) {
    it(`${who}: ${expected ? 'yes' : 'no'}`, () => {
      expect(isWrittenDown(actor, own)).to.equal(expected);
    });
  }
});

describe('a service in a user’s name', () => {
  let world: World;
  let thread: Thread;

  beforeEach(async () => {
    world = await newWorld();
    thread = await openThread(world.unitOfWork, world.alice, world.bob, at(0));
  });

  const send = (caller: UserCaller) =>
    new SendMessage(world.unitOfWork, world.clock).execute({
      caller,
      thread: thread.id,
      content: { text: 'Hello' },
      idempotencyKey: undefined,
    });
  const trail = () => world.unitOfWork.read(({ auditTrail }) => auditTrail.latest(5));

  it('does what the user may, and it is written down under both names', async () => {
    const { message } = await send({ ...world.alice, service: 'shop' });
    const [entry, ...more] = await trail();
    expect(more).to.deep.equal([]);
    expect(entry).to.include({
      action: 'send',
      resource: 'Message',
      recordId: message.id,
      adminName: 'alice',
      service: 'shop',
    });
    expect(JSON.stringify(entry)).not.to.include('Hello');
  });

  it('may no more than the user, and nothing is written of what was refused', async () => {
    const stranger = { ...world.carol, service: 'shop' };
    await expectRefusal(send(stranger), 'thread_not_found');
    await expectRefusal(
      new DeleteThread(world.unitOfWork, world.clock, 'participants').execute({
        caller: stranger,
        thread: thread.id,
      }),
      'thread_not_found',
    );
    expect(await trail()).to.deep.equal([]);
  });

  it('is not told from the user where nobody needs to know', async () => {
    await send(world.alice);
    expect(await trail()).to.deep.equal([]);
  });
});
