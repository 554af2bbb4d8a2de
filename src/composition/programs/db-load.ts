import { RestoreDump } from '../../application/upkeep/restore-dump.js';
import { Outage } from '../../application/ports/outage.js';
import { DumpFile } from '../../infrastructure/dump/jsonl-dump.js';
import { testData } from '../service.js';
import {
  lastingDatabase,
  nameOf,
  readArguments,
  runTool,
  wholeDatabase,
  withProgress,
  withStore,
} from './tool.js';

// npm run db:load [-- FILE]

await runTool('Nothing was loaded', async () => {
  const [file = testData] = readArguments('npm run db:load [-- FILE]', 0, 1);
  const database = lastingDatabase();
  const dump = new DumpFile(file);
  let wrong: number | undefined;
  const load = async (store: ConstructorParameters<typeof RestoreDump>[0]) => {
    const restoration = new RestoreDump(store);
    try {
      await restoration.execute(withProgress('lines read', dump.records()));
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
});
