import type { ThreadSummary } from '../../application/ports/thread-repository.js';
import type { Message } from '../../domain/message.js';
import type { User } from '../../domain/user.js';

// The resources of the API, as clients see them.

export function presentUser({ id, username }: { id: number; username: string }): object {
  return { id, username };
}

export function presentMe({ id, username, role, created }: User): object {
  return { id, username, role, created: created.toISOString() };
}

export function presentMessage(message: Message): object {
  return {
    id: message.id,
    thread: message.threadId,
    sender: message.senderId,
    text: message.text,
    created: message.created.toISOString(),
    is_read: message.isRead,
  };
}

/** @param reader whose unread messages are counted; for one who takes no part the count is null. */
export function presentThread({ thread, participants, lastMessage }: ThreadSummary, reader: number): object {
  return {
    id: thread.id,
    participants: participants.map(presentUser),
    created: thread.created.toISOString(),
    updated: thread.updated.toISOString(),
    last_message: lastMessage === undefined ? null : presentMessage(lastMessage),
    unread_count: thread.unreadOf(reader) ?? null,
  };
}
