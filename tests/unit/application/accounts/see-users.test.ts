import { expect } from 'chai';
import { GetOwnUser } from '../../../../src/application/accounts/get-own-user.js';
import { SearchUsers } from '../../../../src/application/accounts/search-users.js';
import { expectRefusal } from '../../../support/rejection-of.js';
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
      new SearchUsers(world.unitOfWork).execute({ search: text, limit, offset });
    expect(await search('A')).to.deep.equal({ total: 2, items: [world.admin, world.alice] });
    expect(await search('', 2, 1)).to.deep.equal({ total: 4, items: [world.alice, world.bob] });
    await deactivate(world, world.alice);
    expect(await search('A')).to.deep.equal({ total: 1, items: [world.admin] });
  });
});
