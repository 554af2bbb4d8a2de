import type { ChatEvent, ConversationEvent, Reader } from '../../../application/ports/event-log.js';
import type { Typing } from '../../../application/ports/event-signals.js';
import type { Attachment } from '../../../domain/attachments/attachment.js';
import type { ThreadSummary } from '../../../domain/conversation/thread-summary.js';
import { kindOf, recipientOf, type Message } from '../../../domain/conversation/message.js';
import type { Claims } from '../../../domain/accounts/claims.js';
import type { Account, Participant } from '../../../domain/accounts/user.js';
import type { Links } from './attachment-links.js';
import { isoOrNull, isoTime } from './iso-time.js';

// The resources of the API, as clients see them.

export function presentUser({ id, username, name, avatarUrl }: Omit<Participant, 'active'>): object {
  return { id, username, name: name ?? null, avatar_url: avatarUrl ?? null };
}

export function presentMe(user: Account['user']): object {
  const { role, externalId, created } = user;
  return Object.assign(presentUser(user), {
    role,
    external_id: externalId ?? null,
    created: isoTime(created),
  });
}

export function presentAccount({ user, unreadCount }: Account): object {
  return Object.assign(presentMe(user), { active: user.active, unread_count: unreadCount });
}

export function presentClaims({ name, avatarUrl, since }: Claims): object {
  return { name: name ?? null, avatar_url: avatarUrl ?? null, since: isoTime(since) };
}

/** @param asEvidence whether it is for somebody who sees evidence. */
export function presentAttachment(attachment: Attachment, links: Links, asEvidence = false): object {
  const { url, thumbnailUrl } = links.of(attachment, asEvidence);
  return { ...describeAttachment(attachment), url, thumbnail_url: thumbnailUrl ?? null };
}

/** All but where its bytes are. */
export function describeAttachment({ id, name, type, size, image }: Attachment): object {
  return { id, name, type, size, width: image?.width ?? null, height: image?.height ?? null };
}

/** @param links to what it has, which are good for a while: so it is presented anew each time. */
export function presentMessage(message: Message, links: Links): object {
  return {
    id: message.id,
    thread: message.threadId,
    sender: message.senderId ?? null,
    kind: kindOf(message),
    text: message.text,
    attachments: message.attachments.map((attachment) => presentAttachment(attachment, links)),
    metadata: message.metadata,
    created: isoTime(message.created),
    edited: isoOrNull(message.edited),
    is_read: message.isRead,
  };
}

/**
 * An event's data. For one of the two participants, it has the total of their unread messages where that may have changed;
 * for everybody, it has the ids of the two, unless it is their thread, which shows them.
 */
export function presentEvent(event: ChatEvent, reader: Reader, links: Links): object {
  switch (event.type) {
    case 'user.created':
      return presentAccount(event.account);
    case 'user.updated':
      return reader === 'everybody' ? presentAccount(event.account) : presentUser(event.account.user);
    case 'user.deleted':
      return { id: event.userId };
    default:
      return presentConversationEvent(event, reader, links);
  }
}

function presentConversationEvent(event: ConversationEvent, reader: Reader, links: Links): object {
  const { threadId, participants } = event;
  const [mine, total] =
    reader === 'everybody'
      ? [presentPair(participants.low, participants.high), {}]
      : [{}, totalOf(event, reader)];
  switch (event.type) {
    case 'thread.created':
    case 'thread.updated':
      return presentThread(event.summary, reader === 'everybody' ? undefined : reader, links);
    case 'thread.deleted':
      return { id: threadId, ...mine, ...total };
    case 'message.created':
      return Object.assign(
        presentMessage(event.message, links),
        mine,
        recipientOf(event.message) === reader && total,
      );
    case 'message.updated':
      return Object.assign(presentMessage(event.message, links), mine);
    case 'message.reported':
      return { id: event.messageId, thread: threadId, reporter: event.reader, ...mine };
    case 'message.deleted':
      return { id: event.messageId, thread: threadId, ...mine, ...total };
    case 'message.read':
      return {
        thread: threadId,
        reader: event.reader,
        ...('upTo' in event ? { up_to: event.upTo } : { ids: [event.messageId] }),
        ...mine,
        ...(event.reader === reader && total),
      };
  }
}

function totalOf({ participants, unread }: ConversationEvent, reader: number): object {
  return { total_unread: reader === participants.low ? unread.low : unread.high };
}

export function presentTyping({ thread, user, to }: Typing, reader: Reader): object {
  const pair = reader === 'everybody' ? presentPair(Math.min(user, to), Math.max(user, to)) : {};
  return { thread, user, ...pair };
}

function presentPair(low: number, high: number): object {
  return { participants: [low, high] };
}

/** @param reader whose unread messages are counted and whose view it is; for one who takes no part, these are null. */
export function presentThread(
  { thread, participants, lastMessage }: ThreadSummary,
  reader: number | undefined,
  links: Links,
): object {
  const view = thread.viewOf(reader);
  return {
    id: thread.id,
    participants: participants.map(presentUser),
    key: thread.key ?? null,
    metadata: thread.metadata,
    created: isoTime(thread.created),
    updated: isoTime(thread.updated),
    last_message: lastMessage === undefined ? null : presentMessage(lastMessage, links),
    unread_count: thread.unreadOf(reader) ?? null,
    archived: view?.archived ?? null,
    muted: view?.muted ?? null,
  };
}
