import { parseFileName, thumbnailOf, type Upload } from '../../domain/attachments/attachment.js';
import type { UserCaller } from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import type { FileIntake } from '../ports/file-intake.js';
import type { FileStore } from '../ports/file-store.js';
import type { IdSource } from '../ports/id-source.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { answered, requireFiles } from './require-files.js';

/** How long keeping a file may take, in milliseconds, before it is taken for abandoned: generous. */
const keepingTime = 3_600_000;

/** Takes a file for a message that is yet to be sent. */
export class UploadAttachment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore | undefined,
    private readonly intake: FileIntake,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  /**
   * @param bytes are read only if everything else is right.
   * @throws DomainError `attachments_off`, `invalid_file_name`, `empty_attachment` or `image_refused`.
   * @throws Outage `storage_unavailable` or `uploads_busy`.
   */
  async execute(input: {
    caller: UserCaller;
    name: string;
    bytes: AsyncIterable<Uint8Array>;
  }): Promise<Upload> {
    const { caller, bytes } = input;
    const files = requireFiles(this.files);
    const name = parseFileName(input.name);
    const taken = await this.intake.take(bytes);
    try {
      const file = this.ids.next();
      const due = new Date(this.clock.now().getTime() + keepingTime);
      // First, so that a file that a process leaves behind when it dies is found.
      await this.unitOfWork.run(({ attachments }) => attachments.announce(file, due));
      const { path, thumbnailPath } = taken;
      if (thumbnailPath !== undefined) await answered(files.put(thumbnailOf(file), thumbnailPath));
      await answered(files.put(file, path));
      const { type, size, image } = taken;
      const created = this.clock.now();
      const upload = { name, type, size, image, file, uploaderId: caller.id, created };
      return await this.unitOfWork.run(({ attachments }) => attachments.add(upload));
    } finally {
      await taken.discard();
    }
  }
}
