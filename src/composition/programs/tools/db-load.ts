import { RestoreDump } from '../../../application/upkeep/restore-dump.js';
import { Outage } from '../../../application/ports/outage.js';
import { DumpFile } from '../../../infrastructure/dump/jsonl-dump.js';
import { commandFor } from '../../command.js';
import { useCasesOn } from '../../container.js';
import type { Store } from '../../store.js';
import { testData } from '../../test-data.js';
import { attachmentsOf, type DumpRecord } from '../../../application/ports/archive.js';
import type { FilesBeside } from '../../../infrastructure/attachments/files-beside.js';
import {
  filesBeside,
  lastingDatabase,
  nameOf,
  readArguments,
  wholeDatabase,
  withProgress,
  withStore,
} from '../tool.js';

export async function run(): Promise<void> {
  const [file = testData] = readArguments(commandFor('db:load', '[FILE]'), 0, 1);
  const database = lastingDatabase();
  const dump = new DumpFile(file);
  const files = await filesBeside(file);
  let wrong: number | undefined;
  const load = async (store: Store) => {
    const restoration = useCasesOn(store).get(RestoreDump);
    try {
      const records = files === undefined ? dump.records() : withFiles(dump.records(), files);
      await restoration.execute(withProgress('lines read', records));
    } finally {
      wrong = restoration.culprit;
    }
  };
  try {
    await withStore(database, load, wholeDatabase);
  } catch (error) {
    if (dump.line === 0 || error instanceof Outage) throw error;
    const line = wrong === undefined ? dump.line : wrong + 1; // the first is the header
    throw new Error(`${file}, line ${line}: ${(error as Error).message}`, { cause: error });
  }
  process.stdout.write(`Loaded ${dump.line - 2} records from ${file} into ${nameOf(database)}.\n`);
}

/** Puts the files of attachments where the service keeps them, before the database is said to have them. */
async function* withFiles(
  records: AsyncIterable<DumpRecord>,
  files: FilesBeside,
): AsyncGenerator<DumpRecord> {
  for await (const record of records) {
    for (const attachment of attachmentsOf(record)) await files.putBack(attachment);
    yield record;
  }
}
