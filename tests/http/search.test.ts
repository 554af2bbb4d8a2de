import { expect } from 'chai';
import { wrap } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import { Api, suite, tally, times, until, type Host, type User } from '../support/client.js';
import { Gate } from '../support/gate.js';

suite('search of messages', (api) => {
  let ida: User;
  let jon: User;
  let kim: User;
  let root: User;
  let shop: Host;
  let withJon: number;
  let withKim: number;

  before(async () => {
    ({ ida, jon, kim, root } = await api.people('ida', 'jon', 'kim', 'root'));
    await api.service.promote(root.id);
    withJon = (await api.open(ida, jon)).id;
    withKim = (await api.open(ida, kim)).id;
    const apart = await api.open(jon, kim);
    await api.send(jon, apart.id, 'The parcel for Ida, a surprise');
    await api.send(ida, withJon, 'Where is my parcel?');
    await api.send(kim, withKim, 'The Parcels are here');
    await api.send(jon, withJon, 'Your parcel is on its way');
    shop = await api.host('shop');
    await until('all is found', async () => (await found(ida, 'parcel')).length === 3, 5000);
  });

  const search = (user: User, query: Record<string, string | number>) =>
    user.call('GET', `/messages?${new URLSearchParams(query as Record<string, string>).toString()}`);
  const found = async (user: User, text: string, more: Record<string, string | number> = {}) => {
    const { status, body } = await search(user, { search: text, ...more });
    expect(status, JSON.stringify(body)).to.equal(200);
    return (body.results as { text: string }[]).map(({ text }) => text);
  };

  it("finds words and how they begin, in one's own conversations, latest first", async () => {
    expect(await found(ida, 'PARCEL')).to.deep.equal([
      'Your parcel is on its way',
      'The Parcels are here',
      'Where is my parcel?',
    ]);
    expect(await found(ida, 'parcels')).to.deep.equal(['The Parcels are here']);
    expect(await found(ida, 'way parc')).to.deep.equal(['Your parcel is on its way']);
    expect(await found(ida, 'parcel', { thread: withKim })).to.deep.equal(['The Parcels are here']);
    expect(await found(ida, 'surprise')).to.deep.equal([]);
    expect(await found(kim, 'surprise')).to.have.lengthOf(1);
  });

  it('gives messages as they are, on pages that lead to each other', async () => {
    const { body } = await search(ida, { search: 'parcel', limit: 2 });
    expect([body.count, body.previous]).to.deep.equal([3, null]);
    const [first] = body.results as unknown as { id: number }[];
    expect((await ida.call('GET', `/messages/${first?.id ?? 0}`)).body).to.deep.equal(first);
    const next = new URL(body.next ?? '');
    expect(next.searchParams.get('search')).to.equal('parcel');
    const second = await ida.call('GET', next.href);
    expect([second.body.results.length, second.body.next]).to.deep.equal([1, null]);
    const back = await ida.call('GET', second.body.previous ?? '');
    expect(back.body.results).to.deep.equal(body.results);
    const narrowed = await search(ida, { search: 'parcel', thread: withJon, limit: 1 });
    expect(new URL(narrowed.body.next ?? '').searchParams.get('thread')).to.equal(String(withJon));
  });

  it('is for users, each in their own conversations: for admins too', async () => {
    expect(await found(root, 'parcel')).to.deep.equal([]);
    for (const [user, thread] of [
      [root, withJon],
      [kim, withJon],
      [ida, 999_999],
    ] as const) {
      const { status, body } = await search(user, { search: 'parcel', thread });
      expect([status, body.code]).to.deep.equal([404, 'thread_not_found']);
    }
    const nobody = await shop.call('GET', '/messages?search=parcel');
    expect([nobody.status, nobody.body.code]).to.deep.equal([403, 'no_user']);
    const acting = await shop.actAs(jon)('GET', '/messages?search=parcel');
    expect(acting.body.count).to.equal(3);
  });

  it('refuses what has no words, or too many', async () => {
    for (const query of [
      {},
      { search: '' },
      { search: '  ?! 👍 "*" ' },
      { search: 'a'.repeat(201) },
      { search: Array.from({ length: 21 }, (_, n) => `w${n}`).join(' ') },
      { search: 'a\0b' },
      { search: 'parcel', thread: 0 },
      { search: 'parcel', thread: 'x' },
      { search: 'parcel', ordering: 'created' },
    ]) {
      const { status, body } = await search(ida, query);
      expect([status, body.code], JSON.stringify(query)).to.deep.equal([400, 'validation_error']);
    }
    const most = Array.from({ length: 20 }, (_, n) => `w${n}`).join(' ');
    expect(await found(ida, most)).to.deep.equal([]);
    expect(await found(ida, '€'.repeat(199) + 'x')).to.deep.equal([]);
    const twice = await ida.call('GET', '/messages?search=a&search=b');
    expect(twice.status).to.equal(400);
    const posted = await ida.call('POST', '/messages', {});
    expect([posted.status, posted.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD, OPTIONS']);
  });

  it('follows edits and deletions', async () => {
    const { id } = await api.send(ida, withJon, 'A misteak');
    await until('it is found', async () => (await found(jon, 'misteak')).length === 1, 5000);
    await ida.call('PATCH', `/messages/${id}`, { text: 'A mistake' });
    expect(await found(jon, 'misteak'), 'at once').to.deep.equal([]);
    await until('its new text is found', async () => (await found(jon, 'mistake')).length === 1, 5000);
    await ida.call('DELETE', `/messages/${id}`);
    expect(await found(jon, 'mistake'), 'at once').to.deep.equal([]);
  });
});

describe('search of messages that is switched off', function () {
  this.timeout(60_000);
  const api = new Api();

  before(() => api.start({ MESSAGE_SEARCH: 'off' }));
  after(() => api.stop());

  it('says so', async () => {
    const { ann, bob } = await api.people('ann', 'bob');
    await api.send(ann, (await api.open(ann, bob)).id, 'The parcel');
    for (const query of ['search=parcel', 'search=parcel&thread=999999']) {
      const { status, body } = await ann.call('GET', `/messages?${query}`);
      expect([status, body.code]).to.deep.equal([403, 'search_off']);
    }
    expect((await ann.call('GET', '/users?search=b')).body.count).to.equal(1);
  });
});

describe('more searches of one user than are looked for', function () {
  this.timeout(60_000);
  const api = new Api();
  let gate: Gate | undefined;
  const begun: number[] = [];

  before(() =>
    api.start(
      { DATABASE_URL: 'memory:' },
      wrap(tokens.unitOfWork, (unitOfWork) => ({
        run: (work) => unitOfWork.run(work),
        decide: (question, decide) => unitOfWork.decide(question, decide),
        read: (work, options) =>
          unitOfWork.read(async (readers) => {
            const { messageIndex } = readers;
            const held: typeof messageIndex = {
              isBehind: () => messageIndex.isBehind(),
              search: async (search, slice) => {
                begun.push(search.reader);
                await gate?.opened;
                return messageIndex.search(search, slice);
              },
            };
            return work({ ...readers, messageIndex: held });
          }, options),
      })),
    ),
  );
  after(() => api.stop());
  afterEach(() => gate?.open());

  it('wait for each other, few of them, and hold up nobody else', async () => {
    const { ann, bob } = await api.people('ann', 'bob');
    gate = new Gate();
    const answers: number[] = [];
    // Not by the client, which takes a 503 for a failure.
    const search = async ({ access }: User) => {
      const response = await fetch(`${api.base}/messages?search=a`, {
        headers: { authorization: `Bearer ${access}` },
      });
      const { code } = (await response.json()) as { code?: string };
      if (response.status === 503) {
        expect([code, response.headers.get('retry-after')]).to.deep.equal(['searches_busy', '1']);
      }
      answers.push(response.status);
      return { status: response.status };
    };
    const crowd = times(9, () => search(ann));
    await until('all but those who may wait are refused', async () => answers.length === 5);
    const other = search(bob);
    await until('another user is served', async () => begun.includes(bob.id));
    expect(begun, 'one at a time').to.deep.equal([ann.id, bob.id]);
    gate.open();
    expect((await other).status).to.equal(200);
    expect(tally(await crowd)).to.deep.equal({ 200: 4, 503: 5 });
    expect((await search(ann)).status, 'afterwards').to.equal(200);
  });
});
