import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { tally, times, until, type User } from '../support/client.js';
import { expectExactCounts, noPostgres } from '../support/postgres.js';
import { Cluster } from '../support/postgres-cluster.js';
import { launch, processSuite, production, RemoteApi, run, within } from '../support/process.js';
import { Receiver } from '../support/receiver.js';

interface Sent {
  readonly sender: number;
  readonly key: string;
  readonly text: string;
  id?: number;
}

/** What one request may take, in seconds: the account's state, then a connection, a statement, and some for the machine. */
const longest = 20;

if (noPostgres() === undefined) {
  processSuite('two processes, when their PostgreSQL fails', () => {
    let cluster: Cluster;
    let url: string;
    let apis: readonly [RemoteApi, RemoteApi];
    let people: Record<'ann' | 'bob', User>;
    let thread: number;
    const sent: Sent[] = [];
    const receiver = new Receiver();

    before(async () => {
      cluster = await Cluster.start();
      url = cluster.urlOf(await cluster.database());
      // Long enough for tokens that outlive the faults.
      const env = {
        ...production(url),
        DATABASE_POOL: '4',
        ACCESS_TOKEN_SECONDS: '3600',
        WEBHOOK_PRIVATE: 'on',
      };
      apis = [new RemoteApi(await launch(env)), new RemoteApi(await launch(env))];
      people = await apis[0].people('ann', 'bob');
      thread = (await apis[0].open(people.ann, people.bob)).id;
      await receiver.start();
      const { stdout } = await run(['node', 'dist/programs/key.js', 'create', 'shop'], env);
      const hook = { url: receiver.url, events: ['message.created'] };
      expect((await apis[0].as(stdout.trim())('POST', '/webhooks', hook)).status).to.equal(201);
    });

    after(() => receiver.stop());

    const ask = (index: number, ...request: [method: string, path: string, body?: object, key?: string]) =>
      apis[index % 3 === 0 ? 0 : 1].attempt(longest, index % 2 === 0 ? people.ann : people.bob, ...request);

    async function deliver(message: Sent) {
      const answer = await ask(
        message.sender,
        'POST',
        `/threads/${thread}/messages`,
        { text: message.text },
        message.key,
      );
      if (answer.status < 300) {
        if (message.id !== undefined) expect(answer.id).to.equal(message.id);
        message.id = answer.id;
      }
      return answer.status;
    }

    const ready = () => Promise.all(apis.map(({ process }) => fetch(`${process.url}/readyz`)));
    const somebodyRefused = () =>
      until('somebody is refused', async () => (await ask(0, 'GET', '/threads')).status === 503, 30_000);
    const allReady = () =>
      until('both are ready', async () => (await ready()).every(({ status }) => status === 200), 30_000);

    /** Writes, reads and marks through both processes while `fault` happens, and until all is well again after it. */
    async function underLoad(fault: () => Promise<void>) {
      let going = true;
      const statuses: { status: number }[] = [];
      const loops = times(6, async (index) => {
        while (going) {
          const message: Sent = { sender: index, key: randomUUID(), text: randomUUID() };
          sent.push(message);
          statuses.push({ status: await deliver(message) });
          statuses.push(await ask(index, 'GET', `/threads/${thread}/messages?ordering=-created&limit=5`));
          if (index === 0) statuses.push(await ask(1, 'POST', `/threads/${thread}/read`));
        }
      });
      loops.catch(() => undefined);
      const enough = (count: number) =>
        Promise.race([
          loops, // which fails if an answer is wrong
          until('there is load', () => Promise.resolve(statuses.length > count), 30_000),
        ]);
      await enough(20);
      await fault();
      await allReady();
      await enough(statuses.length + 30);
      going = false;
      await loops;
      return tally(statuses);
    }

    /** Nothing that was acknowledged is gone, and a repeat tells what became of the rest. */
    async function expectNothingLost() {
      for (const message of sent) expect(await deliver(message), message.text).to.be.oneOf([200, 201]);
      const rows = await cluster.query('SELECT id, text FROM messages', new URL(url).pathname.slice(1));
      const stored = new Map(rows.map(({ id, text }) => [text, Number(id)]));
      for (const { text, id } of sent) expect(stored.get(text), text).to.equal(id);
      expect(stored.size, 'each once').to.equal(sent.length);
      await expectExactCounts(url);
    }

    for (const how of ['fast', 'immediate', 'kill'] as const) {
      it(`answers 503 while it is restarted (${how}), and goes on by itself`, async () => {
        const seen = await underLoad(async () => {
          await cluster.stop(how);
          await until(
            'both say that they are not ready',
            async () => (await ready()).every(({ status }) => status === 503),
            30_000,
          );
          await cluster.start();
        });
        expect(seen).to.include.keys('503', '200', '201');
        await expectNothingLost();
      });
    }

    it('goes on when its connections are cut', async () => {
      await underLoad(async () => {
        for (let round = 0; round < 5; round += 1) {
          await cluster.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'duet'`,
          );
        }
      });
      await expectNothingLost();
    });

    it('answers 503 when the pool is exhausted by what does not end, and goes on when it does', async () => {
      const seen = await underLoad(async () => {
        await cluster.holding(
          new URL(url).pathname.slice(1),
          'LOCK TABLE users IN ACCESS EXCLUSIVE MODE',
          async () => {
            await until(
              'both say that they are not ready',
              async () => (await ready()).every(({ status }) => status === 503),
              30_000,
            );
            await somebodyRefused();
          },
        );
      });
      expect(seen).to.include.keys('503');
      await expectNothingLost();
    });

    it('answers 503 while the server is frozen, and goes on when it thaws', async function () {
      this.timeout(150_000);
      const seen = await underLoad(async () => {
        const thaw = cluster.freeze();
        try {
          for (const { status, body } of (await within(30, 'readiness is answered', ready())).map(
            (answer) => answer,
          )) {
            expect(status).to.equal(503);
            await body?.cancel();
          }
          await somebodyRefused();
        } finally {
          thaw();
        }
      });
      expect(seen).to.include.keys('503');
      await expectNothingLost();
    });

    it('has told a webhook of each message by then, in their order', async () => {
      const rows = await cluster.query('SELECT id FROM messages ORDER BY id', new URL(url).pathname.slice(1));
      const stored = rows.map(({ id }) => Number(id));
      const told = () => [
        ...new Set(receiver.taken.map(({ data }) => (data['message'] as { id: number }).id)),
      ];
      await until('the last one is told', () => Promise.resolve(told().at(-1) === stored.at(-1)), 60_000);
      expect(told()).to.deep.equal(stored);
    });
  });
}

export {};
