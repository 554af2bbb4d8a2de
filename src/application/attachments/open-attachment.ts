import {
  attachmentNotFound,
  linkedUpload,
  thumbnailOf,
  type Attachment,
} from '../../domain/attachments/attachment.js';
import type { ByteRange, FileStore } from '../ports/file-store.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { answered, requireFiles } from './require-files.js';

/** An attachment whose bytes can be read. */
export interface OpenedAttachment {
  readonly attachment: Attachment;
  /** Of what is read, in bytes. */
  readonly size: number;
  /** @throws DomainError `attachment_not_found` if the file has just gone. */
  readonly read: (range?: ByteRange) => Promise<AsyncIterable<Uint8Array>>;
}

/** Opens an attachment by a link that Duet made: the link is the right to see it. */
export class OpenAttachment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore | undefined,
  ) {}

  /** @throws DomainError `attachments_off`, or `attachment_not_found` also for a thumbnail that there is not. */
  async execute(input: {
    attachment: number;
    thumbnail: boolean;
    /** Whether the link was given to somebody who sees evidence. */
    asEvidence?: boolean;
  }): Promise<OpenedAttachment> {
    const { attachment: id, thumbnail, asEvidence = false } = input;
    const files = requireFiles(this.files);
    const found = await this.unitOfWork.read(({ attachments }) => attachments.find(id));
    const attachment = linkedUpload(found, id, asEvidence);
    if (thumbnail && attachment.image === undefined) throw attachmentNotFound(id);
    const name = thumbnail ? thumbnailOf(attachment.file) : attachment.file;
    const size = thumbnail ? await answered(files.sizeOf(name)) : attachment.size;
    if (size === undefined) throw attachmentNotFound(id);
    return {
      attachment,
      size,
      read: async (range) => {
        const stream = await answered(files.read(name, range));
        if (stream === undefined) throw attachmentNotFound(id);
        return stream;
      },
    };
  }
}
