import type { ChatEvent } from '../../../application/ports/event-log.js';
import type { ThreadSummary } from '../../../domain/conversation/thread-summary.js';
import { recipientOf, type Message } from '../../../domain/conversation/message.js';
import type { User } from '../../../domain/accounts/user.js';

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

/**
 * An event's data, for one of the two participants. Where the reader's unread messages may have changed, it has
 * their total.
 */
export function presentEvent(event: ChatEvent, reader: number): object {
  const { participants, unread } = event;
  const total = { total_unread: reader === participants.low ? unread.low : unread.high };
  switch (event.type) {
    case 'thread.created':
      return presentThread(event.summary, reader);
    case 'thread.deleted':
      return { id: event.thread, ...total };
    case 'message.created':
      return { ...presentMessage(event.message), ...(recipientOf(event.message) === reader && total) };
    case 'message.deleted':
      return { id: event.message, thread: event.thread, ...total };
    case 'message.read': {
      const { thread, reader: marker, marked } = event;
      return {
        thread,
        reader: marker,
        ...('upTo' in marked ? { up_to: marked.upTo } : { ids: [marked.message] }),
        ...(marker === reader && total),
      };
    }
  }
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
