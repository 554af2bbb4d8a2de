import type { FileStore } from '../../application/ports/file-store.js';
import { thumbnailOf, type Attachment } from '../../domain/attachments/attachment.js';
import { copyFile } from './copy-file.js';

/** Copies the files of attachments from one store of files to another, and leaves alone what is there already. */
export class FilesCopy {
  copied = 0;
  /** How many were in the new store before. */
  kept = 0;

  /** @param folder where each file is until it is whole. */
  constructor(
    private readonly from: FileStore,
    private readonly to: FileStore,
    private readonly folder: string,
  ) {}

  /** @returns whether the new store has all of its files now. */
  async copy({ file, size, image }: Pick<Attachment, 'file' | 'size' | 'image'>): Promise<boolean> {
    // The picture last: where it is, its thumbnail is, too.
    const thumbnail =
      image === undefined || (await this.#copy(thumbnailOf(file), await this.from.sizeOf(thumbnailOf(file))));
    return (await this.#copy(file, size)) && thumbnail;
  }

  /** Takes the files out of the new store again, because their attachment went while they were copied. */
  async takeBack({ file }: Pick<Attachment, 'file'>): Promise<void> {
    await this.to.remove(thumbnailOf(file));
    await this.to.remove(file);
  }

  /** @param size that it should have; undefined: whatever the new store has. */
  async #copy(name: string, size: number | undefined): Promise<boolean> {
    const there = await this.to.sizeOf(name);
    if (there !== undefined && (size === undefined || there === size)) {
      this.kept += 1;
      return true;
    }
    if (!(await copyFile(name, this.from, this.to, this.folder))) return false;
    this.copied += 1;
    return size === undefined || (await this.to.sizeOf(name)) === size;
  }
}
