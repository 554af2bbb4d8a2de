import { join } from 'node:path';
import type { FileStore } from '../../application/ports/file-store.js';
import { thumbnailOf, type Attachment } from '../../domain/attachments/attachment.js';
import { copyFile } from './copy-file.js';
import { FolderFileStore } from './folder-file-store.js';

/** The files of attachments in a folder beside a dump or a backup, as a store of files keeps them. */
export class FilesBeside {
  readonly #folder: string;
  readonly #beside: FolderFileStore;
  /** How many are not where they should be: of what was deleted meanwhile, or lost. */
  missing = 0;
  copied = 0;

  /** @param file the dump or the backup. */
  constructor(
    file: string,
    private readonly files: FileStore,
  ) {
    this.#folder = `${file}.attachments`;
    this.#beside = new FolderFileStore(this.#folder);
  }

  /** Copies a file from the store, unless it is there. */
  async keep(attachment: Pick<Attachment, 'file' | 'image'>): Promise<void> {
    await this.#copy(this.files, this.#beside, attachment);
  }

  /** Copies a file to the store, unless it is there. @throws Error if it is in neither. */
  async putBack(attachment: Attachment): Promise<void> {
    const before = this.missing;
    await this.#copy(this.#beside, this.files, attachment);
    if (this.missing === before) return;
    throw new Error(
      `the file of attachment ${attachment.id} is neither in ${this.#folder} nor in ${this.files.name}.`,
    );
  }

  async #copy(from: FileStore, to: FileStore, { file, image }: Pick<Attachment, 'file' | 'image'>) {
    for (const name of image === undefined ? [file] : [thumbnailOf(file), file]) {
      if ((await to.sizeOf(name)) !== undefined) continue;
      if (!(await copyFile(name, from, to, join(this.#folder, 'incoming')))) {
        this.missing += 1;
        continue;
      }
      this.copied += 1;
    }
  }

  /** What people are told of it. */
  get summary(): string {
    const copied = this.copied === 0 ? '' : ` ${this.copied} files of attachments are in ${this.#folder}.`;
    return this.missing === 0
      ? copied
      : `${copied} ${this.missing} files were deleted meanwhile, or are lost.`;
  }
}
