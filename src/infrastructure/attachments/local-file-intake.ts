import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pLimit from 'p-limit';
import type { FileIntake, TakenFile } from '../../application/ports/file-intake.js';
import { Outage } from '../../application/ports/outage.js';
import { DomainError } from '../../domain/errors.js';
import { formatOf, isPhoto, remakeImage } from './images.js';

/** How many images may wait to be made anew: some minutes' work. */
const mostWaiting = 100;

/** What is left in the folder longer than any upload takes is of a process that died. In milliseconds. */
const abandonedAfter = 24 * 3_600_000;

/** How much of a file tells whether it is text, in bytes. */
const sample = 4096;

/** Takes files into a folder, and images apart and together again. */
export class LocalFileIntake implements FileIntake {
  /** One at a time: each takes all of a processor, and the memory of all its pixels. */
  readonly #turns = pLimit(1);

  constructor(private readonly folder: string) {}

  /** Removes what processes left that died. */
  async tidy(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => undefined); // somebody else may tidy, too
      if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfter) await rm(path, { force: true });
    }
  }

  async take(bytes: AsyncIterable<Uint8Array>): Promise<TakenFile> {
    const path = join(this.folder, randomUUID());
    const [image, thumbnail] = [`${path}.image`, `${path}.thumbnail`];
    const discard = async () => {
      for (const one of [path, image, thumbnail]) await rm(one, { force: true });
    };
    try {
      await pipeline(bytes, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      const { size } = await stat(path);
      if (size === 0)
        throw new DomainError('empty_attachment', 'The body is empty: send the bytes of a file.');
      const type = await typeOf(path);
      const format = formatOf(type);
      if (format === undefined) {
        if (isPhoto(type)) {
          throw new DomainError(
            'image_refused',
            `Pictures are JPEG, PNG, WebP, GIF or AVIF: Duet could not take the place and the device out of ${type}.`,
          );
        }
        return { type, size, path, thumbnailPath: undefined, discard };
      }
      if (this.#turns.pendingCount >= mostWaiting) {
        throw new Outage(
          'uploads_busy',
          'Too many pictures are being uploaded. Nothing was kept: try again.',
        );
      }
      const shown = await this.#turns(() => remakeImage(path, format, image, thumbnail));
      await rm(path, { force: true });
      return { type, ...shown, path: image, thumbnailPath: thumbnail, discard };
    } catch (error) {
      await discard();
      throw isFull(error)
        ? new Outage('storage_unavailable', 'There is no room for files now. Try again.', { cause: error })
        : error;
    }
  }
}

function isFull(error: unknown): boolean {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return /^(ENOSPC|EDQUOT|EROFS|EIO)$/.test(code) || /no space|write/i.test(message);
}

/** By the bytes. What has no known signature is text if it is UTF-8 without controls. */
async function typeOf(path: string): Promise<string> {
  const { fileTypeFromFile } = await import('file-type');
  const found = await fileTypeFromFile(path);
  if (found !== undefined) return found.mime;
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sample), 0, sample, 0);
    const isText = isTextual(buffer.subarray(0, bytesRead), bytesRead === sample);
    return isText ? 'text/plain' : 'application/octet-stream';
  } finally {
    await file.close();
  }
}

/** @param isCut whether its last character may be incomplete. */
function isTextual(bytes: Uint8Array, isCut: boolean): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return !/[\x00-\x08\x0b\x0e-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}
