import { expect } from 'chai';
import { idsOf, maxId, suite, tally, times, type User } from '../support/client.js';
import { storeUrl, stores } from '../support/service.js';

const block = (user: User, other: { id: number }) => user.call('PUT', `/users/${other.id}/block`);
const unblock = (user: User, other: { id: number }) => user.call('DELETE', `/users/${other.id}/block`);
const send = (user: User, thread: number, headers?: Record<string, string>) =>
  user.call('POST', `/threads/${thread}/messages`, { text: 'Hello' }, headers);
const open = (user: User, ...participants: number[]) => user.call('POST', '/threads', { participants });

suite('blocking', (api) => {
  let ann: User;
  let bob: User;
  let cyd: User;
  let boss: User;
  let thread: number;

  before(async () => {
    ({ ann, bob, cyd, boss } = await api.people('ann', 'bob', 'cyd', 'boss'));
    await api.promote(boss, ann);
    thread = (await api.open(ann, bob)).id;
    await api.send(bob, thread, 'one');
  });

  afterEach(() => Promise.all([unblock(ann, bob), unblock(bob, ann), unblock(ann, cyd)]));

  it('is done and taken back, as often as one likes', async () => {
    for (let time = 0; time < 2; time += 1) expect((await block(ann, bob)).status).to.equal(204);
    const { body } = await ann.call('GET', '/users/me/blocks');
    expect(body.results).to.deep.equal([{ id: bob.id, username: 'bob', name: null, avatar_url: null }]);
    for (let time = 0; time < 2; time += 1) expect((await unblock(ann, bob)).status).to.equal(204);
    expect((await ann.call('GET', '/users/me/blocks')).body.results).to.deep.equal([]);
  });

  it('is of somebody else, who is there', async () => {
    const self = await block(ann, ann);
    expect([self.status, self.body.code]).to.deep.equal([400, 'self_block']);
    for (const answer of [await block(ann, { id: maxId }), await unblock(ann, { id: maxId })]) {
      expect([answer.status, answer.body.code]).to.deep.equal([404, 'user_not_found']);
    }
    expect((await ann.call('PUT', '/users/me/block')).body.code).to.equal('self_block');
    for (const path of ['/users/0/block', '/users/1e1/block', `/users/${bob.id}/block?a=b`]) {
      expect((await ann.call('PUT', path)).body.code, path).to.equal('validation_error');
    }
    expect((await api.anonymous('PUT', `/users/${bob.id}/block`)).status).to.equal(401);
    expect((await api.anonymous('GET', '/users/me/blocks')).status).to.equal(401);
    const wrong = await ann.call('GET', `/users/${bob.id}/block`);
    expect([wrong.status, wrong.headers.get('allow')]).to.deep.equal([405, 'PUT, DELETE, OPTIONS']);
  });

  it('is listed in pages, by username', async () => {
    await block(ann, cyd);
    await block(ann, bob);
    const pages = await api.follow(ann.call, '/users/me/blocks?limit=1');
    expect(pages.map(idsOf)).to.deep.equal([[bob.id], [cyd.id]]);
    for (const query of ['limit=0', 'limit=101', 'offset=-1', 'search=b']) {
      expect((await ann.call('GET', `/users/me/blocks?${query}`)).status, query).to.equal(400);
    }
  });

  it('refuses both alike, and admins who open for them', async () => {
    await block(ann, bob);
    const answers = [
      await send(ann, thread),
      await send(bob, thread),
      await open(ann, bob.id),
      await open(bob, ann.id),
      await open(boss, ann.id, bob.id),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code]).to.deep.equal([403, 'blocked']);
      expect(body.detail).to.equal(answers[0]?.body.detail);
    }
  });

  it('is not to be seen in anything else', async () => {
    const paths = [
      `/users?search=a`,
      '/threads',
      `/threads/${thread}`,
      `/threads/${thread}/messages`,
      '/users/me/unread-count',
      '/users/me/blocks',
    ];
    const seen = () => Promise.all(paths.map(async (path) => (await bob.call('GET', path)).raw));
    const before = await seen();
    await block(ann, bob);
    expect(await seen()).to.deep.equal(before);
  });

  it('leaves reading and marking as read', async () => {
    await block(bob, ann);
    expect((await ann.call('GET', '/threads')).body.count).to.equal(1);
    const { results } = (await ann.call('GET', `/threads/${thread}/messages`)).body;
    expect((await ann.call('PATCH', `/messages/${results[0]?.id}`, { is_read: true })).status).to.equal(200);
    expect((await ann.call('POST', `/threads/${thread}/read`)).status).to.equal(200);
    expect((await ann.call('GET', '/users/me/unread-count')).body.count).to.equal(0);
  });

  it('answers a repeated send by its message', async () => {
    const key = { 'idempotency-key': 'before-the-block' };
    const first = await send(ann, thread, key);
    await block(bob, ann);
    const repeat = await send(ann, thread, key);
    expect(repeat.status).to.equal(200);
    expect(repeat.body).to.deep.equal(first.body);
  });
});

for (const store of stores) {
  suite(
    `blocking at once, on ${store}`,
    (api) => {
      it('lets nothing through that was sent after it was answered', async () => {
        const { fay, gus } = await api.people('fay', 'gus');
        const { id } = await api.open(fay, gus);
        const count = async () => (await fay.call('GET', `/threads/${id}/messages`)).body.count;
        for (let round = 0; round < 4; round += 1) {
          const before = await count();
          let blocked = false;
          const answers = await times(30, async (index) => {
            const user = index % 2 === 0 ? fay : gus;
            if (index === 10) {
              const answer = await block(gus, fay);
              blocked = true;
              return answer;
            }
            const after = blocked;
            const answer = await send(user, id);
            if (after) expect(answer.status).to.equal(403);
            return answer;
          });
          const { 201: sent = 0, 403: refused = 0 } = tally(answers);
          expect(sent + refused).to.equal(29);
          expect(await count()).to.equal(before + sent);
          expect((await send(fay, id)).status).to.equal(403);
          expect((await send(gus, id)).status).to.equal(403);
          await unblock(gus, fay);
        }
      });

      it('and opening end in one or the other order', async () => {
        const { hal, ida } = await api.people('hal', 'ida');
        for (let round = 0; round < 6; round += 1) {
          const [opening, blocking] = await Promise.all([open(hal, ida.id), block(ida, hal)]);
          expect(blocking.status).to.equal(204);
          expect(opening.status).to.be.oneOf([201, 403]);
          const threads = (await ida.call('GET', '/threads')).body;
          expect(threads.count, 'a refused opening leaves none').to.equal(opening.status === 201 ? 1 : 0);
          expect((await open(ida, hal.id)).status).to.equal(403);
          await unblock(ida, hal);
          for (const thread of threads.results) await ida.call('DELETE', `/threads/${thread.id}`);
        }
      });
    },
    () => ({ DATABASE_URL: storeUrl(store) }),
  );
}
