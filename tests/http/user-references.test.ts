import { expect } from 'chai';
import { suite, type User } from '../support/client.js';

suite('users named by an external id', (api) => {
  let ann: User;
  let bob: User;
  let boss: User;
  const external = 'shop|7/№ 1?';
  const path = `ext:${encodeURIComponent(external)}`;

  before(async () => {
    ({ ann, bob, boss } = await api.people('ann', 'bob', 'boss'));
    await api.promote(boss, ann);
    await api.identify(ann, external);
  });

  const open = (user: User, ...participants: unknown[]) => user.call('POST', '/threads', { participants });

  it('are found wherever a path names a user', async () => {
    expect((await ann.call('GET', '/users/me')).body.external_id).to.equal(external);
    await api.open(ann, bob);
    for (const caller of [ann, boss]) {
      const { status, body } = await caller.call('GET', `/users/${path}/threads`);
      expect([status, body.count, body.results[0]?.unread_count]).to.deep.equal([200, 1, 0]);
      expect((await caller.call('GET', `/users/${path}/unread-count`)).body.count).to.equal(0);
      expect((await caller.call('GET', `/users/${path}/export`)).status).to.equal(200);
    }
    expect((await bob.call('PUT', `/users/${path}/block`)).status).to.equal(204);
    expect((await bob.call('GET', '/users/me/blocks')).body.results[0]?.id).to.equal(ann.id);
    expect((await bob.call('DELETE', `/users/${path}/block`)).status).to.equal(204);
    expect((await bob.call('GET', '/users/me/blocks')).body.count).to.equal(0);
  });

  it('open threads, alone, beside me and beside ids, and are one with the id', async () => {
    const { id } = (await open(bob, `ext:${external}`)).body;
    for (const participants of [['me', `ext:${external}`], [`ext:${external}`, bob.id], [ann.id]]) {
      const { status, body } = await open(bob, ...participants);
      expect([status, body.id], JSON.stringify(participants)).to.deep.equal([200, id]);
    }
    expect((await open(boss, `ext:${external}`, bob.id)).body.id).to.equal(id);
    for (const participants of [['me'], ['me', ann.id], [`ext:${external}`], [`ext:${external}`, ann.id]]) {
      const { status, body } = await open(ann, ...participants);
      expect([status, body.code], JSON.stringify(participants)).to.deep.equal([400, 'self_thread']);
    }
  });

  it('are unknown where nobody has the id', async () => {
    for (const rest of ['threads', 'unread-count', 'export', 'block']) {
      const { status, body } = await bob.call(rest === 'block' ? 'PUT' : 'GET', `/users/ext:nobody/${rest}`);
      expect([status, body.code], rest).to.deep.equal([404, 'user_not_found']);
      expect(body.detail).to.include('ext:nobody');
    }
    expect((await boss.call('DELETE', '/users/ext:nobody')).status).to.equal(404);
    const { status, body } = await open(bob, 'ext:nobody');
    expect([status, body.code]).to.deep.equal([400, 'unknown_participant']);
    const many = Array.from({ length: 50 }, (_, index) => `ext:nobody ${index}`);
    expect((await open(bob, ...many)).body.code).to.equal('too_many_participants');
  });

  it('are nobody else’s business', async () => {
    for (const rest of ['threads', 'unread-count', 'export']) {
      const { status, body } = await bob.call('GET', `/users/${path}/${rest}`);
      expect([status, body.code], rest).to.deep.equal([403, 'not_your_account']);
    }
    expect((await bob.call('DELETE', `/users/${path}`)).status).to.equal(403);
    expect((await open(bob, `ext:${external}`, boss.id)).status).to.equal(403);
  });

  it('must be ids that can be seen', async () => {
    const wrong = ['', ' ', ' a', 'a ', '\n', 'a\0', '\u200b', '\u00a0', 'x'.repeat(256)];
    for (const id of wrong) {
      const named = `ext:${id}`;
      const { body } = await ann.call('GET', `/users/${encodeURIComponent(named)}/threads`);
      expect(body.code, JSON.stringify(id)).to.equal('validation_error');
      expect((await open(bob, named)).body.code, JSON.stringify(id)).to.equal('validation_error');
    }
    for (const one of ['Me', 'EXT:a', 'abc', '1', null, {}, 1.5]) {
      expect((await open(bob, one)).body.code, JSON.stringify(one)).to.equal('validation_error');
    }
    expect((await open(bob, `ext:${external}`, `ext:${external}`)).body.code).to.equal('validation_error');
  });
});
