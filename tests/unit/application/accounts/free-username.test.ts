import { expect } from 'chai';
import { freeUsername } from '../../../../src/application/accounts/free-username.js';
import { newUser } from '../../../support/fixtures.js';

describe('freeUsername', () => {
  const taken = new Set<string>();
  let looks = 0;
  const users = {
    findByUsername: async (username: string) => {
      looks += 1;
      return taken.has(username) ? { id: 1, ...newUser(username) } : undefined;
    },
  };
  const take = async (text: string) => {
    const name = await freeUsername(users, text);
    expect(taken.has(name), `${name} is somebody's`).to.equal(false);
    taken.add(name);
    return name;
  };

  beforeEach(() => {
    taken.clear();
    looks = 0;
  });

  it('numbers those with one name, one after the other', async () => {
    const given = [];
    for (let count = 0; count < 100; count += 1) given.push(await take('Anna'));
    const numbers = Array.from({ length: 99 }, (_, index) => `Anna_${index + 2}`);
    expect(given).to.deep.equal(['Anna', ...numbers]);
  });

  it('takes no name that is somebody’s, wherever numbers are missing', async () => {
    for (const gone of [0, 1, 2, 3, 5, 6, 7, 8, 9, 13, 21]) {
      taken.clear();
      for (let count = 0; count < 20; count += 1) await take('Anna');
      taken.delete(gone === 1 ? 'Anna' : `Anna_${gone}`);
      await take('Anna');
      await take('Anna');
    }
  });

  it('costs some thirty looks if ten thousand have the name', async () => {
    taken.add('Anna');
    for (let number = 2; number <= 10_000; number += 1) taken.add(`Anna_${number}`);
    expect(await freeUsername(users, 'Anna')).to.equal('Anna_10001');
    expect(looks).to.be.at.most(30);
  });
});
