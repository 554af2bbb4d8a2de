import { unknownProfile } from '../../../../src/domain/accounts/user.js';
import { expect } from 'chai';
import { RegisterUser, type Registration } from '../../../../src/application/accounts/register-user.js';
import { PlainHasher } from '../../../support/fakes.js';
import { at } from '../../../support/fixtures.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { deactivate, newWorld, type World } from '../../../support/world.js';

describe('RegisterUser', () => {
  let world: World;

  beforeEach(async () => {
    world = await newWorld();
  });

  const register = (username: string, password = 'password', registration: Registration = 'open') =>
    new RegisterUser(world.unitOfWork, new PlainHasher(), world.clock, registration).execute({
      username,
      password,
    });
  const count = async () =>
    (await world.unitOfWork.read(({ users }) => users.search('', { limit: 0, offset: 0 }))).total;

  it('makes an active account that is no admin, with the hash of the password', async () => {
    world.clock.time = at(5);
    const user = await register('Ｄave');
    expect(user).to.deep.equal({
      ...unknownProfile,
      id: user.id,
      username: 'Dave',
      passwordHash: 'plain password',
      role: 'user',
      active: true,
      created: at(5),
    });
    expect(await world.unitOfWork.read(({ users }) => users.find(user.id))).to.deep.equal(user);
  });

  it('refuses a name that is taken, in any case, and of a deactivated user too', async () => {
    await deactivate(world, world.bob);
    for (const name of ['alice', 'ALICE', 'Ａlice', 'bob'])
      await expectRefusal(register(name), 'username_taken');
    expect(await count()).to.equal(3); // search leaves out bob
  });

  it('gives a name to one of twenty who want it at the same time', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => register('dave')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).to.have.property('code', 'username_taken');
    }
    expect(await count()).to.equal(5);
  });

  it('refuses names and passwords that break the rules', async () => {
    await expectRefusal(register('two words'), 'invalid_username');
    await expectRefusal(register(''), 'invalid_username');
    await expectRefusal(register('dave', 'short'), 'invalid_password');
    await expectRefusal(register('dave', 'x'.repeat(129)), 'invalid_password');
    expect(await count()).to.equal(4);
  });

  it('refuses everybody while registration is closed', async () => {
    await expectRefusal(register('dave', 'password', 'closed'), 'registration_closed');
    await expectRefusal(register('two words', '', 'closed'), 'registration_closed');
    expect(await count()).to.equal(4);
  });
});
