import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange, FileStore } from '../../application/ports/file-store.js';

/** Keeps each file in a folder of the file system, in one of many subfolders, for the owner alone. */
export class FolderFileStore implements FileStore {
  constructor(private readonly folder: string) {}

  get name(): string {
    return this.folder;
  }

  async check(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const probe = join(this.folder, `.probe-${randomUUID()}`);
    await writeFile(probe, 'probe', { mode: 0o600 });
    try {
      await readFile(probe);
    } finally {
      await rm(probe, { force: true });
    }
  }

  async put(name: string, path: string): Promise<void> {
    const target = this.#pathOf(name);
    const parent = dirname(target);
    await mkdir(parent, { recursive: true, mode: 0o700 });
    try {
      await rename(path, target);
    } catch (error) {
      if (!isCode(error, 'EXDEV')) throw error;
      const partial = `${target}.${randomUUID()}.partial`;
      try {
        await copyFile(path, partial, constants.COPYFILE_FICLONE);
        await flush(partial);
        await rename(partial, target);
      } finally {
        await rm(partial, { force: true });
      }
    }
    await flush(target);
    await flush(parent);
  }

  async read(name: string, range?: ByteRange): Promise<Readable | undefined> {
    const stream = createReadStream(this.#pathOf(name), range);
    return new Promise((resolve, reject) => {
      stream.once('open', () => {
        stream.removeAllListeners('error');
        resolve(stream);
      });
      stream.once('error', (error) => {
        if (isCode(error, 'ENOENT')) resolve(undefined);
        else reject(error);
      });
    });
  }

  async sizeOf(name: string): Promise<number | undefined> {
    try {
      return (await stat(this.#pathOf(name))).size;
    } catch (error) {
      if (isCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await rm(this.#pathOf(name), { force: true });
  }

  #pathOf(name: string): string {
    return join(this.folder, name.slice(0, 2), name);
  }
}

/** So that it is still there after a power failure. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}
