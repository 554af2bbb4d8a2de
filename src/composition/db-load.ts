import { RestoreDump } from '../application/restore-dump.js';
import { readDump } from '../infrastructure/dump/jsonl-dump.js';
import { loadDatabaseUrl } from './config.js';
import { openStore, testData } from './service.js';

// npm run db:load [-- FILE]

const [file = testData] = process.argv.slice(2);
try {
  const database = loadDatabaseUrl(process.env);
  if (database.kind === 'memory')
    throw new Error('DATABASE_URL is memory:, which nothing can be loaded into.');
  const records = await readDump(file);
  const store = await openStore(database);
  try {
    await new RestoreDump(store).execute(records);
  } finally {
    await store.close();
  }
  process.stdout.write(`Loaded ${records.length} records from ${file} into ${database.file}.\n`);
} catch (error) {
  process.stderr.write(`Nothing was loaded: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
