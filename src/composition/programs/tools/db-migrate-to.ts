import {
  copyDatabase,
  openPostgresAlone,
  openSqliteAlone,
  type Installation,
} from '../../../infrastructure/persistence/copy/database-copy.js';
import { commandFor } from '../../command.js';
import { ConfigError } from '../../config/config-error.js';
import { loadDatabaseUrl } from '../../config/environment.js';
import { withSecretFiles } from '../../config/secret-files.js';
import { UsageError } from '../run-tool.js';
import { existingDatabase, nameOf, readArguments, type LastingUrl } from '../tool.js';

/** The arguments of a process can be seen by everybody on the machine, so a URL with a password has other ways in. */
function targetUrl(): string {
  const { NEW_DATABASE_URL: url } = withSecretFiles(process.env);
  const [given] = readArguments(`${commandFor('db:migrate-to', 'URL')}, with that of the new database`, 0, 1);
  const ways = [given, url].filter((way) => way !== undefined && way !== '');
  if (ways.length !== 1) {
    throw new UsageError(
      'name the new database once: as an argument, in NEW_DATABASE_URL, or by NEW_DATABASE_URL_FILE.',
    );
  }
  return ways[0] ?? '';
}

export async function run(): Promise<void> {
  const [from, to] = [existingDatabase(), parseTarget(targetUrl())];
  const names = [nameOf(from), nameOf(to)] as const;
  if (names[0] === names[1]) throw new UsageError('the new database is the one of DATABASE_URL.');
  const source = await openAlone(from, false);
  try {
    const target = await openAlone(to, true);
    try {
      let [rows, files] = [0, false];
      const told = { rows: 0, table: '' };
      for await (const progress of copyDatabase(source.sql, target.sql, names[0])) {
        const { stage, table, of } = progress;
        if (stage === 'verified') rows += of;
        if (/^(held_)?attachments$/.test(table) && of > 0) files = true;
        // The end of each table, and now and then in between.
        if (progress.rows < of && told.table === table && progress.rows - told.rows < 20_000) continue;
        Object.assign(told, { rows: progress.rows, table });
        process.stderr.write(
          `${table}: ${progress.rows.toLocaleString('en')} of ${of.toLocaleString('en')} rows ${stage}\n`,
        );
      }
      process.stdout.write(
        `Moved ${rows} rows from ${names[0]} to ${names[1]}, and compared them. ` +
          'Start the service with the new DATABASE_URL and the same JWT_SECRET.' +
          (files ? ' The files of attachments stay where they are: keep ATTACHMENTS as it is.\n' : '\n'),
      );
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function openAlone(database: LastingUrl, isTarget: boolean): Promise<Installation> {
  return 'file' in database
    ? openSqliteAlone(database.file, isTarget)
    : openPostgresAlone(database.url, isTarget);
}

function parseTarget(url: string): LastingUrl {
  try {
    const target = loadDatabaseUrl({ DATABASE_URL: url });
    if (target.kind !== 'memory') return target;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(error.message.replace('DATABASE_URL', 'the new database'));
  }
  throw new UsageError('the new database cannot be memory:, which only the service itself has.');
}
