import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DumpRecord } from '../../../src/application/ports/archive.js';
import { DumpFile, dumpLines } from '../../../src/infrastructure/dump/jsonl-dump.js';
import { collect } from '../../support/collect.js';

describe('DumpFile', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duet-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('takes who users were at an issuer, in older dumps, for their external ids', async () => {
    const file = join(folder, 'dump.jsonl');
    const user = { id: 1, username: 'ada', password_hash: '!', role: 'user', active: true };
    const identities = ['https://a.example', 'https://b.example'].map((issuer) => ({
      ...{ issuer, subject: `subject at ${issuer}` },
    }));
    const lines = [
      { duet_dump: 1 },
      { user: { ...user, created: '2026-01-01T00:00:00.000Z', identities } },
      { user: { ...user, id: 2, username: 'bob', created: '2026-01-01T00:00:00.000Z' } },
    ];
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const records = await collect(new DumpFile(file).records());
    expect(records.map((record) => 'user' in record && record.user.externalId)).to.deep.equal([
      'subject at https://b.example',
      undefined,
    ]);
  });

  it('takes back what it wrote of earlier texts and reports', async () => {
    const file = join(folder, 'dump.jsonl');
    const time = new Date('2026-01-01T00:00:00.000Z');
    const said = { messageId: 6, threadId: 3, senderId: 1, text: 'before', attachments: [] };
    const attachment = { id: 7, name: 'a.txt', type: 'text/plain', size: 3, file: 'sixteen-letters-x' };
    const picture = { ...attachment, id: 8, image: { width: 4, height: 3 } };
    const version = { ...said, created: time, replaced: time, metadata: {}, service: undefined };
    const report = { ...said, reporterId: 2, sent: time, created: time, comment: undefined, note: undefined };
    const tally = { count: 2, lastId: 9 };
    const records: DumpRecord[] = [
      { version: { ...version, id: 2, change: 'edited', idempotencyKey: undefined, overdue: false } },
      {
        version: {
          ...{ ...version, id: 3, senderId: undefined, service: 'shop', metadata: { a: 1 } },
          ...{ change: 'deleted', idempotencyKey: 'key', overdue: true, attachments: [attachment, picture] },
        },
      },
      { report: { ...report, id: 4, reason: 'fraud', status: 'open', closed: undefined, overdue: false } },
      {
        report: {
          ...{ ...report, id: 5, reason: 'other', comment: '', note: 'x', status: 'closed' },
          ...{ closed: time, overdue: true, attachments: [picture] },
        },
      },
      {
        end: {
          ...{ users: tally, blocks: { count: 1 }, threads: tally, messages: tally },
          ...{ versions: tally, reports: tally, attachments: tally },
        },
      },
    ];
    async function* given() {
      yield* records;
    }
    await writeFile(file, (await collect(dumpLines(given()))).join(''));
    expect(await collect(new DumpFile(file).records())).to.deep.equal(records);
  });
});
