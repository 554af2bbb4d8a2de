import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { betterSqlite3 } from '../../src/infrastructure/persistence/sqlite/better-sqlite3.js';
import { expect } from 'chai';
import { times, until } from '../support/client.js';
import { expectRefusal, fileOf, processSuite, production, run, runMain, sql } from '../support/process.js';
import { storeUrl } from '../support/service.js';
import { smallDisk } from '../support/small-disk.js';
import { overwrite, Talk } from '../support/talk.js';

processSuite('the service, when its SQLite file fails', () => {
  let talk: Talk;

  before(async () => {
    talk = await Talk.begin(storeUrl('better-sqlite3'), { LOG_LEVEL: 'error' });
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
      other.exec('ROLLBACK');
      expect(await talk.send()).to.equal(201);
    } finally {
      other.close();
    }
    await talk.expectNothingLost();
  });

  it('answers 503 while the file is damaged, also to say whether it is ready, and goes on once it is whole', async () => {
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
    expect(await talk.send()).to.equal(201);
  });

  it('is not ready while a part is damaged that readiness does not read itself', async () => {
    await times(20, () => talk.send());
    const [, [{ rootpage = 0 } = {}] = [], [{ page_size: size = 0 } = {}] = []] = (await sql(
      talk.url,
      'PRAGMA wal_checkpoint(TRUNCATE)',
      `SELECT rootpage FROM sqlite_master WHERE name = 'messages'`,
      'PRAGMA page_size',
    )) as Record<string, number>[][];
    const whole = readFileSync(talk.file);
    const damaged = Buffer.from(whole).fill(0xff, (rootpage - 1) * size, rootpage * size);
    const meet = [() => talk.send(), async () => (await talk.list()).status];
    for (const request of meet) {
      overwrite(talk.file, damaged);
      expect(await request()).to.equal(503);
      expect(await talk.ready()).to.equal(503);
      overwrite(talk.file, whole);
      expect(await talk.ready(), 'as soon as it is whole').to.equal(200);
      expect(await talk.send()).to.equal(201);
      await sql(talk.url, 'PRAGMA wal_checkpoint(TRUNCATE)');
      readFileSync(talk.file).copy(whole);
    }
    await talk.expectNothingLost();
  });

  for (const part of ['', '-wal']) {
    it(`takes no writes once its file${part} is removed or replaced, says so, and goes on when it is back`, async () => {
      expect(await talk.send()).to.equal(201);
      const file = talk.file + part;
      const away = `${file}.away`;
      renameSync(file, away);
      expect(await talk.send()).to.equal(503);
      expect((await talk.list()).status).to.equal(200);
      expect(await talk.ready()).to.equal(503);
      copyFileSync(away, file);
      expect(await talk.send()).to.equal(503);
      expect(await talk.ready()).to.equal(503);
      await until('the log says so', async () => talk.log.includes(`${file} was removed or replaced`));
      renameSync(away, file);
      expect(await talk.ready()).to.equal(200);
      expect(await talk.send()).to.equal(201);
      await talk.expectNothingLost();
    });
  }

  describe('because the disk is full', () => {
    const disk = smallDisk();
    const url = () => `sqlite:${join(disk.folder, 'duet.sqlite')}`;

    it('does not start, and says so', async () => {
      disk.fill();
      expectRefusal(await runMain(production(url())), fileOf(url()));
      disk.empty();
    });

    it('answers 503 to writes and still reads, and writes when there is space again', async () => {
      const talk = await Talk.begin(url());
      for (let round = 0; round < 2; round += 1) {
        expect(await talk.send()).to.equal(201);
        disk.fill();
        let refused = 0;
        while (refused < 3) refused += (await talk.send()) === 503 ? 1 : 0; // what is left of a page may take some
        expect((await talk.list()).status).to.equal(200);
        expect(await talk.ready()).to.equal(503);
        disk.empty();
        await talk.becomesReady();
        expect(await talk.send()).to.equal(201);
      }
      await talk.expectNothingLost();
    });
  });
});

processSuite('a SQLite file that cannot be used', () => {
  // What files are refused is tested in tests/contract/unusable-files.test.ts.
  it('stops the start if its folder may not be read', async () => {
    const url = storeUrl('better-sqlite3');
    const folder = join(dirname(fileOf(url)), 'closed');
    mkdirSync(folder);
    chmodSync(folder, 0);
    // A superuser reads everything, unless he gives up that right.
    const plain =
      process.getuid?.() === 0 ? ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'] : [];
    expectRefusal(
      await run(
        [...plain, 'node', 'dist/programs/main.js'],
        production(`sqlite:${join(folder, 'duet.sqlite')}`),
      ),
      folder,
    );
  });
});
