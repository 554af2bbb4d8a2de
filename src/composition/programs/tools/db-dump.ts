import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { dumpLines } from '../../../infrastructure/dump/jsonl-dump.js';
import { removeAtEnd } from '../../../infrastructure/persistence/partial-file.js';
import { attachmentsOf, type DumpRecord } from '../../../application/ports/archive.js';
import type { FilesBeside } from '../../../infrastructure/attachments/files-beside.js';
import { commandFor } from '../../command.js';
import { existingDatabase, filesBeside, readArguments, withArchive, withProgress } from '../tool.js';

/** In characters: how much is written at once. */
const chunk = 65_536;

export async function run(): Promise<void> {
  const [file] = readArguments(commandFor('db:dump', '[FILE]'), 0, 1);
  await withArchive(existingDatabase(), async (archive) => {
    if (file === undefined) {
      await pipeline(textOf(archive.records()), process.stdout, { end: false });
      return;
    }
    const files = await filesBeside(file);
    const records = files === undefined ? archive.records() : withFiles(archive.records(), files);
    await writeWhole(file, textOf(records));
    if (files !== undefined && files.summary !== '') process.stderr.write(`${files.summary.trimStart()}\n`);
  });
}

/** Copies the files of attachments on the way. */
async function* withFiles(
  records: AsyncIterable<DumpRecord>,
  files: FilesBeside,
): AsyncGenerator<DumpRecord> {
  for await (const record of records) {
    for (const attachment of attachmentsOf(record)) await files.keep(attachment);
    yield record;
  }
}

async function* textOf(records: AsyncIterable<DumpRecord>): AsyncGenerator<string> {
  let text = '';
  for await (const line of dumpLines(withProgress('records written', records))) {
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
