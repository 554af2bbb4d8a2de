import { existsSync, statSync } from 'node:fs';
import { attachmentsIn, backUpSqlite } from '../../../infrastructure/persistence/sqlite/sqlite-backup.js';
import { commandFor } from '../../command.js';
import { existingDatabase, filesBeside, readArguments } from '../tool.js';

export async function run(): Promise<void> {
  const [file = ''] = readArguments(commandFor('db:backup', 'FILE'), 1, 1);
  const database = existingDatabase();
  if (!('file' in database)) {
    throw new Error('DATABASE_URL is PostgreSQL, which has pg_dump for this: see docs/operations.md.');
  }
  if (existsSync(file)) throw new Error(`${file} is there already: name a new file.`);
  process.stderr.write(`Copying ${megabytes(statSync(database.file).size)} of ${database.file}\n`);
  const size = backUpSqlite(database.file, file);
  // After the database: what is deleted in between is missing, and what comes is not needed.
  const files = await filesBeside(file);
  for (const attachment of files === undefined ? [] : attachmentsIn(file)) await files?.keep(attachment);
  process.stdout.write(`Backed up ${database.file} to ${file}: ${megabytes(size)}.${files?.summary ?? ''}\n`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
