import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import {
  idsOf,
  password,
  tally,
  times,
  until,
  type Answer,
  type Body,
  type User,
} from '../support/client.js';
import { expectExactCounts, noPostgres, sharedCluster } from '../support/postgres.js';
import type { Cluster } from '../support/postgres-cluster.js';
import { launch, processSuite, production, RemoteApi } from '../support/process.js';

if (noPostgres() === undefined) {
  processSuite('three processes on one PostgreSQL, raced', () => {
    let cluster: Cluster;
    let url: string;
    let apis: RemoteApi[];
    let people: User[];

    /** The user as the process with this number, counted round, serves them. */
    const through = (index: number, user: User) => (apis[index % apis.length] as RemoteApi).as(user.access);
    const one = (index: number) => people[index % people.length] as User;

    before(async () => {
      cluster = await sharedCluster();
      url = cluster.urlOf(await cluster.database());
      const processes = await Promise.all([1, 2, 3].map(() => launch(production(url))));
      apis = processes.map((process) => new RemoteApi(process));
      people = await times(5, (index) => (apis[index % 3] as RemoteApi).register(`user${index}`));
    });

    afterEach(() => expectExactCounts(url));

    it('open one thread for each pair', async () => {
      const pairs = people.flatMap((low, index) =>
        people.slice(index + 1).map((high) => [low, high] as const),
      );
      for (const [low, high] of pairs) {
        const answers = await times(12, (index) => {
          const [caller, other] = index % 2 === 0 ? [low, high] : [high, low];
          return through(index, caller)('POST', '/threads', { participants: [other.id] });
        });
        expect(tally(answers)).to.deep.equal({ 200: 11, 201: 1 });
        expect(new Set(idsOf(answers.map(({ body }) => body))).size).to.equal(1);
      }
    });

    it('send, read, open and delete at once, and nobody is told of a failure', async () => {
      const [ann, bob] = [one(0), one(1)];
      let thread: number = (await apis[0]!.open(ann, bob)).id;
      const answers = await times(12, async (worker) => {
        const seen: number[] = [];
        for (let round = 0; round < 12; round += 1) {
          const caller = (worker + round) % 2 === 0 ? ann : bob;
          const call = through(worker, caller);
          const act = (worker * 7 + round) % 12;
          if (act === 0) seen.push((await call('DELETE', `/threads/${thread}`)).status);
          else if (act < 3) {
            const other = caller === ann ? bob : ann;
            const { status, body } = await call('POST', '/threads', { participants: [other.id] });
            thread = body.id;
            seen.push(status);
          } else if (act < 9) {
            const { status, body } = await call('POST', `/threads/${thread}/messages`, {
              text: randomUUID(),
            });
            seen.push(status);
            const reader = through(worker + 1, caller === ann ? bob : ann);
            if (status === 201 && act === 5) {
              seen.push((await reader('PATCH', `/messages/${body.id}`, { is_read: true })).status);
            }
          } else seen.push((await call('POST', `/threads/${thread}/read`)).status);
        }
        return seen;
      });
      for (const status of [200, 201, 204]) expect(answers.flat()).to.include(status);
      for (const status of answers.flat()) expect(status).to.be.oneOf([200, 201, 204, 404]);
    });

    it('mark each message as read once', async () => {
      const [cyd, dan] = [one(2), one(3)];
      const { id } = await apis[0]!.open(cyd, dan);
      const sent = await times(30, (index) => apis[0]!.send(cyd, id, `unread ${index}`));
      const [whole, ...single] = await Promise.all([
        times(6, (index) => through(index, dan)('POST', `/threads/${id}/read`)),
        ...sent.map((message, index) =>
          through(index, dan)('PATCH', `/messages/${message.id}`, { is_read: true }),
        ),
      ]);
      expect(tally([...whole, ...single])).to.deep.equal({ 200: 36 });
      expect(whole.reduce((sum, { body }) => sum + body.marked, 0)).to.be.at.most(30);
      expect((await through(1, dan)('GET', '/users/me/unread-count')).body.count).to.equal(0);
    });

    it('send once by an idempotency key, to one thread or to two', async () => {
      const [ann, ...others] = people as [User, ...User[]];
      const threads = await Promise.all(others.map((other) => apis[0]!.open(ann, other)));
      for (let round = 0; round < 10; round += 1) {
        const key = { 'Idempotency-Key': randomUUID() };
        const answers = await times(6, (index) =>
          through(index, ann)('POST', `/threads/${threads[index % 2]!.id}/messages`, { text: 'once' }, key),
        );
        expect(tally(answers)).to.deep.equal({ 200: 2, 201: 1, 422: 3 });
      }
    });

    it('spend a refresh token once; then its login is over', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { refresh } = (await apis[0]!.signIn(one(4).username, password)).body;
        const spend = (index: number, token: string) =>
          apis[index % 3]!.anonymous('POST', '/auth/token/refresh', { refresh: token });
        const answers = await times(9, (index) => spend(index, refresh));
        expect(tally(answers)).to.deep.equal({ 200: 1, 401: 8 });
        const next = answers.find(({ status }) => status === 200)!.body.refresh;
        expect((await spend(round, next)).body.code).to.equal('token_revoked');
      }
    });

    it('let no login slip past a deactivation or a new password', async () => {
      const eve = await apis[0]!.register('eve');
      const store = await PostgresStore.open({ url });
      try {
        for (let round = 0; round < 4; round += 1) {
          const logins = times(6, (index) => apis[index % 3]!.signIn('eve', password));
          // As `ChangeUser` does it.
          await store.run(async ({ users, tokenFamilies }) => {
            const user = await users.hold(eve.id);
            if (user === undefined) return expect.fail();
            await users.update({ ...user, active: round % 2 === 1 });
            if (round % 2 === 0) await tokenFamilies.removeAllOf(user.id);
          });
          for (const { status } of await logins) expect(status).to.be.oneOf([200, 401]);
          if (round % 2 === 1) continue;
          const [row] = await store.rows<{ count: number }>(
            'SELECT count(*) AS count FROM token_families WHERE user_id = ?',
            [eve.id],
          );
          expect(row?.count, 'logins of somebody who is deactivated').to.equal(0);
        }
      } finally {
        await store.close();
      }
    });

    it('serve everybody else while many wait to write to one thread', async () => {
      const [ann, bob, cyd] = [one(0), one(1), one(2)];
      const { id: hot } = await apis[0]!.open(ann, bob);
      const { id: quiet } = await apis[0]!.open(ann, cyd);
      const database = new URL(url).pathname.slice(1);
      const hold = `SELECT 1 FROM threads WHERE id = ${hot} FOR UPDATE`;
      const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = '${database}' AND wait_event_type = 'Lock'`;
      let waiting: Promise<Answer[]> | undefined;
      await cluster.holding(database, hold, async () => {
        let answered = 0;
        // More than the processes have connections.
        waiting = times(60, async (index) => {
          const call = through(index, index % 2 === 0 ? ann : bob);
          const answer = await (index % 3 === 0
            ? call('POST', `/threads/${hot}/read`)
            : call('POST', `/threads/${hot}/messages`, { text: `${index}` }));
          answered += 1;
          return answer;
        });
        await until('each process has one at the row', async () => (await cluster.query(waits)).length === 3);
        await times(9, async (index) => {
          expect((await apis[index % 3]!.send(cyd, quiet, `${index}`)).thread).to.equal(quiet);
          expect((await through(index, ann)('GET', '/threads')).status).to.equal(200);
        });
        expect(answered, 'of those who wait').to.equal(0);
      });
      expect(tally((await waiting) ?? [])).to.deep.equal({ 200: 20, 201: 40 });
    });

    it('give a reader with after= every message of a thread, however many write to it', async () => {
      const [ann, bob] = [one(0), one(1)];
      const { id } = await apis[0]!.open(ann, bob);
      const start = (await ann.call('GET', `/threads/${id}/messages?ordering=-created&limit=1`)).body
        .results[0];
      const all = { written: false };
      const read: Body[] = [];
      const reading = (async () => {
        for (let last = start?.id ?? 0, done = false; !done;) {
          done = all.written; // one look more, when all is written
          const { body } = await through(read.length, bob)(
            'GET',
            `/threads/${id}/messages?after=${last}&limit=5`,
          );
          read.push(...body.results);
          last = read.at(-1)?.id ?? last;
          if (body.results.length > 0) done = false;
        }
      })();
      const sent = await times(9, async (writer) => {
        const ids: number[] = [];
        for (let index = 0; index < 20; index += 1) {
          const { status, body } = await through(writer, writer % 2 === 0 ? ann : bob)(
            'POST',
            `/threads/${id}/messages`,
            { text: `${writer}: ${index}` },
          );
          expect(status).to.equal(201);
          ids.push(body.id);
        }
        return ids;
      });
      all.written = true;
      await reading;
      expect(idsOf(read)).to.deep.equal(sent.flat().sort((a, b) => a - b));
    });
  });
}

export {};
