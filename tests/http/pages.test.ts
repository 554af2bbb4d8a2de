import { expect } from 'chai';
import { Api, idsOf, maxId, suite, times, type Body, type User } from '../support/client.js';

suite('pages', (api) => {
  const names = [
    'page+@me',
    'page+@a',
    'page+@b',
    'page+@c',
    'page+@d',
    'page+@e',
    'page+@f',
    'page+@g',
  ] as const;
  let people: Record<(typeof names)[number], User>;
  let me: User;
  let friend: User;
  let thread: number;
  let messages: string;
  const get = (path: string) => me.call('GET', path);
  const page = async (path: string) => {
    const { status, body } = await get(path);
    expect(status, path).to.equal(200);
    return body;
  };
  const params = (url: string | null) => Object.fromEntries(new URL(url ?? '').searchParams);
  const pathOf = (url: string | null) => new URL(url ?? '').pathname.replace(/\/$/, '');

  before(async () => {
    people = await api.people(...names);
    me = people['page+@me'];
    friend = people['page+@a'];
    for (const name of names.slice(1)) await api.open(me, people[name]);
    thread = (await api.open(me, friend)).id;
    messages = `/threads/${thread}/messages`;
    for (let index = 0; index < 25; index += 1) await api.send(index % 3 ? me : friend, thread, `${index}`);
  });

  it('have 20 items unless told otherwise', async () => {
    const first = await page(messages);
    expect([first.count, first.results.length, first.previous]).to.deep.equal([25, 20, null]);
    expect(params(first.next)).to.include({ offset: '20' });
    const rest = await page(first.next ?? '');
    expect([rest.count, rest.results.length, rest.next]).to.deep.equal([25, 5, null]);
    expect((await page(rest.previous ?? '')).results).to.deep.equal(first.results);
  });

  const lists = ['/threads', '/users/me/threads', '/users', '/users?search=page%2B%40', 'messages', 'newest'];
  for (const list of lists) {
    it(`hold each item once, forwards and backwards: ${list}`, async () => {
      const path =
        list === 'messages' ? messages : list === 'newest' ? `${messages}?ordering=-created` : list;
      const withQuery = (query: string) => path + (path.includes('?') ? '&' : '?') + query;
      const whole = (await page(withQuery('limit=100'))).results;
      expect(whole.length).to.be.at.least(7);
      for (const limit of [1, 3, 7, whole.length - 1, whole.length]) {
        const pages = await api.follow(me.call, withQuery(`limit=${limit}`));
        expect(pages.flat(), `limit ${limit}`).to.deep.equal(whole);
        expect(pages.length).to.equal(Math.ceil(whole.length / limit));
      }
      const backwards: Body[] = [];
      for (let at: string | null = withQuery(`limit=3&offset=${whole.length - 1}`); at !== null;) {
        const { results, previous, count }: Body = await page(at);
        expect(count).to.equal(whole.length);
        backwards.unshift(...results);
        at = previous;
      }
      expect(new Set(idsOf(backwards))).to.deep.equal(new Set(idsOf(whole)));
    });
  }

  it('point at pages on this host, and keep the other parameters', async () => {
    const users = await page('/users?search=page%2B%40&limit=2&offset=2');
    expect(params(users.next)).to.deep.equal({ search: 'page+@', limit: '2', offset: '4' });
    expect(params(users.previous)).to.include({ search: 'page+@', limit: '2' });
    const newest = await page(`${messages}?ordering=-created&offset=3&limit=4`);
    expect(params(newest.next)).to.deep.equal({ ordering: '-created', limit: '4', offset: '7' });
    for (const url of [users.next, users.previous]) {
      expect(new URL(url ?? '').origin).to.equal(api.service.url);
      expect(pathOf(url)).to.equal('/api/v1/users');
    }
    const special = await page(`/users?search=${encodeURIComponent('page+@')}&limit=1`);
    expect((await page(special.next ?? '')).results).to.have.lengthOf(1);
  });

  it('stop at the end', async () => {
    const { count } = await page('/threads');
    for (const offset of [count, count + 1, 1000, 2 ** 31, maxId]) {
      const { results, next, previous } = await page(`/threads?offset=${offset}&limit=100`);
      expect([results, next], `offset ${offset}`).to.deep.equal([[], null]);
      if (previous !== null) await page(previous);
    }
    expect((await page(`/threads?limit=${count}`)).next).to.equal(null);
    expect((await page(`/threads?offset=${count - 1}&limit=1`)).next).to.equal(null);
  });

  it('do not believe a proxy that nobody configured', async () => {
    const { body } = await me.call('GET', '/threads?limit=1', undefined, {
      'X-Forwarded-Host': 'evil.test',
      'X-Forwarded-Proto': 'gopher',
      'X-Forwarded-Prefix': '/evil',
      Forwarded: 'host=evil.test',
    });
    expect(new URL(body.next ?? '').origin).to.equal(api.service.url);
    expect(body.next).not.to.include('evil');
  });

  it('after a message: the later ones, oldest first', async () => {
    const whole = (await page(`${messages}?limit=100`)).results;
    for (const [from, limit] of [
      [0, 4],
      [0, 24],
      [0, 100],
      [10, 7],
      [23, 1],
    ] as const) {
      const pages = await api.follow(me.call, `${messages}?after=${whole[from]?.id}&limit=${limit}`);
      expect(pages.flat()).to.deep.equal(whole.slice(from + 1));
      expect(pages.every((items) => items.length > 0 && items.length <= limit)).to.equal(true);
    }
    const { count, next, previous, results } = await page(`${messages}?after=${whole[2]?.id}&limit=5`);
    expect([count, previous, results.length]).to.deep.equal([whole.length, null, 5]);
    expect(params(next)).to.include({ limit: '5' }).and.not.to.have.any.keys('offset', 'ordering', 'before');
    expect([new URL(next ?? '').origin, pathOf(next)]).to.deep.equal([api.service.url, `/api/v1${messages}`]);
    expect((await page(next ?? '')).previous).to.equal(null);
    const last = await page(`${messages}?after=${whole.at(-1)?.id}`);
    expect([last.results, last.next, last.count]).to.deep.equal([[], null, whole.length]);
  });

  it('before a message: the earlier ones, newest first', async () => {
    const whole = (await page(`${messages}?limit=100`)).results;
    for (const [from, limit] of [
      [24, 4],
      [24, 24],
      [10, 3],
      [1, 1],
    ] as const) {
      const pages = await api.follow(me.call, `${messages}?before=${whole[from]?.id}&limit=${limit}`);
      expect(pages.flat()).to.deep.equal(whole.slice(0, from).toReversed());
    }
    const { count, next, previous } = await page(`${messages}?before=${whole[9]?.id}&limit=5`);
    expect([count, previous]).to.deep.equal([whole.length, null]);
    expect(params(next)).to.include({ limit: '5' }).and.not.to.have.any.keys('offset', 'ordering', 'after');
    const first = await page(`${messages}?before=${whole[0]?.id}`);
    expect([first.results, first.next, first.count]).to.deep.equal([[], null, whole.length]);
  });

  it('from either end neither skip nor repeat while messages arrive', async () => {
    const other = people['page+@b'];
    const busy = (await api.open(me, other)).id;
    const path = `/threads/${busy}/messages`;
    const first = await api.send(me, busy, 'first');
    await times(15, (index) => api.send(other, busy, `${index}`));
    const middle = await api.send(me, busy, 'middle');
    const early = (await page(`${path}?limit=100`)).results;

    let arriving = 40;
    const sending: Promise<Body>[] = [];
    const arrive = () => {
      for (let burst = 0; burst < 4 && arriving > 0; burst += 1) {
        arriving -= 1;
        sending.push(api.send(arriving % 2 ? me : other, busy, `arrives ${arriving}`));
      }
      return Promise.resolve();
    };

    const [forwards, backwards] = await Promise.all([
      api.follow(me.call, `${path}?after=${first.id}&limit=3`, arrive),
      api.follow(other.call, `${path}?before=${middle.id}&limit=2`, arrive),
    ]);
    const seen = idsOf(forwards.flat());
    await Promise.all(sending);
    const rest = await api.all(me.call, `${path}?after=${seen.at(-1)}&limit=100`);
    const whole = (await page(`${path}?limit=100`)).results;
    expect(whole.length).to.equal(early.length + sending.length);
    expect([first.id, ...seen, ...idsOf(rest)]).to.deep.equal(idsOf(whole));
    const older = early.filter(({ id }) => id < middle.id).toReversed();
    expect(backwards.flat()).to.deep.equal(older);
  });

  it('by keyset survive a message of another thread as the mark', async () => {
    const foreign = await api.send(me, (await api.open(me, people['page+@c'])).id, 'elsewhere');
    for (const key of ['after', 'before']) {
      for (const id of [foreign.id, maxId, 1]) {
        const { status, body } = await get(`${messages}?${key}=${id}`);
        expect(status).to.be.oneOf([200, 400, 404]);
        if (status === 200) for (const message of body.results) expect(message.thread).to.equal(thread);
      }
    }
  });
});

describe('pages behind a proxy', function () {
  this.timeout(60_000);
  const api = new Api();
  before(() => api.start({ PUBLIC_URL: 'https://duet.example' }));
  after(() => api.stop());

  it('point at the public address', async () => {
    const { out } = await api.people('out', 'in');
    const { body } = await out.call('GET', '/users?limit=1');
    expect(body.next).to.match(/^https:\/\/duet\.example\/api\/v1\/users\/?\?/);
  });
});
