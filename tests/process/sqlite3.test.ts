import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { betterSqlite3 } from '../../src/infrastructure/persistence/sqlite/better-sqlite3.js';
import { expect } from 'chai';
import { password, times, until } from '../support/client.js';
import { fileOf, launch, processSuite, production, RemoteApi, run, sql } from '../support/process.js';
import { storeUrl } from '../support/service.js';
import { smallDisk } from '../support/small-disk.js';
import { overwrite, Talk } from '../support/talk.js';

// The other driver in processes of its own. What it promises is tested in tests/contract, what does not depend on the
// driver with better-sqlite3 alone.
processSuite('the service on the driver sqlite3', () => {
  it('serves a conversation through two processes of two workers, beside tools, and keeps it when it is killed', async () => {
    const env = production(storeUrl('sqlite3'));
    const talkative = { ...env, WORKERS: '2', LOG_LEVEL: 'trace' };
    const [here, there] = [new RemoteApi(await launch(talkative)), new RemoteApi(await launch(talkative))];
    const { ann, bob } = await here.people('ann', 'bob');
    const { id } = await here.open(ann, bob);
    const sent = await times(40, (index) => here.send(index % 2 === 0 ? ann : bob, id, `№ ${index}`));
    const bobThere = there.as(bob.access);
    const kept = await there.all(bobThere, `/threads/${id}/messages?limit=100`);
    expect(kept.map(({ text }) => text)).to.have.members(sent.map(({ text }) => text));
    expect((await bobThere('GET', '/users/me/unread-count')).body).to.deep.equal({ count: 20 });
    expect((await bobThere('POST', `/threads/${id}/read`)).status).to.equal(200);
    expect((await ann.call('POST', `/threads/${id}/read`)).status).to.equal(200);

    const tool = await run(['node', 'dist/programs/user.js', 'deactivate', 'ann'], env);
    expect(tool.code, tool.stderr).to.equal(0);
    await until('each worker has felt it', async () => {
      const looks = await times(8, () => ann.call('GET', '/users/me', undefined, { connection: 'close' }));
      return looks.every(({ status }) => status === 401);
    });
    expect(here.process.stdout, 'no text in the log').not.to.match(/№/);

    const killed = new Set<string>();
    const sending = times(8, async (index) => {
      for (let number = 0; ; number += 1) {
        const text = `${index}: ${number}`;
        await there.send(bob, id, text);
        killed.add(text);
      }
    }).catch(() => undefined); // it is cut off
    await until('some are acknowledged', async () => killed.size > 20);
    for (const { process: service } of [here, there]) process.kill(-service.pid, 'SIGKILL');
    await Promise.all([sending, here.process.ended, there.process.ended]);
    const again = new RemoteApi(await launch(env));
    const after = await again.all(again.as(bob.access), `/threads/${id}/messages?limit=100`);
    expect(after.map(({ text }) => text)).to.include.members([...sent.map(({ text }) => text), ...killed]);
    expect(await sql(env['DATABASE_URL']!, 'PRAGMA integrity_check')).to.deep.equal([
      [{ integrity_check: 'ok' }],
    ]);
    expect((await again.signIn('bob', password)).status).to.equal(200);
    await again.process.stop();
  });

  it('loads and dumps what the other driver does', async () => {
    const env = { DATABASE_URL: storeUrl('sqlite3') };
    const loaded = await run(['node', 'dist/programs/db-load.js'], env);
    expect(loaded.code, loaded.stderr).to.equal(0);
    const dump = ['node', 'dist/programs/db-dump.js'];
    const dumped = await run(dump, env);
    expect(dumped.code, dumped.stderr).to.equal(0);
    const other = await run(dump, { DATABASE_URL: `sqlite:${fileOf(env.DATABASE_URL)}` });
    expect(dumped.stdout).to.equal(other.stdout).and.include('"test1"');
  });

  describe('when its file fails', () => {
    const disk = smallDisk();
    let talk: Talk;

    before(async () => {
      talk = await Talk.begin(`sqlite3:${join(disk.folder, 'duet.sqlite')}`);
    });

    it('waits a while for a lock, then answers 503 to writes and still reads, and writes when it is gone', async () => {
      expect(await talk.send()).to.equal(201);
      const other = new (betterSqlite3())(talk.file);
      try {
        other.exec('BEGIN IMMEDIATE');
        const sends = times(4, () => talk.send());
        expect((await talk.list()).status).to.equal(200);
        expect(await talk.ready()).to.equal(200);
        expect(await sends).to.deep.equal([503, 503, 503, 503]);
      } finally {
        other.close();
      }
      expect(await talk.send()).to.equal(201);
      await talk.expectNothingLost();
    });

    it('answers 503 while the file is damaged, and goes on once it is whole', async () => {
      await times(20, () => talk.send());
      await sql(talk.url, 'PRAGMA wal_checkpoint(TRUNCATE)'); // so that all of it is in the file
      const whole = readFileSync(talk.file);
      overwrite(talk.file, Buffer.alloc(whole.length, 0xff));
      expect(await talk.send()).to.equal(503);
      expect((await talk.list()).status).to.equal(503);
      expect(await talk.ready()).to.equal(503);
      overwrite(talk.file, whole);
      await talk.becomesReady();
      expect((await talk.list()).status).to.equal(200);
      await talk.expectNothingLost();
    });

    it('answers 503 to writes on a full disk and still reads, and writes when there is space again', async () => {
      disk.fill();
      let refused = 0;
      while (refused < 3) refused += (await talk.send()) === 503 ? 1 : 0; // what is left of a page may take some
      expect((await talk.list()).status).to.equal(200);
      expect(await talk.ready()).to.equal(503);
      disk.empty();
      await talk.becomesReady();
      expect(await talk.send()).to.equal(201);
      await talk.expectNothingLost();
    });
  });
});
