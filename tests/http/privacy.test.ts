import { acts } from '../support/acts.js';
import { get, type IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { wrap } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import type { MessageReader } from '../../src/application/ports/message-repository.js';
import { restoreMessage } from '../../src/domain/conversation/conversation.js';
import { summedUp } from '../../src/domain/conversation/decision.js';
import { idsOf, maxId, password, suite, times, until, Api, type Body, type User } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';
import { rejectionOf } from '../support/rejection-of.js';
import { storeUrl, stores } from '../support/service.js';

interface Export {
  exported: string;
  user: Body & { is_active: boolean };
  blocks: { user: Body; created: string }[];
  identities: { issuer: string; subject: string }[];
  logins: { expires: string }[];
  admin_sessions: object[];
  audit: { action: string; details: string; created: string }[];
  idempotency_keys: { message: number; key: string }[];
  threads: Body[];
  messages: Body[];
}

const exportOf = async (user: User, whose: number | 'me' = 'me') => {
  const answer = await user.call('GET', `/users/${whose}/export`);
  expect(answer.status, answer.raw).to.equal(200);
  return { ...answer, document: answer.body as unknown as Export };
};
const erase = (user: User, given: unknown = password) =>
  user.call('DELETE', '/users/me', { password: given });
const isOut = (user: User) =>
  until('the token is refused', async () => (await user.call('GET', '/users/me')).status === 401);

suite('export', (api) => {
  let ann: User;
  let bob: User;
  let boss: User;
  let thread: number;

  before(async () => {
    ({ ann, bob, boss } = await api.people('ann', 'bob', 'boss'));
    await api.promote(boss, ann);
    thread = (await api.open(ann, bob)).id;
  });

  it('has all that the API shows, and what it does not', async () => {
    const key = { 'idempotency-key': 'my-key' };
    const sent = await ann.call('POST', `/threads/${thread}/messages`, { text: 'Hi "Bob" \u2028 😀' }, key);
    await api.send(bob, thread, 'Hi Ann');
    await ann.call('PUT', `/users/${boss.id}/block`);
    await bob.call('PUT', `/users/${ann.id}/block`);
    const { document, headers, raw } = await exportOf(ann);
    expect(headers.get('content-disposition')).to.equal(`attachment; filename="duet-user-${ann.id}.json"`);
    expect(headers.get('content-type')).to.match(/^application\/json/);
    expect(headers.get('cache-control')).to.equal('no-store');
    const me = (await ann.call('GET', '/users/me')).body;
    expect(document.user).to.deep.equal({ ...me, is_active: true });
    expect(document.threads).to.deep.equal((await ann.call('GET', '/threads')).body.results);
    expect(document.messages).to.deep.equal(
      (await ann.call('GET', `/threads/${thread}/messages`)).body.results,
    );
    expect(document.blocks.map(({ user }) => user)).to.deep.equal([
      { id: boss.id, username: 'boss', name: null, avatar_url: null },
    ]);
    expect(document.logins).to.have.length(1);
    expect(document.idempotency_keys).to.deep.equal([{ message: sent.body.id, key: 'my-key' }]);
    expect(document.audit).to.deep.equal([]);
    expect(raw, 'no secrets').not.to.match(/argon2|password|jti|family/i);
  });

  it('is for oneself, by id too, and for admins, which the user can see', async () => {
    expect((await exportOf(bob, bob.id)).document.user.id).to.equal(bob.id);
    const denied = await ann.call('GET', `/users/${bob.id}/export`);
    expect([denied.status, denied.body.code]).to.deep.equal([403, 'not_your_account']);
    for (const user of [ann, boss]) {
      expect((await user.call('GET', `/users/${maxId}/export`)).status).to.equal(404);
    }
    expect((await ann.call('GET', '/users/0/export')).status).to.equal(400);
    expect((await ann.call('GET', '/users/me/export?a=b')).status).to.equal(400);
    expect((await api.anonymous('GET', '/users/me/export')).status).to.equal(401);
    expect((await exportOf(boss, bob.id)).document.user.id).to.equal(bob.id);
    expect((await exportOf(bob)).document.audit.map(({ action }) => action)).to.deep.equal(['export']);
  });

  it('is headed by HEAD', async () => {
    const { status, headers } = await ann.call('HEAD', '/users/me/export');
    expect(status).to.equal(200);
    expect(headers.get('content-disposition')).to.match(/^attachment/);
  });

  it('has thousands of messages, each once, while others arrive', async () => {
    const { cyd, dan } = await api.people('cyd', 'dan');
    const { id } = await api.open(cyd, dan);
    for (let index = 0; index < 3000;) {
      await api.service.store.run(async (all) => {
        const { participants, updated: created } = (await acts(all).find(id))!;
        for (const end = index + 100; index < end; index += 1) {
          const text = `${index} `.repeat(50).trim();
          const draft = {
            threadId: id,
            participants,
            senderId: dan.id,
            text,
            metadata: {},
            attachments: [],
            created,
          };
          await acts(all).add({ ...draft, idempotencyKey: undefined });
        }
      });
    }
    const [{ document }] = await Promise.all([
      exportOf(cyd),
      times(20, (index) => api.send(dan, id, `more ${index}`)),
    ]);
    const ids = idsOf(document.messages);
    expect(ids.length).to.be.within(3000, 3020);
    expect(ids).to.deep.equal([...new Set(ids)].sort((one, other) => one - other));
  });
});

/** Replaces some of what is read of messages. */
const changedMessages = (change: (messages: MessageReader) => Partial<MessageReader>) =>
  wrap(tokens.unitOfWork, (unitOfWork) => ({
    run: (work) => unitOfWork.run(work),
    decide: (question, decide) => unitOfWork.decide(question, decide),
    read: (work) =>
      unitOfWork.read((readers) => {
        const { messages } = readers;
        const changed = Object.assign(Object.create(messages) as typeof messages, change(messages));
        return work({ ...readers, messages: changed });
      }),
  }));

describe('export, from a store that fails in the middle', function () {
  this.timeout(60_000);
  const api = new Api();
  let failing = false;

  before(() =>
    api.start(
      {},
      changedMessages((messages) => ({
        pageAcross: (...slice) =>
          failing ? Promise.reject(new Error('Gone.')) : messages.pageAcross(...slice),
      })),
    ),
  );
  after(() => api.stop());

  it('breaks off, and does not look like a whole one', async () => {
    const { ann, bob } = await api.people('ann', 'bob');
    const { id } = await api.open(ann, bob);
    await api.send(ann, id, 'Hi');
    failing = true;
    const headers = { authorization: `Bearer ${ann.access}` };
    const answer = fetch(`${api.base}/users/me/export`, { headers }).then((response) => response.text());
    await rejectionOf(answer);
    failing = false;
    expect((await exportOf(ann)).document.messages).to.have.length(1);
  });
});

describe('export, to a reader that takes nothing more', function () {
  this.timeout(60_000);
  const api = new Api();
  let pages = 0;
  const length = 1000;

  before(() =>
    api.start(
      {},
      changedMessages((messages) => ({
        pageOf: (...slice) => {
          pages += 1;
          return messages.pageOf(...slice);
        },
      })),
    ),
  );
  after(() => api.stop());

  it('is read no further than the connection holds, and goes on when it is taken', async () => {
    const { ann, bob } = await api.people('ann', 'bob');
    const { id: threadId } = await api.open(ann, bob);
    for (let last = 0; last < length; last += 100) {
      await api.service.store.run(async ({ conversations, threads }) => {
        const [thread] = await threads.findAll([threadId]);
        const said = {
          threadId,
          participants: thread!.participants,
          senderId: bob.id,
          text: '…'.repeat(5000),
        };
        const rest = {
          metadata: {},
          attachments: [],
          created: thread!.updated,
          edited: undefined,
          isRead: true,
        };
        const ids = Array.from({ length: 100 }, (_, index) => last + index + 1);
        const restored = ids.map((id) => restoreMessage(thread!, { id, ...said, ...rest }));
        await conversations.addAll(summedUp(restored));
      });
    }
    pages = 0;
    const headers = { authorization: `Bearer ${ann.access}` };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${api.base}/users/me/export`, { headers }, resolve).on('error', reject);
    });
    answer.pause();
    // It has come to rest if nothing is read while others are answered.
    await until('nothing more is read', async () => {
      const before = pages;
      for (let asked = 0; asked < 20; asked += 1) await ann.call('GET', '/users/me');
      return pages > 0 && pages === before;
    });
    expect(pages, `of ${length / 100}`).to.be.below(length / 100);
    let taken = '';
    for await (const part of answer.setEncoding('utf8')) taken += part as string;
    expect((JSON.parse(taken) as Export).messages).to.have.length(length);
  });
});

suite('erasing', (api) => {
  it('asks for the password', async () => {
    const { ann } = await api.people('ann');
    const wrong = await erase(ann, 'not the password');
    expect([wrong.status, wrong.body.code]).to.deep.equal([401, 'invalid_credentials']);
    for (const body of [{}, { password: 1 }, { password, more: 1 }, []]) {
      expect((await ann.call('DELETE', '/users/me', body)).status, JSON.stringify(body)).to.equal(400);
    }
    expect((await ann.call('DELETE', '/users/me')).status).to.equal(400);
    expect((await api.anonymous('DELETE', '/users/me', { password })).status).to.equal(401);
    expect((await ann.call('GET', '/users/me')).body.username).to.equal('ann');
  });

  it('ends the account, and leaves the messages as from a deleted user', async () => {
    const { bea, cyd } = await api.people('bea', 'cyd');
    const { id } = await api.open(bea, cyd);
    const { id: message } = await api.send(bea, id, 'Goodbye');
    await api.send(cyd, id, 'Why?');
    await bea.call('PUT', `/users/${cyd.id}/block`);
    expect((await erase(bea)).status).to.equal(204);

    await isOut(bea);
    expect((await erase(bea)).status).to.equal(401);
    const login = await api.anonymous('POST', '/auth/token', { username: 'bea', password });
    expect(login.status).to.equal(401);
    const refresh = await api.anonymous('POST', '/auth/token/refresh', { refresh: bea.refresh });
    expect(refresh.body.code).to.equal('token_revoked');
    for (const search of ['bea', 'deleted', '']) {
      const { results } = (await cyd.call('GET', `/users?search=${search}`)).body;
      expect(idsOf(results), search).not.to.include(bea.id);
    }
    const seen = (await cyd.call('GET', `/threads/${id}`)).body;
    expect(seen.participants).to.have.deep.members([
      { id: bea.id, username: `deleted:${bea.id}`, name: null, avatar_url: null },
      { id: cyd.id, username: 'cyd', name: null, avatar_url: null },
    ]);
    expect(seen.unread_count).to.equal(1);
    expect((await cyd.call('GET', `/messages/${message}`)).body.text).to.equal('Goodbye');
    const open = await cyd.call('POST', '/threads', { participants: [bea.id] });
    expect([open.status, open.body.code]).to.deep.equal([400, 'unknown_participant']);
    await api.send(cyd, id, 'The block is gone with its account.');
    const name = await api.anonymous('POST', '/users', { username: `deleted:${bea.id}`, password });
    expect(name.body.code).to.equal('validation_error');
    await api.register('bea');
  });

  it('is done by admins for others', async () => {
    const { dan, eve, boss } = await api.people('dan', 'eve', 'boss');
    await api.promote(boss, eve);
    for (const [user, id, status, code] of [
      [dan, eve.id, 403, 'not_your_account'],
      [dan, maxId, 404, 'user_not_found'],
      [dan, dan.id, 403, 'password_required'],
      [boss, boss.id, 403, 'password_required'],
      [boss, maxId, 404, 'user_not_found'],
    ] as const) {
      const answer = await user.call('DELETE', `/users/${id}`);
      expect([answer.status, answer.body.code]).to.deep.equal([status, code]);
    }
    expect((await boss.call('DELETE', `/users/${dan.id}`)).status).to.equal(204);
    expect((await boss.call('DELETE', `/users/${dan.id}`)).status).to.equal(404);
    await isOut(dan);
    const { document } = await exportOf(boss, dan.id);
    expect(document.user.username).to.equal(`deleted:${dan.id}`);
    expect(document.audit.map(({ action, details }) => [action, details])).to.deep.equal([
      ['erase', 'messages kept'],
      ['export', ''],
    ]);
    const last = await erase(boss);
    expect([last.status, last.body.code]).to.deep.equal([409, 'last_admin']);
  });
});

suite(
  'erasing, with guesses limited',
  (api) => {
    it('counts wrong passwords as failed logins', async () => {
      const { ann } = await api.people('ann');
      for (let guess = 0; guess < 3; guess += 1) expect((await erase(ann, 'a guess')).status).to.equal(401);
      const { status, headers } = await erase(ann);
      expect([status, Number(headers.get('retry-after')) > 0]).to.deep.equal([429, true]);
      const login = await api.anonymous('POST', '/auth/token', { username: 'ann', password });
      expect(login.status).to.equal(429);
    });
  },
  () => ({ RATE_LIMIT: 'on', RATE_LIMIT_LOGIN_ACCOUNT: '3/600' }),
);

for (const store of stores) {
  suite(
    `erasing with ERASED_MESSAGES=remove, on ${store}`,
    (api) => {
      it('takes the messages along, and leaves all counts right', async () => {
        const { ann, bob, cyd } = await api.people('ann', 'bob', 'cyd');
        const [first, second] = [await api.open(ann, bob), await api.open(ann, cyd)];
        for (const text of ['one', 'two']) await api.send(ann, first.id, text);
        const answer = await api.send(bob, first.id, 'three');
        for (const { id } of [first, second]) await api.send(ann, id, 'four');
        await api.open(bob, cyd).then(({ id }) => api.send(cyd, id, 'hello'));
        const [hers, his] = [
          await EventStream.open(api.base, ann.access),
          await EventStream.open(api.base, bob.access),
        ];
        expect((await erase(ann)).status).to.equal(204);
        await hers.closed;
        await until('three are gone for Bob', async () => his.events.length === 4);
        const told = his.events.map(({ event }) => event);
        expect(told).to.deep.equal([...Array<string>(3).fill('message.deleted'), 'user.updated']);
        await his.cut();
        const seen = (await bob.call('GET', `/threads/${first.id}`)).body;
        expect(seen.last_message).to.deep.equal(answer);
        expect(seen.unread_count).to.equal(0);
        expect((await bob.call('GET', '/users/me/unread-count')).body.count).to.equal(1);
        expect((await cyd.call('GET', '/users/me/unread-count')).body.count).to.equal(0);
        const { body } = await cyd.call('GET', `/threads/${second.id}/messages`);
        expect([body.count, body.results]).to.deep.equal([0, []]);
        expect((await cyd.call('GET', `/threads/${second.id}`)).body.last_message).to.equal(null);
      });

      it('and sending at once leave the counts right', async () => {
        const { dan, eve } = await api.people('dan', 'eve');
        const { id } = await api.open(dan, eve);
        await Promise.all([
          times(20, (index) => dan.call('POST', `/threads/${id}/messages`, { text: `${index}` })),
          times(20, (index) => api.send(eve, id, `${index}`)),
          erase(dan).then(({ status }) => expect(status).to.equal(204)),
          eve.call('POST', `/threads/${id}/read`),
        ]);
        await isOut(dan);
        const messages = await api.all(eve.call, `/threads/${id}/messages?limit=100`);
        const unread = messages.filter(({ sender, is_read }) => sender === dan.id && !is_read).length;
        const thread = (await eve.call('GET', `/threads/${id}`)).body;
        expect(thread.unread_count).to.equal(unread);
        expect(thread.last_message).to.deep.equal(messages.at(-1));
        expect((await eve.call('GET', '/users/me/unread-count')).body.count).to.equal(unread);
        expect(messages.filter(({ sender }) => sender === eve.id)).to.have.length(20);
      });
    },
    () => ({ DATABASE_URL: storeUrl(store), ERASED_MESSAGES: 'remove' }),
  );
}
