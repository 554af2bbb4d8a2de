import { expect } from 'chai';
import { GetOwnUser } from '../../../../src/application/accounts/get-own-user.js';
import { SearchUsers } from '../../../../src/application/accounts/search-users.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import type { Caller } from '../../../../src/domain/accounts/user.js';
import { deactivate, newWorld, type World } from '../../../support/world.js';

describe('Seeing users', () => {
  let world: World;

  beforeEach(async () => {
    world = await newWorld();
  });

  it('GetOwnUser shows the caller', async () => {
    const getOwn = new GetOwnUser(world.unitOfWork);
    expect(await getOwn.execute({ caller: world.bob })).to.deep.equal(world.bob);
    await expectRefusal(getOwn.execute({ caller: { id: world.nobody, role: 'admin' } }), 'user_not_found');
  });

  it('SearchUsers finds active users by the beginning of their name', async () => {
    const search = (text: string, limit = 10, offset = 0) =>
      new SearchUsers(world.unitOfWork, 'open').execute({ caller: world.bob, search: text, limit, offset });
    expect(await search('A')).to.deep.equal({ total: 2, items: [world.admin, world.alice] });
    expect(await search('', 2, 1)).to.deep.equal({ total: 4, items: [world.alice, world.bob] });
    await deactivate(world, world.alice);
    expect(await search('A')).to.deep.equal({ total: 1, items: [world.admin] });
  });

  it('SearchUsers is for admins alone where the directory is closed', async () => {
    const search = (caller: Caller) =>
      new SearchUsers(world.unitOfWork, 'closed').execute({ caller, search: '', limit: 10, offset: 0 });
    await expectRefusal(search(world.bob), 'directory_closed');
    expect((await search(world.admin)).total).to.equal(4);
  });
});
