import { expect } from 'chai';
import { Api } from '../support/client.js';
import { proveDelivery, type LogRow } from '../support/delivery-proof.js';
import { EventStream } from '../support/event-stream.js';
import { muteNotifications, postgresSuite, postgresUrl, rowsOf } from '../support/postgres.js';
import { launch, processSuite, production, RemoteApi, sql, within } from '../support/process.js';
import { storeUrl } from '../support/service.js';

const query = `SELECT type, thread_id, low_id, high_id, message_id, reader_id, up_to FROM events ORDER BY id`;
/** So short that streams end by themselves, too. */
const shortTokens = { ACCESS_TOKEN_SECONDS: '2' };

/** On as many processes, one after the other of which is killed, this often. */
async function prove(
  url: string,
  log: () => Promise<LogRow[]>,
  load: { processes: number; crashes: number; calls: number },
): Promise<void> {
  const { processes, crashes, calls } = load;
  const env = { ...production(url), ...shortTokens };
  const apis: RemoteApi[] = [];
  for (let index = 0; index < processes; index += 1) apis.push(new RemoteApi(await launch(env)));
  const crash = async (api: RemoteApi) => {
    api.process.signal('SIGKILL');
    await api.process.ended;
    api.process = await launch(env);
  };
  const disturbances = Array.from({ length: crashes }, (_, index) => () => crash(apis[index % processes]!));
  await proveDelivery({ apis, calls, disturbances, log }, processes);
  await Promise.all(apis.map(({ process }) => process.stop()));
}

processSuite('events through cuts and crashes', () => {
  for (const processes of [1, 2]) {
    it(`come once, in order, from ${processes} on one SQLite file`, async () => {
      const url = storeUrl('better-sqlite3');
      const log = async () => (await sql(url, query))[0] as unknown as LogRow[];
      await prove(url, log, { processes, crashes: 2, calls: 300 });
    });
  }

  it('end when the service is stopped, and go on with the next one', async () => {
    const env = production(storeUrl('better-sqlite3'));
    const api = new RemoteApi(await launch(env));
    const { ann, bob } = await api.people('ann', 'bob');
    const { id } = await api.open(ann, bob);
    const stream = await EventStream.open(api.base, ann.access);
    await api.send(bob, id, 'before');
    await stream.expect('message.created');
    api.process.signal('SIGTERM');
    await within(30, 'the stream has ended', stream.closed);
    expect(await within(30, 'the service has, too', api.process.ended)).to.include({ code: 0, stderr: '' });
    api.process = await launch(env);
    await api.send(bob, id, 'after');
    const next = await EventStream.open(api.base, ann.access, stream.lastId);
    const [data] = await next.expect('message.created');
    expect(data?.text).to.equal('after');
    await next.cut();
    await api.process.stop();
  });

  postgresSuite('on PostgreSQL', () => {
    it('come once, in order, from two', async () => {
      const url = await postgresUrl();
      await prove(url, () => rowsOf<LogRow>(url, query), { processes: 2, crashes: 2, calls: 300 });
    });

    it('come once, in order, from two whose notifications are lost', async () => {
      const url = await postgresUrl();
      await muteNotifications(url);
      await prove(url, () => rowsOf<LogRow>(url, query), { processes: 2, crashes: 0, calls: 200 });
    });
  });
});

describe('events through cuts', () => {
  it('come once, in order, from memory', async () => {
    const api = new Api();
    await api.start({ DATABASE_URL: storeUrl('memory'), ...shortTokens });
    try {
      await proveDelivery({ apis: [api], calls: 500, disturbances: [] }, 3);
    } finally {
      await api.stop();
    }
  });
});
