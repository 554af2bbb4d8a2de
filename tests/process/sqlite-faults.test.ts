import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { times, until, type User } from '../support/client.js';
import {
  expectRefusal,
  fileOf,
  launch,
  processSuite,
  production,
  RemoteApi,
  run,
  runMain,
  sql,
} from '../support/process.js';
import { storeUrl } from '../support/service.js';

/** What one request may take, in seconds: it waits for a lock for 5, behind another that does, and some for the machine. */
const longest = 30;

const schemes = { 'better-sqlite3': 'sqlite', sqlite3: 'sqlite3' };

for (const driver of ['better-sqlite3', 'sqlite3'] as const) {
  processSuite(`the service, when its SQLite file fails, on ${driver}`, () => {
    it('waits a while for a lock, then answers 503 to writes and still reads, and writes when it is gone', async () => {
      const talk = await Talk.begin(storeUrl(driver));
      expect(await talk.send()).to.equal(201);
      const other = new Database(talk.file);
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
      const talk = await Talk.begin(storeUrl(driver));
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
      const talk = await Talk.begin(storeUrl(driver));
      await times(20, () => talk.send());
      const [, [{ rootpage = 0 } = {}] = [], [{ page_size: size = 0 } = {}] = []] = (await sql(
        talk.url,
        'PRAGMA wal_checkpoint(TRUNCATE)',
        `SELECT rootpage FROM sqlite_master WHERE name = 'messages'`,
        'PRAGMA page_size',
      )) as Record<string, number>[][];
      const whole = readFileSync(talk.file);
      const damaged = Buffer.from(whole).fill(0xff, (rootpage - 1) * size, rootpage * size);
      overwrite(talk.file, damaged);
      expect(await talk.send()).to.equal(503);
      expect(await talk.ready()).to.equal(503);
      overwrite(talk.file, whole);
      await talk.becomesReady();
      expect(await talk.send()).to.equal(201);
      await talk.expectNothingLost();
    });

    for (const part of ['', '-wal']) {
      it(`takes no writes once its file${part} is removed or replaced, says so, and goes on when it is back`, async () => {
        const talk = await Talk.begin(storeUrl(driver), { LOG_LEVEL: 'error' });
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
      let folder: string;
      let filler: string;
      let url: string;
      let mounted = false;

      before(function () {
        folder = mkdtempSync(join(tmpdir(), 'duet-disk-'));
        filler = join(folder, 'filler');
        url = `${schemes[driver]}:${join(folder, 'duet.sqlite')}`;
        try {
          execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'pipe' });
          mounted = true;
        } catch (error) {
          rmSync(folder, { recursive: true });
          if (process.env['CI']) throw error;
          process.stderr.write(`A full disk is not tried: ${(error as Error).message.trim()}\n`);
          this.skip();
        }
      });
      after(() => {
        if (!mounted) return;
        execFileSync('umount', ['--lazy', folder]); // the service may still have it open
        rmSync(folder, { recursive: true });
      });

      it('does not start, and says so', async () => {
        fill(filler);
        expectRefusal(await runMain(production(url)), fileOf(url));
        rmSync(filler);
      });

      it('answers 503 to writes and still reads, and writes when there is space again', async () => {
        const talk = await Talk.begin(url);
        for (let round = 0; round < 2; round += 1) {
          expect(await talk.send()).to.equal(201);
          fill(filler);
          let refused = 0;
          while (refused < 3) refused += (await talk.send()) === 503 ? 1 : 0; // what is left of a page may take some
          expect((await talk.list()).status).to.equal(200);
          expect(await talk.ready()).to.equal(503);
          rmSync(filler);
          await talk.becomesReady();
          expect(await talk.send()).to.equal(201);
        }
        await talk.expectNothingLost();
      });
    });
  });

  processSuite(`a SQLite file that cannot be used, on ${driver}`, () => {
    it('stops the start if it is cut short', async () => {
      const url = storeUrl(driver);
      await (await launch(production(url))).stop();
      // All into the file: what the log still holds, SQLite would put back.
      const whole = new Database(fileOf(url));
      whole.pragma('wal_checkpoint(TRUNCATE)');
      whole.close();
      truncateSync(fileOf(url), readFileSync(fileOf(url)).length / 2);
      expectRefusal(await runMain(production(url)), fileOf(url));
    });

    it('stops the start if it is locked for longer than one waits', async () => {
      const url = storeUrl(driver);
      await (await launch(production(url))).stop();
      const other = new Database(fileOf(url));
      other.exec('BEGIN IMMEDIATE');
      expectRefusal(await runMain(production(url)), `${fileOf(url)}.*locked`);
      other.close();
      await (await launch(production(url))).stop();
    });

    it('stops the start if its folder may not be read', async () => {
      const url = storeUrl(driver);
      const folder = join(dirname(fileOf(url)), 'closed');
      mkdirSync(folder);
      chmodSync(folder, 0);
      // A superuser reads everything, unless he gives up that right.
      const plain =
        process.getuid?.() === 0 ? ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'] : [];
      expectRefusal(
        await run(
          [...plain, 'node', 'dist/src/composition/programs/main.js'],
          production(`${schemes[driver]}:${join(folder, 'duet.sqlite')}`),
        ),
        folder,
      );
    });
  });
}

interface Sent {
  readonly text: string;
  readonly key: string;
  id?: number;
}

/** Ann writes to Bob, and remembers what was acknowledged. */
class Talk {
  readonly file: string;
  readonly #sent: Sent[] = [];

  private constructor(
    readonly url: string,
    private readonly api: RemoteApi,
    private readonly ann: User,
    private readonly thread: number,
  ) {
    this.file = fileOf(url);
  }

  static async begin(url: string, env: Record<string, string> = {}): Promise<Talk> {
    const api = new RemoteApi(await launch({ ...production(url), ...env }));
    const { ann, bob } = await api.people('ann', 'bob');
    return new Talk(url, api, ann, (await api.open(ann, bob)).id);
  }

  async send(message: Sent = this.#next()): Promise<number> {
    const { text, key } = message;
    const path = `/threads/${this.thread}/messages`;
    const { status, id } = await this.api.attempt(longest, this.ann, 'POST', path, { text }, key);
    if (status < 300) {
      if (message.id !== undefined) expect(id).to.equal(message.id);
      message.id = id;
    }
    return status;
  }

  #next(): Sent {
    const message = { text: randomUUID().repeat(50), key: randomUUID() };
    this.#sent.push(message);
    return message;
  }

  list() {
    return this.api.attempt(longest, this.ann, 'GET', `/threads/${this.thread}/messages?limit=100`);
  }

  get log(): string {
    return this.api.process.stdout;
  }

  becomesReady(): Promise<void> {
    return until('it is ready', async () => (await this.ready()) === 200);
  }

  async ready(): Promise<number> {
    const response = await fetch(`${this.api.process.url}/readyz`);
    await response.body?.cancel();
    return response.status;
  }

  /** What was acknowledged is there, what was not may be repeated, and all of it is there once. */
  async expectNothingLost(): Promise<void> {
    for (const message of this.#sent) {
      const acknowledged = message.id !== undefined;
      expect(await this.send(message), message.key).to.equal(acknowledged ? 200 : 201);
    }
    const [rows = [], [check] = []] = await sql(
      this.url,
      'SELECT id, text FROM messages ORDER BY id',
      'PRAGMA integrity_check',
    );
    const known = this.#sent.map(({ id, text }) => ({ id, text })).sort((a, b) => a.id! - b.id!);
    expect(rows).to.deep.equal(known);
    expect(check).to.deep.equal({ integrity_check: 'ok' });
  }
}

/** Uses up the disk that a file is on. */
function fill(file: string): void {
  const { bavail, bsize } = statfsSync(dirname(file));
  writeFileSync(file, Buffer.alloc(bavail * bsize));
  expect(statfsSync(dirname(file)).bavail).to.equal(0);
}

/** In place, as a broken disk does: the service has the file open. */
function overwrite(file: string, bytes: Buffer): void {
  const open = openSync(file, 'r+');
  writeSync(open, bytes, 0, bytes.length, 0);
  closeSync(open);
}
