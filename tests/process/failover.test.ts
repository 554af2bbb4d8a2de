import { expect } from 'chai';
import pg from 'pg';
import { until, type Body } from '../support/client.js';
import { proveDelivery, type LogRow } from '../support/delivery-proof.js';
import { EventStream } from '../support/event-stream.js';
import { expectExactCounts, postgresSuite, rowsOf } from '../support/postgres.js';
import { Cluster, debianPostgres } from '../support/postgres-cluster.js';
import { launch, processSuite, production, RemoteApi, run, start, type Process } from '../support/process.js';
import { Receiver } from '../support/receiver.js';

const bin = debianPostgres();
const query = `SELECT type, thread_id, low_id, high_id, message_id, reader_id, up_to FROM events ORDER BY id`;

/** Names both servers, as libpq does; the first one first. */
function urlOf(database: string, ...servers: readonly Cluster[]): string {
  const hosts = servers.map(({ port }) => `127.0.0.1:${port}`).join();
  return `postgres://postgres:postgres@${hosts}/${database}?target_session_attrs=read-write`;
}

/** Whether the process answers that it is ready. */
const isReady = async ({ url }: Process) => (await fetch(`${url}/readyz`)).status === 200;

postgresSuite('when the primary goes', () => {
  processSuite('the service goes on with the standby', () => {
    let primary: Cluster;
    let standby: Cluster;
    let database: string;
    let processes: Process[] = [];

    beforeEach(async function () {
      if (bin === undefined) this.skip();
      primary = await Cluster.startFrom(bin);
      database = await primary.database();
      standby = await primary.standby();
    });

    afterEach(async () => {
      await Promise.all(processes.map((process) => process.stop()));
      processes = [];
      await standby.remove();
      await primary.remove();
    });

    const serve = async (more: Record<string, string> = {}) => {
      const env = { ...production(urlOf(database, primary, standby)), ...more };
      const process = await launch(env);
      processes.push(process);
      return new RemoteApi(process);
    };

    it('and loses nothing if that is a synchronous one, though it happens under load', async () => {
      await primary.waitForStandby();
      const apis = [await serve(), await serve()];
      let serving = primary;
      const failover = async () => {
        await primary.stop('kill');
        serving = standby;
        await standby.promote();
        await Promise.all(apis.map(({ process }) => until('it is ready', () => isReady(process), 20_000)));
      };
      const log = () => rowsOf<LogRow>(serving.urlOf(database), query);
      await proveDelivery({ apis, calls: 400, disturbances: [failover], log }, 5);
      await expectExactCounts(standby.urlOf(database));

      // The former primary comes back by itself, as supervisors have it, and is left alone.
      await primary.start();
      await standby.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'duet'`,
      );
      const [api] = apis as [RemoteApi];
      await until('it is ready', () => isReady(api.process), 20_000);
      const carl = await api.register('carl');
      const dora = await api.register('dora');
      const { id } = await api.send(carl, (await api.open(carl, dora)).id, 'to the newer one');
      const found = await rowsOf(standby.urlOf(database), `SELECT 1 FROM messages WHERE id = ${id}`);
      expect(found).to.have.length(1);
    });

    it('and tells streams that they have to begin again if that one was behind, and nothing twice', async () => {
      const receiver = await new Receiver().start();
      const api = await serve({ WEBHOOK_PRIVATE: 'on' });
      const { ann, bob } = await api.people('ann', 'bob');
      const thread = (await api.open(ann, bob)).id;
      const key = await run(['node', 'dist/programs/key.js', 'create', 'shop'], {
        ...production(urlOf(database, primary, standby)),
      });
      const shop = key.stdout.trim();
      const hook = await api.as(shop)('POST', '/webhooks', {
        url: receiver.url,
        events: ['message.created'],
      });
      receiver.secret = (JSON.parse(hook.raw) as { secret: string }).secret;
      const send = async (text: string, count: number) => {
        for (let index = 0; index < count; index += 1) await api.send(ann, thread, `${text} ${index}`);
      };
      const told = (text: string) => () =>
        Promise.resolve(receiver.taken.some((one) => (one.data['message'] as Body).text === text));
      const streams = [
        await EventStream.open(api.base, bob.access),
        await EventStream.open(api.base, shop),
      ] as const;
      const textsOf = ({ events }: EventStream) =>
        events.filter(({ event }) => event === 'message.created').map(({ data }) => data.text);
      const has = (stream: EventStream, text: string) => () =>
        Promise.resolve(textsOf(stream).includes(text));
      await send('kept', 3);
      for (const stream of streams) await until('it is told', has(stream, 'kept 2'));
      await until('the webhook is told', told('kept 2'));
      // Draws the number of its event before what is kept, too, and commits when the standby hears nothing more. Whoever reads
      // both in one go, and is cut off, has a place that names an event and a transaction that the standby knows.
      const before = streams[0].lastId;
      const late = new pg.Client({ connectionString: primary.urlOf(database) });
      await late.connect();
      await late.query(
        `BEGIN; INSERT INTO events (type, thread_id, low_id, high_id, message_id, created)
           SELECT 'message.deleted', id, low_id, high_id, 1000000, 0 FROM threads WHERE id = ${thread}`,
      );
      await send('kept', 4);
      await until('the standby has it', async () => {
        const rows = await rowsOf(standby.urlOf(database), `SELECT 1 FROM messages WHERE text = 'kept 3'`);
        return rows.length === 1;
      });
      await standby.stopFollowing();
      await late.query('COMMIT');
      await late.end();
      const early = await EventStream.open(api.base, bob.access, before);
      await until('it is told', has(early, 'kept 3'));
      expect(early.events[0]).to.include({ event: 'message.deleted' });
      const cutOff = early.events.find(({ data }) => data.text === 'kept 3')?.id;
      await early.cut();
      // More than PostgreSQL draws ahead, so that their numbers are given again.
      await send('lost', 70);
      for (const stream of streams) await until('it is told', has(stream, 'lost 69'));
      await until('the webhook is told', told('lost 69'));

      await primary.stop('kill');
      await standby.promote();
      await until('it is ready', () => isReady(api.process), 20_000);
      await send('new', 80);
      for (const stream of streams) await until('it ends', () => Promise.resolve(stream.ended), 20_000);
      await until('the webhook is told', told('new 79'), 20_000);

      for (const old of streams)
        expect(textsOf(old).filter((text) => text.startsWith('new'))).to.deep.equal([]);
      const places = [
        [bob.access, streams[0].lastId],
        [shop, streams[1].lastId],
        [bob.access, cutOff],
      ] as const;
      for (const [index, [access, place]] of places.entries()) {
        const next = await EventStream.open(api.base, access, place);
        await until('it is told to begin again', () => Promise.resolve(next.events.length > 0));
        expect(next.events.map(({ event }) => event)).to.deep.equal(['reset']);
        await api.send(ann, thread, `after ${index}`);
        await until('it is told', has(next, `after ${index}`));
        expect(textsOf(next)).to.deep.equal([`after ${index}`]);
        await next.cut();
      }
      const news = receiver.taken.filter((one) => (one.data['message'] as Body).text.startsWith('new'));
      expect(news.map(({ data }) => (data['message'] as Body).text)).to.deep.equal(
        Array.from({ length: 80 }, (_, index) => `new ${index}`),
      );
      expect(new Set(receiver.taken.map(({ key: one }) => one)).size, 'each once').to.equal(
        receiver.taken.length,
      );
      await receiver.stop();
    });

    it('and waits for its promotion if there is no other when it starts', async () => {
      await primary.stop('kill');
      const process = start(['node', 'dist/programs/main.js'], {
        ...production(urlOf(database, primary, standby)),
        LOG_LEVEL: 'warn',
      });
      processes.push(process);
      await until('it says why', () => Promise.resolve(process.stdout.includes('\n')), 20_000);
      const [line, ...others] = process.stdout.trim().split('\n');
      expect(others).to.deep.equal([]);
      const { msg } = JSON.parse(line ?? '') as { msg: string };
      expect(msg)
        .to.match(/^Duet waits: the database .* it takes no writes: it is a standby/)
        .and.not.match(/:postgres@/);
      await standby.promote();
      await process.listening();
      await until('it is ready', () => isReady(process), 20_000);
    });
  });
});
