import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { idsOf, tally, times, type User } from '../support/client.js';
import { launch, processSuite, production, RemoteApi, sql } from '../support/process.js';
import { storeUrl } from '../support/service.js';

processSuite('two processes on one file', () => {
  const env = production(storeUrl('better-sqlite3'));
  let apis: [RemoteApi, RemoteApi];
  let ann: User;
  let bob: User;
  let cyd: User;
  /** The same user as each of the processes serves it. */
  const calls = (user: User) => apis.map((api) => api.as(user.access)) as [User['call'], User['call']];

  before(async () => {
    apis = [new RemoteApi(await launch(env)), new RemoteApi(await launch(env))];
    [ann, bob, cyd] = await Promise.all([
      apis[0].register('ann'),
      apis[1].register('bob'),
      apis[0].register('cyd'),
    ]);
  });

  it('come up together, also where the file is yet to be made', async () => {
    for (const settings of [
      production(storeUrl('better-sqlite3')),
      { DATABASE_URL: storeUrl('better-sqlite3') },
    ]) {
      const services = await Promise.all(Array.from({ length: 3 }, () => launch(settings)));
      const ready = await Promise.all(services.map(({ url }) => fetch(`${url}/readyz`)));
      expect(tally(ready)).to.deep.equal({ 200: 3 });
      await Promise.all(services.map((service) => service.stop()));
    }
  });

  it('share what is written in turn', async () => {
    const [here, there] = calls(ann);
    const { id } = (await here('POST', '/threads', { participants: [bob.id] })).body;
    for (let index = 0; index < 10; index += 1) {
      const [writer, reader] = index % 2 === 0 ? [here, there] : [there, here];
      const { body } = await writer('POST', `/threads/${id}/messages`, { text: `${index}` });
      expect((await reader('GET', `/messages/${body.id}`)).body).to.deep.equal(body);
      expect((await reader('GET', `/threads/${id}`)).body.last_message).to.deep.equal(body);
    }
  });

  it('open one thread for a pair', async () => {
    const openers = [
      ...calls(ann).map((call) => [call, cyd.id]),
      ...calls(cyd).map((call) => [call, ann.id]),
    ];
    const answers = await times(40, (index) => {
      const [call, other] = openers[index % 4] as [User['call'], number];
      return call('POST', '/threads', { participants: [other] });
    });
    expect(tally(answers)).to.deep.equal({ 200: 39, 201: 1 });
    expect(new Set(idsOf(answers.map(({ body }) => body))).size).to.equal(1);
  });

  it('store each message once, and count right', async () => {
    const senders = [ann, bob].flatMap(calls);
    const { id } = (await ann.call('POST', '/threads', { participants: [bob.id] })).body;
    const before = (await ann.call('GET', `/threads/${id}/messages`)).body.count;
    const keys = Array.from({ length: 10 }, () => randomUUID());
    const plain = times(60, (index) =>
      senders[index % 4]!('POST', `/threads/${id}/messages`, { text: `plain ${index}` }),
    );
    const keyed = times(40, (index) => {
      const key = keys[index % 10]!; // by one sender, through either process
      return senders[index % 2]!(
        'POST',
        `/threads/${id}/messages`,
        { text: key },
        { 'Idempotency-Key': key },
      );
    });
    const reads = times(10, (index) => senders[2 + (index % 2)]!('POST', `/threads/${id}/read`));
    expect(tally(await plain)).to.deep.equal({ 201: 60 });
    expect(tally(await keyed)).to.deep.equal({ 200: 30, 201: 10 });
    expect(tally(await reads)).to.deep.equal({ 200: 10 });

    const messages = await apis[1].all(calls(ann)[1], `/threads/${id}/messages?limit=100`);
    expect(messages.length).to.equal(before + 70);
    expect(new Set(messages.map(({ text }) => text)).size).to.equal(messages.length);
    for (const user of [ann, bob]) {
      const unread = messages.filter(({ sender, is_read }) => sender !== user.id && !is_read).length;
      for (const call of calls(user)) {
        expect((await call('GET', `/threads/${id}`)).body.unread_count).to.equal(unread);
        expect((await call('GET', '/users/me/unread-count')).body.count).to.equal(unread);
      }
    }
  });

  it('spend a refresh token once', async () => {
    const spend = (index: number) =>
      apis[index % 2]!.anonymous('POST', '/auth/token/refresh', { refresh: cyd.refresh });
    expect(tally(await times(6, spend))).to.deep.equal({ 200: 1, 401: 5 });
  });

  it('take a deactivation by either process within a second', async () => {
    const both = calls(cyd);
    for (const call of both) expect((await call('GET', '/users/me')).status).to.equal(200);
    await sql(env['DATABASE_URL']!, `UPDATE users SET is_active = 0 WHERE id = ${cyd.id}`);
    const changed = Date.now();
    for (const call of both) {
      for (let asked = Date.now(), status = 0; status !== 401; asked = Date.now()) {
        status = (await call('GET', '/users/me')).status;
        if (asked > changed + 1000) expect(status, 'after a second').to.equal(401);
      }
    }
  });
});
