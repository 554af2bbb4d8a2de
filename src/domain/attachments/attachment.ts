import { DomainError } from '../errors.js';
import type { ParticipantPair } from '../conversation/participant-pair.js';
import type { Caller } from '../accounts/user.js';
import { hasCodePoints, isStorable, isVisibleText } from '../text.js';

/** A file that belongs to a message, as the message knows it. */
export interface Attachment {
  readonly id: number;
  /** What its uploader called it. */
  readonly name: string;
  /** The media type that its bytes have, whatever its name says. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** As it is shown, in pixels. Only images have it, and a thumbnail. */
  readonly image?: { readonly width: number; readonly height: number } | undefined;
  /** Under which name its bytes are kept. Nobody outside learns it. */
  readonly file: string;
}

export const noAttachments: readonly Attachment[] = [];

/** An attachment with its uploader. */
export interface Upload extends Attachment {
  readonly uploaderId: number;
  readonly created: Date;
  /** Undefined as long as no message has it. */
  readonly messageId: number | undefined;
}

export type NewUpload = Omit<Upload, 'id' | 'messageId'>;

/** An upload, and the two in whose thread it was sent; undefined as long as it was not. */
export interface FoundUpload {
  readonly upload: Upload;
  readonly participants: ParticipantPair | undefined;
  /** Whether its message is gone, and evidence holds it: so it is for those alone who see evidence. */
  readonly isHeld?: true;
}

/** As the message knows it. */
export function attachmentOf({ id, name, type, size, image, file }: Upload): Attachment {
  return { id, name, type, size, ...(image && { image }), file };
}

/** How many a message has at most. */
export const attachmentsRule = { max: 10 } as const;

/** For how long an upload waits for its message, in milliseconds. */
export const unsentFor = 24 * 3_600_000;

export const fileNameRule = {
  min: 1,
  max: 255,
  text: '1 to 255 characters without controls, of which one can be seen',
} as const;

/** Controls; and what turns the direction of writing, by which `exe.gpj` would look like `gpj.exe`. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const turns = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * The name that a file has in its folder, from what somebody has sent: some programs send the whole path. What could
 * mislead about its ending is taken out.
 * @throws DomainError `invalid_file_name`.
 */
export function parseFileName(given: string): string {
  const name = (given.split(/[/\\]/).at(-1) ?? '').replaceAll(turns, '').trim();
  const usable = isStorable(name) && !controls.test(name) && isVisibleText(name) && !/^\.+$/.test(name);
  if (usable && hasCodePoints(name, fileNameRule.min, fileNameRule.max)) return name;
  throw new DomainError('invalid_file_name', `The name of a file is ${fileNameRule.text}.`);
}

/** The file with the small picture of an image. */
export function thumbnailOf(file: string): string {
  return `${file}.thumbnail`;
}

/**
 * What a message takes of its sender's uploads.
 * @param found those of the sender that no message has, and those that the message has if it was sent before.
 * @throws DomainError `unknown_attachment`.
 */
export function takeUp(ids: readonly number[], found: readonly Attachment[]): readonly Attachment[] {
  if (ids.length === 0) return noAttachments;
  return ids.map((id) => {
    const attachment = found.find((one) => one.id === id);
    if (attachment === undefined) {
      throw new DomainError(
        'unknown_attachment',
        `There is no attachment ${id} that you have uploaded and not sent: upload the file again.`,
      );
    }
    return attachment;
  });
}

/**
 * The upload, if the caller may see it: as its message, and before that as its uploader.
 * @throws DomainError `attachment_not_found`, the same for a hidden one as for one that never was.
 */
export function visibleUpload(found: FoundUpload | undefined, id: number, caller: Caller): Upload {
  if (found !== undefined) {
    const { upload, participants, isHeld = false } = found;
    const isTheirs = participants?.includes(caller.id) ?? upload.uploaderId === caller.id;
    if ((isTheirs && !isHeld) || caller.role === 'admin') return upload;
  }
  throw attachmentNotFound(id);
}

/**
 * The upload that a link leads to.
 * @param asEvidence whether the link was given to somebody who sees evidence.
 * @throws DomainError `attachment_not_found`.
 */
export function linkedUpload(found: FoundUpload | undefined, id: number, asEvidence: boolean): Upload {
  if (found !== undefined && (asEvidence || found.isHeld !== true)) return found.upload;
  throw attachmentNotFound(id);
}

export function attachmentNotFound(id: number): DomainError {
  return new DomainError('attachment_not_found', `There is no attachment ${id}, or you cannot see it.`);
}
