import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { fileOf, launch, processSuite, production, RemoteApi, run, sql } from '../support/process.js';
import { expectExactCounts } from '../support/postgres.js';
import { Cluster, debianPostgres } from '../support/postgres-cluster.js';
import { storeUrl } from '../support/service.js';

const tool = ['node', 'dist/programs/db-backup.js'];

/** Sends one after the other until told to stop. */
async function underLoad(api: RemoteApi) {
  const { ann, bob } = await api.people('ann', 'bob');
  const { id: thread } = await api.open(ann, bob);
  const acknowledged: string[] = [];
  let stopped = false;
  const writers = [ann, bob].map(async (sender, index) => {
    for (let number = 0; !stopped; number += 1) {
      acknowledged.push((await api.send(sender, thread, `${index}: ${number}`)).text);
    }
  });
  return {
    ann,
    thread,
    acknowledged,
    stop: async () => {
      stopped = true;
      await Promise.all(writers);
    },
  };
}

/** The restored service has what was acknowledged before the backup began, and works. */
async function check(url: string, { thread, before }: { thread: number; before: string[] }): Promise<void> {
  const api = new RemoteApi(await launch(production(url)));
  const ann = await api.logIn('ann');
  const texts = (await api.all(ann.call, `/threads/${thread}/messages?limit=100`)).map(({ text }) => text);
  expect(texts).to.include.members(before);
  expect((await api.send(ann, thread, 'and on')).text).to.equal('and on');
  await api.process.stop();
}

processSuite('npm run db:backup', () => {
  it('keeps what was acknowledged before it began, while others write, and restores into a working service', async () => {
    const env = production(storeUrl('better-sqlite3'));
    const api = new RemoteApi(await launch(env));
    const load = await underLoad(api);
    while (load.acknowledged.length < 30) await new Promise(setImmediate);
    const file = join(dirname(fileOf(env['DATABASE_URL']!)), 'backup.sqlite');
    const before = [...load.acknowledged];
    const { code, stdout, stderr } = await run([...tool, file], env);
    const since = load.acknowledged.length - before.length;
    await load.stop();
    await api.process.stop();
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^Backed up [^\n]+ MB\.\n$/);
    expect(since, 'went on meanwhile').to.be.above(0);
    expect(statSync(file).mode & 0o777, 'for the owner alone').to.equal(0o600);
    expect(readdirSync(dirname(file)).filter((name) => name.includes('.partial'))).to.deep.equal([]);
    expect(await sql(`sqlite:${file}`, 'PRAGMA integrity_check')).to.deep.equal([
      [{ integrity_check: 'ok' }],
    ]);
    await check(`sqlite:${file}`, { thread: load.thread, before });
  });

  it('overwrites nothing, and says what is wrong', async () => {
    const url = storeUrl('better-sqlite3');
    const folder = dirname(fileOf(url));
    const missing = await run([...tool, join(folder, 'b')], { DATABASE_URL: url });
    expect([missing.code, missing.stderr]).to.deep.equal([
      1,
      `Nothing was backed up: there is no database ${fileOf(url)}: see DATABASE_URL.\n`,
    ]);
    await sql(url, 'CREATE TABLE t (id)');
    writeFileSync(join(folder, 'there'), 'precious');
    const there = await run([...tool, join(folder, 'there')], { DATABASE_URL: url });
    expect(there.code).to.equal(1);
    expect(there.stderr).to.match(/^Nothing was backed up: [^\n]*there is there already[^\n]*\n$/);
    const nowhere = await run([...tool, '/nowhere/b'], { DATABASE_URL: url });
    expect(nowhere.code).to.equal(1);
    expect(nowhere.stderr).to.match(/Nothing was backed up: [^\n]*nowhere[^\n]*\n$/);
    expect((await run(tool, { DATABASE_URL: url })).code).to.equal(2);
  });
});

processSuite('pg_dump and pg_restore', () => {
  const bin = debianPostgres();
  // CI has them, see .ci/run.
  (bin === undefined && process.env['CI'] === undefined ? it.skip : it)(
    'keep what was acknowledged before, while others write, and restore into a working service',
    async () => {
      const cluster = await Cluster.startFrom(bin ?? expect.fail('There is no pg_dump.'));
      const url = cluster.urlOf(await cluster.database());
      const restored = cluster.urlOf('duet_restored');
      const api = new RemoteApi(await launch(production(url)));
      const load = await underLoad(api);
      while (load.acknowledged.length < 30) await new Promise(setImmediate);
      const before = [...load.acknowledged];
      const dump = join(dirname(fileOf(storeUrl('better-sqlite3'))), 'duet.dump');
      const tool = async (name: string, ...args: string[]) => {
        const { code, stderr } = await run([join(bin ?? '', name), ...args]);
        expect(code, stderr).to.equal(0);
      };
      await tool('pg_dump', '--format=custom', `--file=${dump}`, url);
      const since = load.acknowledged.length - before.length;
      await load.stop();
      await api.process.stop();
      expect(since, 'went on meanwhile').to.be.above(0);
      await tool(
        'createdb',
        '--encoding=UTF8',
        '--template=template0',
        `--maintenance-db=${cluster.urlOf('postgres')}`,
        'duet_restored',
      );
      await tool('pg_restore', '--exit-on-error', '--no-owner', `--dbname=${restored}`, dump);
      await check(restored, { thread: load.thread, before });
      await expectExactCounts(restored);
    },
  );
});
