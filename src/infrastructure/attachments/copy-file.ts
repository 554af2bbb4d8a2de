import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileStore } from '../../application/ports/file-store.js';

/**
 * Copies a file from one store to another, whole or not at all, in small memory.
 * @param folder where the copy is until it is whole.
 * @returns false if there is no such file.
 */
export async function copyFile(
  name: string,
  from: FileStore,
  to: FileStore,
  folder: string,
): Promise<boolean> {
  const stream = await from.read(name);
  if (stream === undefined) return false;
  const partial = join(folder, randomUUID());
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await pipeline(stream, createWriteStream(partial, { flags: 'wx', mode: 0o600 }));
    await to.put(name, partial);
  } finally {
    await rm(partial, { force: true });
  }
  return true;
}
