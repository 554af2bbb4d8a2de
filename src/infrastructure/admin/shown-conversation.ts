import type { Attachment } from '../../domain/attachments/attachment.js';
import type { Message } from '../../domain/conversation/message.js';
import type { Version } from '../../domain/evidence/version.js';

/** Where the bytes of an attachment are. */
export interface AttachmentLinks {
  readonly url: string;
  /** Null for what is no image. */
  readonly thumbnailUrl: string | null;
}

/** @param asEvidence whether they are to work also when only evidence holds the attachment. */
export type LinksOf = (attachment: Attachment, asEvidence?: boolean) => AttachmentLinks;

export interface ShownAttachment extends AttachmentLinks {
  readonly id: number;
  readonly name: string;
}

/** A message as the panel shows it in its conversation. */
export interface ShownMessage {
  readonly id: number;
  /** Null for a notice, which nobody sends. */
  readonly senderId: number | null;
  readonly text: string;
  readonly attachments: readonly ShownAttachment[];
  readonly created: string;
  readonly isRead: boolean;
  /** When it was deleted; null if it is there. */
  readonly deleted: string | null;
  /** What it said before, the latest first. */
  readonly earlier: readonly { readonly text: string; readonly created: string; readonly replaced: string }[];
}

/** Messages, and deleted ones among them, by rising id, with what is kept of what they said before. */
export function shownConversation(
  messages: readonly Message[],
  versions: readonly Version[],
  linksOf: LinksOf,
): readonly ShownMessage[] {
  const earlierOf = (id: number) =>
    versions
      .filter(({ messageId, change }) => messageId === id && change === 'edited')
      .toSorted((one, other) => other.id - one.id)
      .map(({ text, created, replaced }) => ({
        text,
        created: created.toISOString(),
        replaced: replaced.toISOString(),
      }));
  const standing = messages.map(({ id, senderId, text, attachments, created, isRead }) => ({
    ...{ id, senderId: senderId ?? null, text, created: created.toISOString(), isRead },
    attachments: shownAttachments(attachments, linksOf),
    ...{ deleted: null, earlier: earlierOf(id) },
  }));
  const gone = versions
    .filter(({ change }) => change === 'deleted')
    .map(({ messageId: id, senderId, text, attachments, created, replaced }) => {
      const earlier = earlierOf(id);
      return {
        ...{ id, senderId: senderId ?? null, text, isRead: false, deleted: replaced.toISOString(), earlier },
        attachments: shownAttachments(attachments, linksOf, true),
        created: earlier.at(-1)?.created ?? created.toISOString(),
      };
    });
  return [...standing, ...gone].sort((one, other) => one.id - other.id);
}

export function shownAttachments(
  attachments: readonly Attachment[],
  linksOf: LinksOf,
  asEvidence = false,
): readonly ShownAttachment[] {
  return attachments.map((one) => ({ id: one.id, name: one.name, ...linksOf(one, asEvidence) }));
}
