import { mkdirSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import S3rver from '@20minutes/s3rver';
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
    const gone = (await api.upload(ann, 'gone.txt', 'As evidence')).body.id;
    const { body: regretted } = await ann.call('POST', `/threads/${thread}/messages`, {
      attachments: [gone],
    });
    expect((await ann.call('DELETE', `/messages/${regretted.id}`)).status).to.equal(204);
    const [backup, dump] = [join(folder, 'backup.sqlite'), join(folder, 'dump.jsonl')];
    const backedUp = await run([...tool('db-backup'), backup], env);
    expect(backedUp.stdout).to.include(`4 files of attachments are in ${backup}.attachments`);
    const dumped = await run([...tool('db-dump'), dump], env);
    expect(dumped.stderr).to.include(`4 files of attachments are in ${dump}.attachments`);
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
    const kept = readdirSync(join(folder, 'loaded'), { recursive: true, withFileTypes: true });
    expect(kept.filter((one) => one.isFile())).to.have.lengthOf(4);
    await check(loadedUrl, loaded.ATTACHMENTS);

    rmSync(some, { recursive: true });
    const fresh = { DATABASE_URL: storeUrl('better-sqlite3'), ATTACHMENTS: `file:${join(folder, 'other')}` };
    const lacking = await run([...tool('db-load'), dump], fresh);
    expect(lacking.code).to.equal(1);
    expect(lacking.stderr).to.match(
      /^Nothing was loaded: [^\n]*line \d+: the file of attachment \d+ is neither in [^\n]*\n$/,
    );
  });

  it('are copied to S3 while the service runs, again after it was switched, and back', async () => {
    const url = storeUrl('better-sqlite3');
    const folder = dirname(fileOf(url));
    mkdirSync(join(folder, 's3'));
    const options = { address: '127.0.0.1', port: 0, silent: true, directory: join(folder, 's3') };
    const server = new S3rver({ ...options, configureBuckets: [{ name: 'duet', configs: [] }] });
    const { port } = await server.run();
    try {
      const here = `file:${join(folder, 'here')}`;
      const there = `s3://duet/some/place?region=us-east-1&endpoint=http://127.0.0.1:${port}`;
      const env = {
        ...production(url),
        AWS_ACCESS_KEY_ID: 'S3RVER',
        AWS_SECRET_ACCESS_KEY: 'S3RVER',
      };
      const copy = (from: string, to: string) => run([...tool('attachments-copy'), from, to], env);
      const first = new RemoteApi(await launch({ ...env, ATTACHMENTS: here }));
      const { ann, bob } = await first.people('ann', 'bob');
      const { id: thread } = await first.open(ann, bob);
      const png = await sharp({ create: { width: 9, height: 7, channels: 3, background: 'red' } })
        .png()
        .toBuffer();
      const picture = (await first.upload(ann, 'picture.png', new Uint8Array(png))).body.id;
      const send = { text: 'Look', attachments: [picture] };
      expect((await ann.call('POST', `/threads/${thread}/messages`, send)).status).to.equal(201);
      const large = Buffer.alloc(3_000_000, 7);
      const unsent = (await first.upload(ann, 'large.bin', new Uint8Array(large))).body.id;
      const whole = await copy(here, there);
      expect(whole.stderr).to.equal('');
      expect([whole.code, whole.stdout]).to.deep.equal([
        0,
        `Copied 3 files from ${join(folder, 'here')} to s3://duet/some/place/; ` +
          '0 were there already, 0 attachments lack a file.\n',
      ]);
      const late = (await first.upload(ann, 'late.txt', 'Dear Bob')).body.id;
      await first.process.stop();

      const second = new RemoteApi(await launch({ ...env, ATTACHMENTS: there }));
      const again = await second.logIn('ann');
      const bytesOf = async (id: number, which: 'url' | 'thumbnail_url' = 'url') => {
        const { body } = await again.call('GET', `/attachments/${id}`);
        const answer = await fetch((body as unknown as Attachment)[which] ?? '');
        return Buffer.from(await answer.arrayBuffer());
      };
      const rest = await copy(here, there);
      expect(rest.stdout).to.match(/^Copied 1 files .* 3 were there already, 0 /);
      expect((await bytesOf(unsent)).equals(large)).to.equal(true);
      expect((await sharp(await bytesOf(picture, 'thumbnail_url')).metadata()).width).to.equal(9);
      expect((await bytesOf(late)).toString()).to.equal('Dear Bob');
      await second.process.stop();

      // What is only half there is copied anew; what is nowhere is told.
      const back = join(folder, 'back');
      expect((await copy(there, `file:${back}`)).stdout).to.match(/^Copied 4 files /);
      const files = readdirSync(back, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
      const sizes = files.map((file) => join(file.parentPath, file.name));
      truncateSync(sizes[0]!, 1);
      const half = await copy(there, `file:${back}`);
      expect(half.code, half.stderr).to.equal(0);
      expect(half.stdout).to.match(/^Copied 1 files .* 3 were there already, 0 /);
      for (const part of readdirSync(join(folder, 'here'))) {
        if (part !== 'incoming') rmSync(join(folder, 'here', part), { recursive: true });
      }
      const lacking = await copy(here, `file:${join(folder, 'empty')}`);
      expect(lacking.code).to.equal(1);
      expect(lacking.stdout).to.match(/^Copied 0 files .* 3 attachments lack a file/);
      expect(lacking.stderr).to.match(/^Not all is copied: 3 attachments [^\n]*Their ids: 1, 2, 3\.\n$/);
      for (const wrong of [[here, here], [here, 'off'], [here]]) {
        expect((await run([...tool('attachments-copy'), ...wrong], env)).code).to.equal(2);
      }
    } finally {
      await server.close();
    }
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
