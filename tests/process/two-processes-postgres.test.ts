import { expect } from 'chai';
import { password, tally, times, until, type User } from '../support/client.js';
import { AdminClient } from '../support/admin.js';
import { EventStream } from '../support/event-stream.js';
import { PgBouncer, poolerSuite } from '../support/pgbouncer.js';
import { postgresSuite, sharedCluster } from '../support/postgres.js';
import { launch, processSuite, production, RemoteApi, run } from '../support/process.js';

// Through a pooler: what works there works without one, too.
const suite: typeof processSuite = (title, define) =>
  poolerSuite('behind PgBouncer', () => processSuite(title, define));

postgresSuite('two processes on one PostgreSQL', () => {
  suite('are one service', () => {
    let pooler: PgBouncer;
    let env: Record<string, string>;
    let apis: [RemoteApi, RemoteApi];
    let ann: User;
    let bob: User;

    before(async () => {
      const cluster = await sharedCluster();
      const database = await cluster.database();
      pooler = await PgBouncer.before(cluster);
      env = {
        ...production(pooler.urlOf(database)),
        DATABASE_DIRECT_URL: cluster.urlOf(database),
        DATABASE_PREPARE: 'off',
        ADMIN: 'on',
        RATE_LIMIT: 'on',
        RATE_LIMIT_SEND: '8/600',
        RATE_LIMIT_LOGIN_ACCOUNT: '5/600',
        RATE_LIMIT_REGISTRATION: '9/600',
        TRUST_PROXY: '1',
      };
      apis = await Promise.all(
        [launch(env), launch(env)].map(async (service) => new RemoteApi(await service)) as [
          Promise<RemoteApi>,
          Promise<RemoteApi>,
        ],
      );
      ann = await apis[0].register('ann');
      bob = await apis[1].register('bob');
    });

    after(() => pooler.remove());

    it('carry a conversation, each to the other’s streams', async () => {
      const { id } = await apis[0].open(ann, bob);
      const [hers, his] = [
        await EventStream.open(apis[0].base, ann.access),
        await EventStream.open(apis[1].base, bob.access),
      ];
      const told = ({ events }: EventStream) =>
        events.filter(({ event }) => event === 'message.created').map(({ data }) => data);
      for (const [index, text] of ['Hello', 'Who is it?', 'Ann'].entries()) {
        const [api, user] = index % 2 === 0 ? [apis[0], ann] : [apis[1], bob];
        const sent = await api.as(user.access)('POST', `/threads/${id}/messages`, { text });
        expect(sent.status).to.equal(201);
        await until('both are told', async () =>
          [hers, his].every((stream) => JSON.stringify(told(stream).at(-1) ?? {}).includes(text)),
        );
      }
      for (const stream of [hers, his]) expect(told(stream)).to.have.length(3);
      await Promise.all([hers.cut(), his.cut()]);
    });

    it('count what a sender sends, through either process', async () => {
      const { id } = await apis[0].open(ann, bob); // where she has sent two
      const answers = await times(10, (index) =>
        apis[index % 2]!.as(ann.access)('POST', `/threads/${id}/messages`, { text: `${index}` }),
      );
      expect(tally(answers)).to.deep.equal({ 201: 6, 429: 4 });
    });

    it('count registrations of an address, and guesses at an account', async () => {
      const from = { 'x-forwarded-for': '203.0.113.9' };
      const answers = await times(12, (index) =>
        apis[index % 2]!.anonymous('POST', '/users', { username: `u${index}`, password }, from),
      );
      expect(tally(answers)).to.deep.equal({ 201: 9, 429: 3 });
      for (let guess = 0; guess < 5; guess += 1) {
        expect((await apis[guess % 2]!.signIn('bob', 'a wrong guess')).status).to.equal(401);
      }
      const right = await Promise.all(apis.map((api) => api.signIn('bob', password)));
      expect(tally(right)).to.deep.equal({ 429: 2 });
    });

    it('show who is typing to the other one, wherever they listen', async () => {
      const { id } = await apis[0].open(ann, bob);
      const [his, hers] = [
        await EventStream.open(apis[1].base, bob.access),
        await EventStream.open(apis[1].base, ann.access),
      ];
      await until('it has come', async () => {
        // Not stored: what comes before the other process listens to notifications is lost.
        await apis[0].as(ann.access)('POST', `/threads/${id}/typing`);
        return his.events.length > 0;
      });
      expect(his.events[0]).to.deep.include({ event: 'typing', data: { thread: id, user: ann.id } });
      expect(hers.events).to.deep.equal([]);
      await Promise.all([his.cut(), hers.cut()]);
    });

    it('end a login, and shut out a deactivated user, wherever that was asked for', async () => {
      const cyd = await apis[0].register('cyd');
      for (const api of apis) expect((await api.as(cyd.access)('GET', '/users/me')).status).to.equal(200);
      expect(
        (await apis[0].anonymous('POST', '/auth/token/revoke', { refresh: cyd.refresh })).status,
      ).to.equal(204);
      expect(
        (await apis[1].anonymous('POST', '/auth/token/refresh', { refresh: cyd.refresh })).status,
      ).to.equal(401);
      const stream = await EventStream.open(apis[1].base, cyd.access);
      const { code, stderr } = await run(['node', 'dist/programs/user.js', 'deactivate', 'cyd'], env);
      expect(code, stderr).to.equal(0);
      for (const api of apis) {
        await until(
          'it is felt',
          async () => (await api.as(cyd.access)('GET', '/users/me')).status === 401,
          2000,
        );
      }
      await until('the stream has ended', async () => stream.ended, 5000);
    });

    it('share the sessions of the panel, and end them together', async () => {
      const tool = ['node', 'dist/programs/user.js', 'create', '--admin', 'root'];
      const { code, stderr } = await run(tool, env, `${password}\n`);
      expect(code, stderr).to.equal(0);
      const [here, there] = apis.map(({ process }) => new AdminClient(process)) as [AdminClient, AdminClient];
      await here.logIn('root', password);
      there.cookie = here.cookie;
      expect(await there.isIn(), 'on the other process').to.equal(true);
      await there.get('/logout');
      there.cookie = here.cookie;
      for (const client of [here, there]) expect(await client.isIn(), 'after the logout').to.equal(false);
    });
  });
});
