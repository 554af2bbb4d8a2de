import type { AttachmentRepository } from '../../../application/ports/attachment-repository.js';
import type { AskedUploads } from '../../../application/ports/conversations.js';
import {
  attachmentOf,
  type Attachment,
  type FoundUpload,
  type NewUpload,
  type Upload,
} from '../../../domain/attachments/attachment.js';
import { isFileHeld } from './held-files.js';
import { present, type Draft, type Sequence } from './state.js';

export class InMemoryAttachmentRepository implements AttachmentRepository {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Sequence,
  ) {}

  async find(id: number): Promise<FoundUpload | undefined> {
    const { attachments, heldAttachments, messages, threads } = this.draft.state;
    const upload = attachments.get(id) ?? heldAttachments.get(id);
    if (upload?.messageId === undefined) return upload && { upload, participants: undefined };
    const { messageId } = upload;
    const threadId = messages.get(messageId)?.message.threadId;
    const participants = threadId === undefined ? undefined : threads.get(threadId)?.participants;
    if (participants !== undefined) return { upload, participants };
    return isFileHeld(this.draft.state, messageId)
      ? { upload, participants: undefined, isHeld: true }
      : undefined;
  }

  async allAfter(after: number, limit: number): Promise<readonly Upload[]> {
    const { attachments, heldAttachments } = this.draft.state;
    return [...attachments.values(), ...heldAttachments.values()]
      .filter(({ id }) => id > after)
      .sort((one, other) => one.id - other.id)
      .slice(0, limit);
  }

  async announce(file: string, due: Date): Promise<void> {
    this.draft.table('fileRemovals').set(file, due);
  }

  async add(upload: NewUpload): Promise<Upload> {
    const due = this.draft.state.fileRemovals.get(upload.file);
    if (due === undefined || due <= upload.created) {
      throw new Error('The file of an upload took too long to be kept, and is to go.');
    }
    this.draft.table('fileRemovals').delete(upload.file);
    const added = { ...upload, id: this.ids.next(), messageId: undefined };
    this.draft.table('attachments').set(added.id, added);
    return added;
  }

  async restore(uploads: readonly Upload[]): Promise<void> {
    for (const upload of uploads) {
      if (this.draft.state.attachments.has(upload.id)) throw new Error(`There is an upload ${upload.id}.`);
      this.draft.table('attachments').set(this.ids.skipTo(upload.id), upload);
    }
  }

  async removeUnsent(before: Date, limit: number): Promise<number> {
    const old = this.#all(({ messageId, created }) => messageId === undefined && created < before);
    for (const { id } of old.slice(0, limit)) this.remove(id);
    return Math.min(old.length, limit);
  }

  async removeUnsentOf(uploader: number): Promise<void> {
    const theirs = this.#all(
      ({ uploaderId, messageId }) => uploaderId === uploader && messageId === undefined,
    );
    for (const { id } of theirs) this.remove(id);
  }

  async continueAfter(id: number): Promise<void> {
    this.ids.skipTo(id);
  }

  async filesToRemove(now: Date, after: string, limit: number): Promise<readonly string[]> {
    return [...this.draft.state.fileRemovals]
      .filter(([file, due]) => due <= now && file > after)
      .map(([file]) => file)
      .sort()
      .slice(0, limit);
  }

  async forgetFiles(files: readonly string[]): Promise<void> {
    for (const file of files) this.draft.table('fileRemovals').delete(file);
  }

  /** For `Conversations`. */
  async holdUnsent({ uploader, ids }: AskedUploads): Promise<readonly Attachment[]> {
    return this.#all(
      ({ id, uploaderId, messageId }) =>
        ids.includes(id) && uploaderId === uploader && messageId === undefined,
    ).map(attachmentOf);
  }

  /** For `Conversations`. */
  give(attachments: readonly Attachment[], messageId: number): void {
    for (const { id } of attachments) {
      this.draft
        .table('attachments')
        .set(id, { ...present(this.draft.state.attachments.get(id)), messageId });
    }
  }

  /** With its message, unless evidence holds it. */
  leave(id: number): void {
    const upload = this.draft.state.attachments.get(id);
    if (upload?.messageId !== undefined && isFileHeld(this.draft.state, upload.messageId)) {
      this.draft.table('attachments').delete(id);
      this.draft.table('heldAttachments').set(id, upload);
    } else {
      this.remove(id);
    }
  }

  /** With its uploader, or because it was never sent. */
  remove(id: number): void {
    const upload = this.draft.state.attachments.get(id);
    if (upload === undefined) return;
    this.draft.table('attachments').delete(id);
    this.draft.table('fileRemovals').set(upload.file, new Date(0));
  }

  #all(which: (upload: Upload) => boolean): Upload[] {
    return [...this.draft.state.attachments.values()].filter(which).sort((one, other) => one.id - other.id);
  }
}
