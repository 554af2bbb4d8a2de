import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Api, idsOf, suite } from '../support/client.js';
import { storeUrl, stores } from '../support/service.js';

for (const store of stores) {
  suite(
    `a conversation, on ${store}`,
    (api) => {
      it('from the first account to the last word', async () => {
        const { pia, Quin } = await api.people('pia', 'Quin');
        expect(
          (await api.anonymous('POST', '/users', { username: 'PIA', password: pia.password })).status,
        ).to.equal(409);
        const { results } = (await pia.call('GET', '/users?search=qu')).body;
        expect(results).to.deep.equal([{ id: Quin.id, username: 'Quin', name: null, avatar_url: null }]);

        const opened = await pia.call('POST', '/threads', { participants: [Quin.id] });
        expect(opened.status).to.equal(201);
        const { id } = opened.body;
        expect((await Quin.call('POST', '/threads', { participants: [pia.id] })).body).to.deep.equal(
          opened.body,
        );

        const said = [];
        for (const text of ['Hello!', ' Ça va ? 😀\n', 'שלום']) said.push(await api.send(pia, id, text));
        expect((await Quin.call('GET', '/users/me/unread-count')).body).to.deep.equal({ count: 3 });
        const [seen] = (await Quin.call('GET', '/threads')).body.results;
        expect(seen?.last_message).to.deep.equal(said[2]);
        expect(seen?.unread_count).to.equal(3);
        expect((await Quin.call('PATCH', `/messages/${said[1]?.id}`, { is_read: true })).status).to.equal(
          200,
        );
        expect((await Quin.call('POST', `/threads/${id}/read`, { up_to: said[1]?.id })).body.marked).to.equal(
          1,
        );
        expect((await Quin.call('GET', '/users/me/unread-count')).body).to.deep.equal({ count: 1 });
        const list = await api.all(Quin.call, `/threads/${id}/messages?limit=2`);
        expect(list.map(({ text, is_read }) => [text, is_read])).to.deep.equal([
          ['Hello!', true],
          [' Ça va ? 😀\n', true],
          ['שלום', false],
        ]);
        expect(
          await api.all(Quin.call, `/threads/${id}/messages?after=${said[0]?.id}&limit=1`),
        ).to.deep.equal(list.slice(1));
        expect(
          await api.all(pia.call, `/threads/${id}/messages?before=${said[2]?.id}&limit=1`),
        ).to.deep.equal(list.slice(0, 2).toReversed());
        expect((await Quin.call('DELETE', `/threads/${id}`)).status).to.equal(204);
        expect((await pia.call('GET', '/threads')).body).to.deep.equal({
          count: 0,
          next: null,
          previous: null,
          results: [],
        });
        const again = await pia.call('POST', '/threads', { participants: [Quin.id] });
        expect(again.status).to.equal(201);
        expect(again.body.id).not.to.equal(id);
      });
    },
    () => ({ DATABASE_URL: storeUrl(store) }),
  );

  if (store === 'memory') continue;

  describe(`a restart, on ${store}`, function () {
    this.timeout(60_000);
    const api = new Api();
    after(() => api.stop());

    it('forgets nothing', async () => {
      await api.start({ DATABASE_URL: storeUrl(store) });
      const { ros, sid } = await api.people('ros', 'sid');
      const { id } = await api.open(ros, sid);
      const key = { 'Idempotency-Key': randomUUID() };
      const first = await ros.call('POST', `/threads/${id}/messages`, { text: 'durable' }, key);
      const { id: last } = await api.send(sid, id, 'read');
      await ros.call('PATCH', `/messages/${last}`, { is_read: true });
      const spent = ros.refresh;
      const { refresh } = (await api.anonymous('POST', '/auth/token/refresh', { refresh: spent })).body;
      const before = (await ros.call('GET', `/threads/${id}/messages`)).body.results;
      const { databaseUrl, secret } = api.service;
      await api.stop();

      await api.start({ DATABASE_URL: databaseUrl, JWT_SECRET: secret });
      for (const call of [ros.call, (await api.logIn('ros')).call]) {
        expect((await call('GET', `/threads/${id}/messages`)).body.results).to.deep.equal(before);
        const repeat = await call('POST', `/threads/${id}/messages`, { text: 'durable' }, key);
        expect([repeat.status, repeat.body]).to.deep.equal([200, first.body]);
        const other = await call('POST', `/threads/${id}/messages`, { text: 'other' }, key);
        expect(other.body.code).to.equal('idempotency_key_reused');
      }
      expect((await sid.call('GET', '/users/me/unread-count')).body).to.deep.equal({ count: 1 });
      const renewed = await api.anonymous('POST', '/auth/token/refresh', { refresh });
      expect(renewed.status).to.equal(200);
      const replay = await api.anonymous('POST', '/auth/token/refresh', { refresh: spent });
      expect([replay.status, replay.body.code]).to.deep.equal([401, 'token_revoked']);
      expect(idsOf((await sid.call('GET', '/threads')).body.results)).to.deep.equal([id]);
    });
  });
}
