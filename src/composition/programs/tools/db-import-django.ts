import { parseArgs } from 'node:util';
import { ImportChat } from '../../../application/upkeep/import-chat.js';
import type { ChatSource } from '../../../application/ports/chat-source.js';
import { parseMapping } from '../../../infrastructure/django/chat-tables.js';
import { DjangoChat, type DjangoChatOptions } from '../../../infrastructure/django/django-chat.js';
import { timeReader } from '../../../infrastructure/django/django-time.js';
import { commandFor } from '../../command.js';
import { useCasesOn } from '../../container.js';
import { UsageError } from '../run-tool.js';
import { lastingDatabase, nameOf, wholeDatabase, withProgress, withStore } from '../tool.js';

const usage = () => commandFor('db:import-django', 'FILE.sqlite3 [--zone ZONE] [--map PART=NAME]…');

function readCommand() {
  try {
    const { values, positionals } = parseArgs({
      options: { zone: { type: 'string' }, map: { type: 'string', multiple: true, default: [] } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Error('name one file');
    timeReader(values.zone);
    return { file, zone: values.zone, mapping: parseMapping(values.map) };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}: write ${usage()}`);
  }
}

export async function run(): Promise<void> {
  const { file, ...options } = readCommand();
  const database = lastingDatabase();
  const chat = openChat(file, options);
  try {
    const source: ChatSource = {
      users: () => chat.users(),
      threads: () => withProgress('threads read', chat.threads()),
      messages: () => withProgress('messages read', chat.messages()),
    };
    for (const line of chat.description) process.stderr.write(`${line}\n`);
    let reports = 0;
    const report = (line: string) => {
      reports += 1;
      process.stderr.write(`${line}\n`);
    };
    const imported = await withStore(
      database,
      (store) => useCasesOn(store).get(ImportChat).execute(source, report),
      wholeDatabase,
    );
    if (imported === undefined) {
      process.stdout.write(
        `${nameOf(database)} was filled from this chat before: nothing was added. ` +
          'To bring over what has come since, import into a new database.\n',
      );
    } else {
      const { users, threads, messages } = imported;
      process.stdout.write(
        `Imported ${users} users, ${threads} threads and ${messages} messages from ${file} into ${nameOf(database)}, ` +
          `with ${reports} remarks.\n`,
      );
    }
  } finally {
    chat.close();
  }
}

function openChat(file: string, options: DjangoChatOptions): DjangoChat {
  try {
    return new DjangoChat(file, options);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
