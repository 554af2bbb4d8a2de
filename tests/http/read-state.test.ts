import { expect } from 'chai';
import { idsOf, maxId, suite, tally, times, type Body, type User } from '../support/client.js';

suite('read state', (api) => {
  let people: Record<'mia' | 'ned' | 'oda', User>;
  let thread: number;
  const mark = (user: User, id: number) => user.call('PATCH', `/messages/${id}`, { is_read: true });
  const markThread = (user: User, id: number, up_to?: number) =>
    user.call('POST', `/threads/${id}/read`, up_to === undefined ? undefined : { up_to });
  const messages = (user: User, id = thread) => api.all(user.call, `/threads/${id}/messages?limit=100`);
  const unread = async (user: User) => (await user.call('GET', '/users/me/unread-count')).body.count;

  /** What the counts say is what counting by hand gives. */
  const checkCounts = async () => {
    for (const user of Object.values(people)) {
      let sum = 0;
      for (const { id, unread_count } of await api.all(user.call, '/threads?limit=100')) {
        const left = (await messages(user, id)).filter(
          ({ is_read, sender }) => !is_read && sender !== user.id,
        );
        expect(unread_count, `unread by ${user.username} in ${id}`).to.equal(left.length);
        expect((await user.call('GET', `/threads/${id}`)).body.unread_count).to.equal(left.length);
        sum += left.length;
      }
      expect(await unread(user), `unread by ${user.username}`).to.equal(sum);
      expect((await user.call('GET', `/users/${user.id}/unread-count`)).body).to.deep.equal({ count: sum });
    }
  };

  before(async () => {
    people = await api.people('mia', 'ned', 'oda');
  });

  beforeEach(async () => {
    const { mia, ned, oda } = people;
    const old = await api.open(mia, ned);
    await mia.call('DELETE', `/threads/${old.id}`);
    thread = (await api.open(mia, ned)).id;
    for (const [index, user] of [mia, ned, ned, mia, ned].entries()) await api.send(user, thread, `${index}`);
    await api.send(oda, (await api.open(mia, oda)).id, 'elsewhere');
  });

  afterEach(checkCounts);

  it('starts unread for the other, and only there', async () => {
    const { mia, ned } = people;
    const count = async (user: User) => (await user.call('GET', `/threads/${thread}`)).body.unread_count;
    expect([await count(mia), await count(ned)]).to.deep.equal([3, 2]);
    expect((await messages(mia)).map(({ is_read }) => is_read)).to.deep.equal(Array(5).fill(false));
  });

  it('marks one message, once and for both', async () => {
    const { mia, ned } = people;
    const second = (await messages(mia))[2] as Body;
    for (let repeat = 0; repeat < 3; repeat += 1) {
      const { status, body } = await mark(mia, second.id);
      expect(status).to.equal(200);
      expect(body).to.deep.equal({ ...second, is_read: true });
    }
    for (const user of [mia, ned]) {
      const read = (await messages(user)).filter(({ is_read }) => is_read);
      expect(idsOf(read)).to.deep.equal([second.id]);
      expect((await user.call('GET', `/messages/${second.id}`)).body.is_read).to.equal(true);
    }
  });

  it('is not marked by the sender', async () => {
    const { mia, ned } = people;
    for (const { id, sender } of await messages(mia)) {
      const { status, body } = await mark(sender === mia.id ? mia : ned, id);
      expect([status, body.code]).to.deep.equal([403, 'not_the_recipient']);
    }
    expect((await messages(mia)).some(({ is_read }) => is_read)).to.equal(false);
  });

  it('cannot be undone', async () => {
    const { mia } = people;
    const { id } = (await messages(mia))[1] as Body;
    await mark(mia, id);
    for (const is_read of [false, null, 0, 1, 'true', 'false']) {
      expect((await mia.call('PATCH', `/messages/${id}`, { is_read })).status, String(is_read)).to.equal(400);
    }
    expect((await mia.call('GET', `/messages/${id}`)).body.is_read).to.equal(true);
  });

  it('marks a thread, with an empty or absent body', async () => {
    const { mia, ned } = people;
    expect((await markThread(mia, thread)).body).to.deep.equal({ marked: 3 });
    expect((await markThread(mia, thread)).body).to.deep.equal({ marked: 0 });
    expect((await ned.call('POST', `/threads/${thread}/read`, {})).body).to.deep.equal({ marked: 2 });
    expect((await messages(ned)).every(({ is_read }) => is_read)).to.equal(true);
    await api.send(ned, thread, 'one more');
    const empty = await api.raw({
      method: 'POST',
      target: `/api/v1/threads/${thread}/read`,
      headers: [
        ['Authorization', `Bearer ${mia.access}`],
        ['Content-Type', 'application/json'],
        ['Content-Length', '0'],
      ],
    });
    expect([empty.status, empty.body]).to.deep.equal([200, { marked: 1 }]);
  });

  it('marks a thread up to and including a message', async () => {
    const { mia } = people;
    const ids = idsOf(await messages(mia));
    const readUpTo = async (index: number) => (await markThread(mia, thread, ids[index])).body.marked;
    const read = async () => (await messages(mia)).flatMap(({ is_read }, index) => (is_read ? [index] : []));
    expect([await readUpTo(0), await read()]).to.deep.equal([0, []]);
    expect([await readUpTo(2), await read()]).to.deep.equal([2, [1, 2]]);
    expect([await readUpTo(1), await read()]).to.deep.equal([0, [1, 2]]);
    expect([await readUpTo(3), await read()]).to.deep.equal([0, [1, 2]]);
    expect([await readUpTo(4), await read()]).to.deep.equal([1, [1, 2, 4]]);
  });

  it('marks nothing elsewhere, whatever the number', async () => {
    const { mia, ned, oda } = people;
    const foreign = await api.send(oda, (await api.open(mia, oda)).id, 'mine');
    for (const up_to of [foreign.id, maxId]) {
      expect((await markThread(ned, thread, up_to)).status).to.be.oneOf([200, 400, 404]);
    }
    expect((await mia.call('GET', `/messages/${foreign.id}`)).body.is_read).to.equal(false);
    expect((await messages(mia)).some(({ sender, is_read }) => sender === ned.id && is_read)).to.equal(false);
  });

  it('counts each message once, however many mark it at once', async () => {
    const { mia, ned } = people;
    await times(20, (index) => api.send(ned, thread, `burst ${index}`));
    const answers = await times(10, () => markThread(mia, thread));
    expect(answers.reduce((sum, { body }) => sum + body.marked, 0)).to.equal(23);
    const { id } = await api.send(ned, thread, 'last');
    expect(tally(await times(20, () => mark(mia, id)))).to.deep.equal({ 200: 20 });
    expect((await mia.call('GET', `/threads/${thread}`)).body.unread_count).to.equal(0);
  });
});
