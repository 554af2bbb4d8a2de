import { ImportChat } from '../../application/upkeep/import-chat.js';
import type { ChatSource } from '../../application/ports/chat-source.js';
import { useCasesOn } from '../container.js';
import { DjangoChat } from '../../infrastructure/django/django-chat.js';
import {
  lastingDatabase,
  nameOf,
  readArguments,
  runTool,
  wholeDatabase,
  withProgress,
  withStore,
} from './tool.js';

// npm run db:import-django -- FILE.sqlite3

await runTool('Nothing was imported', async () => {
  const [file = ''] = readArguments('npm run db:import-django -- FILE.sqlite3', 1, 1);
  const database = lastingDatabase();
  const chat = openChat(file);
  try {
    const source: ChatSource = {
      users: () => chat.users(),
      threads: () => withProgress('threads read', chat.threads()),
      messages: () => withProgress('messages read', chat.messages()),
    };
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
});

function openChat(file: string): DjangoChat {
  try {
    return new DjangoChat(file);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
