import { expect } from 'chai';
import { operator } from '../../src/domain/accounts/user.js';
import { RecogniseUser } from '../../src/application/accounts/recognise-user.js';
import { RevokeServiceKey } from '../../src/application/accounts/revoke-service-key.js';
import { useCasesOn } from '../../src/composition/container.js';
import { maxId, suite, until, type Answer, type Call, type Host, type User } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';

suite('service keys', (api) => {
  let shop: Host;
  let ann: User;
  let bob: User;
  let cy: User;
  let thread: number;

  before(async () => {
    ({ ann, bob, cy } = await api.people('ann', 'bob', 'cy'));
    thread = (await api.open(ann, bob)).id;
    await api.send(ann, thread, 'Is it still there?');
    shop = await api.host('shop');
  });

  const refused = async (answer: Promise<Answer>, status: number, code: string) => {
    const { status: came, body } = await answer;
    expect([came, body.code]).to.deep.equal([status, code]);
  };

  it('let in, from the moment they are made', async () => {
    for (const name of ['one', 'two', 'three']) {
      expect((await (await api.host(name)).call('GET', '/limits')).status, name).to.equal(200);
    }
  });

  it('are refused if they are unknown, or no more than nearly known', async () => {
    for (const key of [`duet_${'x'.repeat(43)}`, 'duet_', `${shop.key}x`, shop.key.slice(0, -1)]) {
      await refused(api.as(key)('GET', '/limits'), 401, 'token_invalid');
    }
  });

  it('are refused within a second of their end', async () => {
    const crm = await api.host('crm');
    const asAnn = crm.actAs(ann);
    expect((await asAnn('GET', '/threads')).status).to.equal(200);
    await useCasesOn(api.service.store).get(RevokeServiceKey).execute({ caller: operator, name: 'crm' });
    await until('the key is refused', async () => (await asAnn('GET', '/threads')).status === 401, 1000);
    await refused(crm.call('GET', '/limits'), 401, 'token_invalid');
    expect((await shop.call('GET', '/limits')).status, 'the other key').to.equal(200);
  });

  it('have the time of their use noted', async () => {
    const mail = await api.host('mail');
    await mail.call('GET', '/limits');
    await until('the use is noted', async () => {
      const keys = await api.service.store.read(({ serviceKeys }) => serviceKeys.all());
      return keys.some(({ name, lastUsed }) => name === 'mail' && lastUsed !== undefined);
    });
  });

  describe('as nobody', () => {
    it('do what an admin may', async () => {
      const opened = await shop.call('POST', '/threads', { participants: [ann.id, cy.id] });
      expect([opened.status, opened.body.unread_count]).to.deep.equal([201, null]);
      const again = await shop.call('POST', '/threads', { participants: [cy.id, ann.id] });
      expect([again.status, again.body.id]).to.deep.equal([200, opened.body.id]);
      for (const path of [
        `/threads/${thread}`,
        `/threads/${thread}/messages`,
        `/users/${bob.id}/threads`,
        `/users/${bob.id}/unread-count`,
        '/users?search=an',
      ]) {
        expect((await shop.call('GET', path)).status, path).to.equal(200);
      }
      const [own] = (await shop.call('GET', `/users/${bob.id}/threads`)).body.results;
      expect(own?.unread_count, "the reader's, not the service's").to.equal(1);
      expect((await shop.call('DELETE', `/threads/${opened.body.id}`)).status).to.equal(204);
      await refused(cy.call('GET', `/threads/${opened.body.id}`), 404, 'thread_not_found');
    });

    it('name both participants', async () => {
      await refused(shop.call('POST', '/threads', { participants: [ann.id] }), 400, 'too_few_participants');
      await refused(shop.call('POST', '/threads', { participants: [] }), 400, 'validation_error');
    });

    it('are nobody: what a user has, or does, is refused', async () => {
      const message = (await ann.call('GET', `/threads/${thread}/messages`)).body.results[0]?.id;
      const calls: [string, string, object?][] = [
        ['GET', '/users/me'],
        ['DELETE', '/users/me', { password: 'correct horse battery' }],
        ['GET', '/users/me/blocks'],
        ['GET', '/users/me/threads'],
        ['GET', '/users/me/unread-count'],
        ['GET', '/users/me/export'],
        ['PUT', `/users/${ann.id}/block`],
        ['DELETE', `/users/${ann.id}/block`],
        ['POST', '/users/me/tokens'],
        ['GET', '/threads'],
        ['POST', '/threads', { participants: ['me', ann.id] }],
        ['POST', `/threads/${thread}/messages`, { text: 'Hello' }],
        ['POST', `/threads/${thread}/read`],
        ['POST', `/threads/${thread}/typing`],
        ['PATCH', `/messages/${message}`, { is_read: true }],
        ['POST', '/events/ticket'],
      ];
      for (const [method, path, body] of calls) {
        const answer = await shop.call(method, path, body);
        expect([answer.status, answer.body.code], `${method} ${path}`).to.deep.equal([403, 'no_user']);
      }
    });
  });

  describe('in the name of a user', () => {
    let asAnn: Call;

    before(() => (asAnn = shop.actAs(ann)));

    it('are that user', async () => {
      expect((await asAnn('GET', '/users/me')).body).to.deep.include({ id: ann.id, username: 'ann' });
      const { body } = await asAnn('POST', '/threads', { participants: [bob.id] });
      expect(body.id).to.equal(thread);
      const sent = await asAnn('POST', `/threads/${thread}/messages`, { text: 'From the shop' });
      expect([sent.status, sent.body.sender]).to.deep.equal([201, ann.id]);
      const asBob = shop.actAs(bob);
      const before = (await bob.call('GET', '/users/me/unread-count')).body.count;
      expect((await asBob('GET', '/users/me/unread-count')).body.count).to.equal(before);
      expect((await asBob('POST', `/threads/${thread}/read`)).body.marked).to.equal(before);
      expect((await bob.call('GET', '/users/me/unread-count')).body.count).to.equal(0);
    });

    it('have that user’s rights, and no more', async () => {
      const asCy = shop.actAs(cy);
      await refused(asCy('GET', `/threads/${thread}`), 404, 'thread_not_found');
      await refused(asCy('GET', `/users/${ann.id}/threads`), 403, 'not_your_account');
      await refused(asCy('POST', '/threads', { participants: [ann.id, bob.id] }), 403, 'not_a_participant');
      await refused(asCy('DELETE', `/users/${ann.id}`), 403, 'not_your_account');
    });

    it('use that user’s idempotency keys', async () => {
      const path = `/threads/${thread}/messages`;
      const key = { 'Idempotency-Key': 'order-42' };
      const first = await ann.call('POST', path, { text: 'Once' }, key);
      const again = await asAnn('POST', path, { text: 'Once' }, key);
      expect([again.status, again.body.id]).to.deep.equal([200, first.body.id]);
      await refused(asAnn('POST', path, { text: 'Other' }, key), 422, 'idempotency_key_reused');
    });

    it('follow that user’s events', async () => {
      const acting = { 'Duet-Act-As': String(bob.id) };
      const stream = await EventStream.open(api.base, shop.key, undefined, undefined, acting);
      const { id } = await api.send(ann, thread, 'Seen by the shop');
      const [event] = await stream.expect('message.created');
      expect(event?.id).to.equal(id);
      await stream.cut();
    });

    it('are refused for nobody who is there and active', async () => {
      const { dan } = await api.people('dan');
      expect((await shop.actAs(dan)('GET', '/users/me')).status).to.equal(200);
      await api.deactivate(dan);
      await refused(shop.actAs(dan)('GET', '/users/me'), 400, 'unknown_user');
      await refused(shop.actAs(String(maxId))('GET', '/users/me'), 400, 'unknown_user');
    });

    it('name the user by the host’s own id as well', async () => {
      const recognise = useCasesOn(api.service.store).get(RecogniseUser);
      for (const externalId of ['buyer-7', 'kéy 50% of', 'a%41']) {
        const { id } = await recognise.execute({
          ...{ externalId, username: 'buyer', issued: new Date() },
          profile: { name: undefined, avatarUrl: undefined },
        });
        const acting = `ext:${encodeURIComponent(externalId)}`;
        for (const time of ['first', 'again']) {
          expect((await shop.actAs(acting)('GET', '/users/me')).body.id, `${externalId}, ${time}`).to.equal(
            id,
          );
        }
      }
      await refused(shop.actAs('ext:nobody')('GET', '/users/me'), 400, 'unknown_user');
    });

    it('need a name that is one', async () => {
      for (const value of [
        '0',
        '-1',
        '1e2',
        '0x1',
        '1.0',
        'ann',
        'me',
        '01',
        '9007199254740992',
        '1, 2',
        'ext:',
        'ext:%20',
        'ext:%00',
      ]) {
        const { status, body } = await shop.actAs(value)('GET', '/users/me');
        expect([status, body.code, body.errors?.[0]?.in, body.errors?.[0]?.field], value).to.deep.equal([
          400,
          'validation_error',
          'header',
          'duet-act-as',
        ]);
      }
    });
  });

  describe('in the audit trail', () => {
    /** What a service did, the oldest first, without when. */
    const trailOf = async (service: string) => {
      const entries = await api.service.store.read(({ auditTrail }) => auditTrail.latest(1000));
      return entries
        .filter((entry) => entry.service === service)
        .map(({ adminName, action, resource, recordId }) => [adminName, action, resource, recordId])
        .toReversed();
    };

    it('have a line for each change, by their name, and that of the user they acted for', async () => {
      const crm = await api.host('ledger');
      const { gil, hal } = await api.people('gil', 'hal');
      const [asGil, asHal] = [crm.actAs(gil), crm.actAs(hal)];
      const { body: opened } = await asGil('POST', '/threads', { participants: [hal.id] });
      await asGil('POST', '/threads', { participants: [hal.id] }); // it is there
      const path = `/threads/${opened.id}/messages`;
      const key = { 'Idempotency-Key': 'one' };
      const { body: first } = await asGil('POST', path, { text: 'Hello' }, key);
      await asGil('POST', path, { text: 'Hello' }, key); // a repeat
      await asGil('POST', path, { text: 'Hello again' });
      const { body: other } = await asGil('POST', path, { text: 'And again' });
      await asHal('PATCH', `/messages/${first.id}`, { is_read: true });
      await asHal('PATCH', `/messages/${first.id}`, { is_read: true }); // it is read
      await asHal('POST', `/threads/${opened.id}/read`);
      await asHal('POST', `/threads/${opened.id}/read`); // all are
      await asHal('PUT', `/users/${gil.id}/block`);
      await asHal('DELETE', `/users/${gil.id}/block`);
      await asHal('GET', '/users/me/export');
      await crm.call('GET', `/users/${gil.id}/export`);
      await crm.call('GET', `/threads/${opened.id}/messages`); // a look
      await crm.call('DELETE', `/threads/${opened.id}`);
      const again = await crm.call('POST', '/threads', { participants: [gil.id, hal.id] });
      await asHal('DELETE', `/threads/${again.body.id}`);
      await asHal('DELETE', '/users/me', { password: hal.password });
      await crm.call('DELETE', `/users/${gil.id}`);
      expect(await trailOf('ledger')).to.deep.equal([
        ['gil', 'open', 'Thread', opened.id],
        ['gil', 'send', 'Message', first.id],
        ['gil', 'send', 'Message', first.id + 1],
        ['gil', 'send', 'Message', other.id],
        ['hal', 'mark as read', 'Message', first.id],
        ['hal', 'mark as read', 'Thread', opened.id],
        ['hal', 'block', 'User', hal.id],
        ['hal', 'unblock', 'User', hal.id],
        ['hal', 'export', 'User', hal.id],
        [undefined, 'export', 'User', gil.id],
        [undefined, 'delete', 'Thread', opened.id],
        [undefined, 'open', 'Thread', again.body.id],
        ['hal', 'delete', 'Thread', again.body.id],
        [`deleted:${hal.id}`, 'erase', 'User', hal.id],
        [undefined, 'erase', 'User', gil.id],
      ]);
    });

    it('leave nothing of what users do by themselves', async () => {
      const before = await api.service.store.read(({ auditTrail }) => auditTrail.latest(1));
      const message = await api.send(ann, thread, 'By myself');
      await bob.call('PATCH', `/messages/${message.id}`, { is_read: true });
      await bob.call('POST', `/threads/${thread}/read`);
      await bob.call('PUT', `/users/${ann.id}/block`);
      await bob.call('DELETE', `/users/${ann.id}/block`);
      expect(await api.service.store.read(({ auditTrail }) => auditTrail.latest(1))).to.deep.equal(before);
    });
  });

  it('are alone in acting as somebody', async () => {
    const asOther = { 'Duet-Act-As': String(bob.id) };
    await refused(ann.call('GET', '/users/me', undefined, asOther), 403, 'services_only');
    await refused(ann.call('GET', '/users/me', undefined, { 'Duet-Act-As': 'x' }), 403, 'services_only');
    await refused(api.anonymous('GET', '/users/me', undefined, asOther), 401, 'not_authenticated');
    const { eve } = await api.people('eve');
    await api.promote(eve, ann);
    await refused(eve.call('GET', '/users/me', undefined, asOther), 403, 'services_only');
  });
});

suite(
  'service keys, where only tokens of another issuer are let in',
  (api) => {
    it('let in all the same', async () => {
      const shop = await api.host('shop');
      expect((await shop.call('GET', '/limits')).status).to.equal(200);
    });
  },
  () => ({ OWN_TOKENS: 'off', JWT_ISSUER: 'https://login.example', JWKS_URL: 'http://127.0.0.1:9/keys' }),
);

suite(
  'limits, for what a service does in a user’s name',
  (api) => {
    it('are that user’s', async () => {
      const shop = await api.host('shop');
      const { ann, bob } = await api.people('ann', 'bob');
      const { id } = await api.open(ann, bob);
      const path = `/threads/${id}/messages`;
      expect((await ann.call('POST', path, { text: '1' })).status).to.equal(201);
      expect((await shop.actAs(ann)('POST', path, { text: '2' })).status).to.equal(201);
      expect((await shop.actAs(ann)('POST', path, { text: '3' })).status).to.equal(429);
      expect((await shop.actAs(bob)('POST', path, { text: '1' })).status, 'another user').to.equal(201);
    });
  },
  () => ({ RATE_LIMIT: 'on', RATE_LIMIT_SEND: '2/600' }),
);
