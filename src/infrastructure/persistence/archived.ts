import type { DumpRecord } from '../../application/ports/archive.js';
import type { Message } from '../../domain/conversation/message.js';
import type { Thread } from '../../domain/conversation/thread.js';
import type { View } from '../../domain/conversation/view.js';
import { isEmpty, type Metadata } from '../../domain/metadata.js';

// Threads and messages as a dump has them, whatever the store. What is not there is left out: so a dump of a database
// that has none of it is as it was before Duet knew of it.

export function archivedThread(thread: Thread): Extract<DumpRecord, { thread: unknown }> {
  const { id, participants, key, metadata, created, updated } = thread;
  const { low, high } = participants;
  const whoHave = (which: keyof View) => [low, high].filter((user) => thread.viewOf(user)?.[which]);
  const [archivedBy, mutedBy] = [whoHave('archived'), whoHave('muted')];
  return {
    thread: {
      id,
      participants: [low, high],
      ...(key !== undefined && { key }),
      ...ifAny(metadata),
      ...(archivedBy.length > 0 && { archivedBy }),
      ...(mutedBy.length > 0 && { mutedBy }),
      created,
      updated,
    },
  };
}

export function archivedMessage(
  message: Omit<Message, 'participants'> & { participants: unknown },
  service: string | undefined,
  idempotencyKey: string | undefined,
): Extract<DumpRecord, { message: unknown }> {
  const {
    id,
    threadId: thread,
    senderId: sender,
    participants: _pair,
    metadata,
    attachments,
    edited,
    ...said
  } = message;
  return {
    message: {
      id,
      thread,
      ...(sender !== undefined && { sender }),
      ...(service !== undefined && { service }),
      ...said,
      ...(edited !== undefined && { edited }),
      ...ifAny(metadata),
      ...(attachments.length > 0 && { attachments }),
      idempotencyKey,
    },
  };
}

function ifAny(metadata: Metadata): { metadata?: Metadata } {
  return isEmpty(metadata) ? {} : { metadata };
}
