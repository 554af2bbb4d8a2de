import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { dumpLines } from '../../infrastructure/dump/jsonl-dump.js';
import { removeAtEnd } from '../../infrastructure/persistence/partial-file.js';
import type { Store } from '../service.js';
import { existingDatabase, readArguments, runTool, withProgress, withStore } from './tool.js';

// npm run db:dump [-- FILE]

/** In characters: how much is written at once. */
const chunk = 65_536;

await runTool('Nothing was dumped', async () => {
  const [file] = readArguments('npm run db:dump [-- FILE]', 0, 1);
  await withStore(existingDatabase(), async (store) => {
    if (file === undefined) await pipeline(textOf(store), process.stdout, { end: false });
    else await writeWhole(file, textOf(store));
  });
});

async function* textOf(store: Store): AsyncGenerator<string> {
  let text = '';
  for await (const line of dumpLines(withProgress('records written', store.records()))) {
    text += line;
    if (text.length < chunk) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** Under another name until it is whole; for the owner alone, because it holds password hashes. */
async function writeWhole(file: string, text: AsyncIterable<string>): Promise<void> {
  const partial = `${file}.${randomUUID()}.partial`;
  removeAtEnd(partial);
  try {
    await pipeline(text, createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
