import { expect } from 'chai';
import { adminPassword, AdminClient } from '../support/admin.js';
import { suite, type Host, type User } from '../support/client.js';

/** A letter and as many marks on it as fit into a body: to bring them into order takes longer than they are long. */
const marks = `a${'\u0301\u0323'.repeat(12_000)}`;

suite(
  'texts that take long to normalise',
  (api) => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with what it is called on
    const normalize = String.prototype.normalize;
    let longest = 0;
    let ann: User;
    let shop: Host;

    before(async () => {
      ann = await api.register('ann');
      shop = await api.host('shop');
      String.prototype.normalize = function (this: string, form?: string) {
        longest = Math.max(longest, this.length);
        return normalize.call(this, form);
      };
    });
    after(() => {
      String.prototype.normalize = normalize;
    });
    beforeEach(() => {
      longest = 0;
    });

    /** The longest text that may be somebody's name, in UTF-16 code units. */
    const longestName = 4 * 150;

    const doors: Record<string, () => Promise<unknown>> = {
      'a registration': () => api.anonymous('POST', '/users', { username: marks, password: 'long enough' }),
      'a registration’s password': () =>
        api.anonymous('POST', '/users', { username: 'bob', password: marks }),
      'a login': () => api.anonymous('POST', '/auth/token', { username: marks, password: 'long enough' }),
      'a login’s password': () => api.anonymous('POST', '/auth/token', { username: 'ann', password: marks }),
      'another password': () => ann.call('PUT', '/users/me/password', { current: marks, password: marks }),
      'a search': () => ann.call('GET', `/users?search=${encodeURIComponent(marks.slice(0, 1300))}`),
      'a name of one’s own': () => ann.call('PATCH', '/users/me', { name: marks }),
      'a host’s user': () => shop.call('PUT', '/users/ext:1', { username: marks, name: marks }),
      'a host’s id': () => shop.call('PUT', `/users/ext:${encodeURIComponent(marks.slice(0, 1300))}`, {}),
      'a login to the panel': () =>
        new AdminClient(api.service).post('/login', { email: marks, password: adminPassword }),
      'a login to the panel by its password': () =>
        new AdminClient(api.service).post('/login', { email: 'ann', password: marks }),
    };

    for (const [what, knock] of Object.entries(doors)) {
      it(`are refused by their length before that: ${what}`, async () => {
        await knock();
        expect(longest, 'UTF-16 code units that were normalised at once').to.be.at.most(longestName);
      });
    }

    it('would be noticed', () => {
      marks.slice(0, 700).normalize('NFC');
      expect(longest).to.equal(700).and.to.be.above(longestName);
    });

    it('are normalised where they are not long', async () => {
      await api.anonymous('POST', '/auth/token', { username: 'ａｎｎ', password: 'long enough' });
      expect(longest).to.be.at.least(3);
    });
  },
  () => ({ ADMIN: 'on' }),
);
