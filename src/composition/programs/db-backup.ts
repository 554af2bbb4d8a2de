import { existsSync, statSync } from 'node:fs';
import { backUpSqlite } from '../../infrastructure/persistence/sqlite/sqlite-backup.js';
import { existingDatabase, readArguments, runTool } from './tool.js';

// npm run db:backup -- FILE

await runTool('Nothing was backed up', async () => {
  const [file = ''] = readArguments('npm run db:backup -- FILE', 1, 1);
  const database = existingDatabase();
  if (!('file' in database)) {
    throw new Error('DATABASE_URL is PostgreSQL, which has pg_dump for this: see docs/operations.md.');
  }
  if (existsSync(file)) throw new Error(`${file} is there already: name a new file.`);
  process.stderr.write(`Copying ${megabytes(statSync(database.file).size)} of ${database.file}\n`);
  const size = backUpSqlite(database.file, file);
  process.stdout.write(`Backed up ${database.file} to ${file}: ${megabytes(size)}.\n`);
});

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
