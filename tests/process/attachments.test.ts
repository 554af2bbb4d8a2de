import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import type { Attachment, Body } from '../support/client.js';
import {
  expectRefusal,
  fileOf,
  launch,
  processSuite,
  production,
  RemoteApi,
  run,
  runMain,
} from '../support/process.js';
import { storeUrl } from '../support/service.js';

const tool = (name: string) => ['node', `dist/programs/${name}.js`];

processSuite('the files of attachments', () => {
  it('are beside a backup and a dump, and put back from both', async () => {
    const url = storeUrl('better-sqlite3');
    const folder = dirname(fileOf(url));
    const env = { ...production(url), ATTACHMENTS: `file:${join(folder, 'files')}` };
    const api = new RemoteApi(await launch(env));
    const { ann, bob } = await api.people('ann', 'bob');
    const { id: thread } = await api.open(ann, bob);
    const picture = await sharp({ create: { width: 9, height: 7, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const sent: number[] = [];
    for (const [name, bytes] of [
      ['picture.png', new Uint8Array(picture)],
      ['a.txt', 'Dear Bob'],
    ] as const) {
      sent.push((await api.upload(ann, name, bytes)).body.id);
    }
    await api.upload(ann, 'unsent.txt', 'x');
    expect((await ann.call('POST', `/threads/${thread}/messages`, { attachments: sent })).status).to.equal(
      201,
    );
    const [backup, dump] = [join(folder, 'backup.sqlite'), join(folder, 'dump.jsonl')];
    const backedUp = await run([...tool('db-backup'), backup], env);
    expect(backedUp.stdout).to.include(`3 files of attachments are in ${backup}.attachments`);
    const dumped = await run([...tool('db-dump'), dump], env);
    expect(dumped.stderr).to.include(`3 files of attachments are in ${dump}.attachments`);
    await api.process.stop();

    const check = async (database: string, attachments: string) => {
      const restored = new RemoteApi(await launch({ ...production(database), ATTACHMENTS: attachments }));
      const { call } = await restored.logIn('bob');
      const [message] = (await call('GET', `/threads/${thread}/messages`)).body.results as [Body];
      const files = message.attachments as readonly Attachment[];
      expect(files.map(({ name }) => name)).to.deep.equal(['picture.png', 'a.txt']);
      expect((await fetch(files[0]?.thumbnail_url ?? '')).status).to.equal(200);
      expect(await (await fetch(files[1]?.url ?? '')).text()).to.equal('Dear Bob');
      await restored.process.stop();
    };
    await check(`sqlite:${backup}`, `file:${backup}.attachments`);

    const loadedUrl = storeUrl('better-sqlite3');
    const loaded = { DATABASE_URL: loadedUrl, ATTACHMENTS: `file:${join(folder, 'loaded')}` };
    const [first] = readdirSync(`${dump}.attachments`).filter((name) => name !== 'incoming');
    const some = join(`${dump}.attachments`, first ?? '');
    const load = await run([...tool('db-load'), dump], loaded);
    expect(load.code, load.stderr).to.equal(0);
    await check(loadedUrl, loaded.ATTACHMENTS);

    rmSync(some, { recursive: true });
    const fresh = { DATABASE_URL: storeUrl('better-sqlite3'), ATTACHMENTS: `file:${join(folder, 'other')}` };
    const lacking = await run([...tool('db-load'), dump], fresh);
    expect(lacking.code).to.equal(1);
    expect(lacking.stderr).to.match(
      /^Nothing was loaded: [^\n]*line \d+: the file of attachment \d+ is neither in [^\n]*\n$/,
    );
  });

  it('that cannot be kept stop the start, with one line', async () => {
    const url = storeUrl('better-sqlite3');
    const env = production(url);
    expectRefusal(
      await runMain({ ...env, ATTACHMENTS: 'file:/dev/null/files' }),
      /ATTACHMENTS.*\/dev\/null\/files/,
    );
    expectRefusal(
      await runMain({
        ...env,
        ATTACHMENTS: 's3://bucket?endpoint=http://127.0.0.1:9&region=x',
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
      }),
      /ATTACHMENTS.*s3:\/\/bucket/,
    );
  });
});
