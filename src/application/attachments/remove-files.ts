import { thumbnailOf, unsentFor } from '../../domain/attachments/attachment.js';
import type { Clock } from '../ports/clock.js';
import type { FileStore } from '../ports/file-store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** How many go in one unit of work: so few that work that waits behind it does not notice. */
const batch = 100;

/**
 * Removes uploads that were never sent, and the files that are to go: of what was deleted, and of uploads that a process
 * began and did not end. A file is taken for gone only after it went, so it is removed twice at worst.
 */
export class RemoveFiles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore | undefined,
    private readonly clock: Clock,
  ) {}

  /**
   * Goes on with the others when a file cannot be removed; that one stays for the next time.
   * @returns how many files went.
   * @throws what the store of files threw first.
   */
  async execute(): Promise<number> {
    const { files } = this;
    if (files === undefined) return 0;
    const now = this.clock.now();
    const before = new Date(now.getTime() - unsentFor);
    for (let count = batch; count === batch;) {
      count = await this.unitOfWork.run(({ attachments }) => attachments.removeUnsent(before, batch));
    }
    let removed = 0;
    const failures: unknown[] = [];
    for (let after = ''; ;) {
      const names = await this.unitOfWork.run(({ attachments }) =>
        attachments.filesToRemove(now, after, batch),
      );
      const gone: string[] = [];
      for (const name of names) {
        try {
          await files.remove(thumbnailOf(name));
          await files.remove(name);
          gone.push(name);
        } catch (error) {
          failures.push(error);
        }
      }
      if (gone.length > 0) await this.unitOfWork.run(({ attachments }) => attachments.forgetFiles(gone));
      removed += gone.length;
      if (names.length < batch) break;
      after = names.at(-1) ?? after;
    }
    if (failures.length > 0) throw failures[0];
    return removed;
  }
}
