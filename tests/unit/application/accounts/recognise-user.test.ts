import { expect } from 'chai';
import { ObtainTokens } from '../../../../src/application/accounts/obtain-tokens.js';
import { RecogniseUser } from '../../../../src/application/accounts/recognise-user.js';
import type { Profile } from '../../../../src/domain/accounts/profile.js';
import { noPassword, unknownProfile } from '../../../../src/domain/accounts/user.js';
import { at } from '../../../support/fixtures.js';
import { CountingIds, PlainHasher, PlainTokens } from '../../../support/fakes.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { newWorld, type World } from '../../../support/world.js';

describe('RecogniseUser', () => {
  let world: World;
  let recogniseUser: RecogniseUser;
  const nothing = { name: undefined, avatarUrl: undefined };
  const introduced = (
    externalId: string,
    username = externalId,
    profile: Profile = nothing,
    issued = at(0),
  ) => ({
    ...{ externalId, username, profile, issued },
  });

  beforeEach(async () => {
    world = await newWorld();
    recogniseUser = new RecogniseUser(world.unitOfWork, world.clock);
  });

  it('makes an account for who comes for the first time, and finds it from then on', async () => {
    const eve = await recogniseUser.execute(introduced('1', 'eve'));
    expect(eve).to.deep.equal({
      ...unknownProfile,
      externalId: '1',
      id: world.nobody,
      username: 'eve',
      passwordHash: noPassword,
      role: 'user',
      active: true,
      created: world.clock.now(),
    });
    expect(await recogniseUser.execute(introduced('1', 'renamed'))).to.deep.equal(eve);
  });

  it('makes one account, however many ask at once', async () => {
    const found = await Promise.all(
      Array.from({ length: 20 }, () => recogniseUser.execute(introduced('1', 'eve'))),
    );
    expect(new Set(found.map(({ id }) => id)).size).to.equal(1);
    expect(
      (await world.unitOfWork.read(({ users }) => users.search('eve', { limit: 9, offset: 0 }))).total,
    ).to.equal(1);
  });

  it('never takes an account for its name', async () => {
    const names = [];
    for (const subject of ['alice', '2', '3']) {
      const user = await recogniseUser.execute(introduced(subject, 'Alice'));
      expect(user.id).not.to.equal(world.alice.id);
      names.push(user.username);
    }
    expect(names).to.deep.equal(['Alice_2', 'Alice_3', 'Alice_4']);
  });

  it('gives names that usernames may be', async () => {
    const names: Record<string, string> = {
      'Jane Doe <jane@host.example>': 'Jane_Doe__jane@host.example_',
      'auth0|5f7c': 'auth0_5f7c',
      Ｊöｒｇ: 'Jörg',
      '\ud800\0': '__',
      ['x'.repeat(255)]: 'x'.repeat(110),
      ['x'.repeat(254)]: `${'x'.repeat(110)}_2`,
    };
    for (const [name, username] of Object.entries(names)) {
      expect((await recogniseUser.execute(introduced(name))).username).to.equal(username);
    }
  });

  it('leaves an account that no password opens', async () => {
    await recogniseUser.execute(introduced('1', 'eve'));
    const { unitOfWork, clock } = world;
    const hasher = new PlainHasher();
    const obtainTokens = new ObtainTokens(unitOfWork, hasher, new PlainTokens(), new CountingIds(), clock);
    for (const password of [noPassword, '']) {
      await expectRefusal(obtainTokens.execute({ username: 'eve', password }), 'invalid_credentials');
    }
  });
});
