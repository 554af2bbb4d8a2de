import type { FoundUpload, NewUpload, Upload } from '../../domain/attachments/attachment.js';

export interface AttachmentReader {
  /**
   * Of a message that is gone, or whose thread is: what evidence holds (see `holdsFiles` of the domain), or undefined.
   */
  find(id: number): Promise<FoundUpload | undefined>;

  /** All, also those that no message has and those that evidence holds, above the id `after`, by rising id, `limit` at most. */
  allAfter(after: number, limit: number): Promise<readonly Upload[]>;
}

/**
 * What is known of files. A message takes its attachments by `Conversations`, and they go with it, unless evidence holds
 * them: then they are no message's any more, and go when `EvidenceRepository` lets go of them. The name of each file
 * that is to go is written down in the unit of work that lets go of it: so none is forgotten if the process dies.
 */
export interface AttachmentRepository extends AttachmentReader {
  /** Writes down that a file is about to be made. If nobody adds it by then, it is to go. */
  announce(file: string, due: Date): Promise<void>;

  /**
   * Adds an upload whose file was announced.
   * @throws Error if its file is to go by now, or is gone.
   */
  add(upload: NewUpload): Promise<Upload>;

  /** Puts uploads back under their ids, with messages that have them. */
  restore(uploads: readonly Upload[]): Promise<void>;

  /** Removes uploads from before this time that no message has, `limit` at most; returns how many. */
  removeUnsent(before: Date, limit: number): Promise<number>;

  /** Removes all of this user's uploads that no message has. */
  removeUnsentOf(uploader: number): Promise<void>;

  /** Gives no id up to this one to new uploads, as if it had been given before. */
  continueAfter(id: number): Promise<void>;

  /** The files that are to go by now, those after `after` in an order of the store's, `limit` at most. */
  filesToRemove(now: Date, after: string, limit: number): Promise<readonly string[]>;

  /** Takes files for gone. */
  forgetFiles(files: readonly string[]): Promise<void>;
}
