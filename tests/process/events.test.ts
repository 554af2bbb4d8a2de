import { launch, processSuite, production, RemoteApi, sql } from '../support/process.js';
import { proveDelivery, type LogRow } from '../support/delivery-proof.js';
import { storeUrl } from '../support/service.js';

const query = `SELECT type, thread_id, low_id, high_id, message_id, reader_id, up_to FROM events ORDER BY id`;
/** So short that streams end by themselves, too. */
const shortTokens = { ACCESS_TOKEN_SECONDS: '2' };

processSuite('events through cuts and crashes', () => {
  for (const processes of [1, 2]) {
    it(`come once, in order, from ${processes} on one SQLite file`, async () => {
      const url = storeUrl('better-sqlite3');
      const env = { ...production(url), ...shortTokens };
      const apis: RemoteApi[] = [];
      for (let index = 0; index < processes; index += 1) apis.push(new RemoteApi(await launch(env)));
      const crash = async (api: RemoteApi) => {
        api.process.signal('SIGKILL');
        await api.process.ended;
        api.process = await launch(env);
      };
      const log = async () => (await sql(url, query))[0] as unknown as LogRow[];
      const disturbances = [0, 1, 2].map((index) => () => crash(apis[index % processes]!));
      await proveDelivery({ apis, calls: 900, disturbances, log }, processes);
      await Promise.all(apis.map(({ process }) => process.stop()));
    });
  }
});
