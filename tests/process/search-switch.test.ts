import { expect } from 'chai';
import { until } from '../support/client.js';
import { postgresSuite, postgresUrl } from '../support/postgres.js';
import { launch, processSuite, production, RemoteApi } from '../support/process.js';
import { storeUrl } from '../support/service.js';

function describeSwitch(database: () => Promise<string>): void {
  it('switches off and on over one database, between processes that overlap', async () => {
    const on = production(await database());
    const off = { ...on, MESSAGE_SEARCH: 'off' };
    const first = new RemoteApi(await launch(on));
    const { ann, bob } = await first.people('ann', 'bob');
    const thread = (await first.open(ann, bob)).id;
    const send = async (api: RemoteApi, text: string) => {
      const path = `/threads/${thread}/messages`;
      expect((await api.as(ann.access)('POST', path, { text })).status).to.equal(201);
    };
    const search = async (api: RemoteApi) => {
      const { status, body } = await api.as(ann.access)('GET', '/messages?search=parcel');
      return status === 200 ? body.count : body.code;
    };
    await send(first, 'The first parcel');
    await until('it is found', async () => (await search(first)) === 1);

    const second = new RemoteApi(await launch(off));
    expect(await search(second)).to.equal('search_off');
    await send(first, 'The second parcel');
    expect(await search(first), 'in the process that is to end').to.equal(0);
    await first.process.stop();
    await send(second, 'The third parcel');

    const third = new RemoteApi(await launch(on));
    await send(second, 'The fourth parcel');
    await until('all is found', async () => (await search(third)) === 4);
    expect(await search(second)).to.equal('search_off');
    await second.process.stop();
    await third.process.stop();
  });
}

processSuite('MESSAGE_SEARCH on SQLite', () => describeSwitch(async () => storeUrl('better-sqlite3')));

postgresSuite('npm start with MESSAGE_SEARCH', () => {
  processSuite('on PostgreSQL', () => describeSwitch(postgresUrl));
});
