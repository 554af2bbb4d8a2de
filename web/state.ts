import type { Attachment, DuetEvent, Me, Message, Thread, User } from '../client/index.js';
import { say } from './language.js';

// What the page knows, and how it changes. Pure: no network, no storage, no clock.

export interface Conversation {
  /** In the order of their ids. */
  readonly messages: readonly Message[];
  /** Whether the first message of the thread is among them. */
  readonly complete: boolean;
}

/** A message that nobody has acknowledged yet. */
export interface Pending {
  readonly key: string;
  readonly thread: number;
  /** Who it is for: if the thread is deleted, it becomes a draft for them. Older versions of the page did not keep it. */
  readonly to?: User | undefined;
  /** What their thread is about, if anything. */
  readonly about?: string | undefined;
  readonly text: string;
  /** Undefined is none. */
  readonly attachments?: readonly Attachment[] | undefined;
  /** When it was written, in milliseconds since 1970. */
  readonly written: number;
  /** Set once it may have reached the service: the id of the last message that was there before. */
  readonly after?: number | undefined;
  /** Why it was not sent. It is sent again only if the user says so. */
  readonly problem?: string | undefined;
}

export interface State {
  readonly phase: 'starting' | 'signed-out' | 'signed-in';
  /** Something to tell the user: why they have to sign in again, or what did not work. */
  readonly notice: string | undefined;
  readonly me: Me | undefined;
  /** Whether events arrive. */
  readonly live: boolean;
  /** The threads that were loaded, and how many there are. */
  readonly threads: ReadonlyMap<number, Thread>;
  readonly threadCount: number | undefined;
  readonly selected: number | undefined;
  /** The message in it that is to be shown. */
  readonly sought: number | undefined;
  readonly conversations: ReadonlyMap<number, Conversation>;
  /** The threads in which the other is writing. */
  readonly typing: ReadonlySet<number>;
  readonly outbox: readonly Pending[];
  /** How many messages are unread in all threads. */
  readonly unread: number;
  /** The ids of the people that the user blocks. */
  readonly blocked: ReadonlySet<number>;
  /** Counts the changes of each thread: an answer that was asked for before the last one is old. */
  readonly changes: ReadonlyMap<number, number>;
  /** Threads that have changed in a way that the page does not know: they must be read again. */
  readonly missing: ReadonlySet<number>;
}

/** What happens in the page itself: what the user does, and what the service answers. */
export type PageEvent =
  | { readonly event: 'signed-in'; readonly me: Me }
  | { readonly event: 'signed-out'; readonly notice: string | undefined }
  | { readonly event: 'notice'; readonly notice: string | undefined }
  | { readonly event: 'connection'; readonly live: boolean }
  | {
      readonly event: 'selected';
      readonly thread: number | undefined;
      readonly message?: number | undefined;
    }
  | { readonly event: 'typing.over'; readonly thread: number }
  | { readonly event: 'outbox'; readonly items: readonly Pending[] }
  | { readonly event: 'blocked'; readonly person: number; readonly isBlocked: boolean }
  /** Everything that is not shown is forgotten: it may have changed without an event. */
  | { readonly event: 'forgotten' }
  /** The beginning of the list, and what else is read at the start. */
  | ({
      readonly event: 'overview';
      readonly unread: number;
      readonly blocked: ReadonlySet<number>;
    } & ThreadPage)
  | ({ readonly event: 'threads' } & ThreadPage)
  | { readonly event: 'thread.asked'; readonly id: number }
  | { readonly event: 'thread'; readonly thread: Thread; readonly asOf: number }
  | { readonly event: 'thread.missing'; readonly id: number }
  /** The newest messages. There may be a gap between them and the messages that were loaded before. */
  | ({ readonly event: 'messages.newest' } & MessagePage)
  | ({ readonly event: 'messages.older' } & MessagePage)
  /** An event that arrived while a page was being read is applied to that page, too. */
  | { readonly event: 'again'; readonly of: DuetEvent };

interface ThreadPage {
  readonly threads: readonly Thread[];
  readonly count: number;
  /** `changes` when the page was asked for. */
  readonly asOf: ReadonlyMap<number, number>;
}

interface MessagePage {
  readonly thread: number;
  readonly messages: readonly Message[];
  readonly complete: boolean;
}

export const signedOut: State = {
  phase: 'signed-out',
  notice: undefined,
  me: undefined,
  live: false,
  threads: new Map(),
  threadCount: undefined,
  selected: undefined,
  sought: undefined,
  conversations: new Map(),
  typing: new Set(),
  outbox: [],
  unread: 0,
  blocked: new Set(),
  changes: new Map(),
  missing: new Set(),
};

export function apply(state: State, event: DuetEvent | PageEvent): State {
  if (!('data' in event)) return applyPageEvent(state, event);
  const { data } = event;
  const isCounted = 'total_unread' in data;
  return applyServiceEvent(isCounted ? { ...state, unread: data.total_unread ?? 0 } : state, event);
}

function applyServiceEvent(state: State, event: DuetEvent): State {
  switch (event.event) {
    case 'thread.created':
      return putThread(state, event.data);
    case 'thread.updated':
      return updateThread(state, event.data);
    case 'thread.deleted':
      return removeThread(state, event.data.id, say('conversationDeleted'));
    case 'message.created':
      return addMessage(state, event.data);
    case 'message.updated':
      return updateMessage(state, event.data);
    case 'message.deleted':
      return removeMessage(state, event.data.thread, event.data.id);
    case 'message.read':
      return markRead(state, event.data);
    case 'user.updated':
      return updateUser(state, event.data);
    case 'typing':
      return { ...state, typing: withOne(state.typing, event.data.thread) };
    default:
      return state; // the page shows nothing of it
  }
}

function applyPageEvent(state: State, event: PageEvent): State {
  switch (event.event) {
    case 'signed-in':
      return { ...signedOut, phase: 'signed-in', me: event.me, ...addressIn(state) };
    case 'signed-out':
      return { ...signedOut, notice: event.notice, ...addressIn(state) };
    case 'notice':
      return { ...state, notice: event.notice };
    case 'connection':
      return { ...state, live: event.live };
    case 'selected':
      return { ...state, selected: event.thread, sought: event.message };
    case 'typing.over':
      return { ...state, typing: without(state.typing, event.thread) };
    case 'outbox':
      return withoutArrived({ ...state, outbox: event.items });
    case 'blocked': {
      const change = event.isBlocked ? withOne : without;
      return { ...state, blocked: change(state.blocked, event.person) };
    }
    case 'forgotten':
      return { ...state, conversations: only(state.conversations, state.selected) };
    case 'overview': {
      const { unread, blocked } = event;
      return putThreads({ ...state, threads: only(state.threads, state.selected), unread, blocked }, event);
    }
    case 'threads':
      return putThreads(state, event);
    case 'thread.asked':
      return { ...state, missing: without(state.missing, event.id) };
    case 'thread': {
      const { thread, asOf } = event;
      return changesOf(state, thread.id) === asOf ? putThread(state, thread) : miss(state, thread.id);
    }
    case 'thread.missing':
      return removeThread(state, event.id, say('conversationGone'));
    case 'messages.newest': {
      const { thread, messages, complete } = event;
      const oldest = messages.reduce((least, { id }) => Math.min(least, id), Infinity);
      const known = state.conversations.get(thread)?.messages ?? [];
      const kept = { messages: known.filter(({ id }) => id >= oldest), complete };
      return putMessages(putConversation(state, thread, kept), thread, messages, complete);
    }
    case 'messages.older':
      return putMessages(state, event.thread, event.messages, event.complete);
    case 'again':
      return applyServiceEvent(state, event.of);
  }
}

function addMessage(state: State, message: Message): State {
  const { thread: id, sender, is_read: isRead } = message;
  const isOwn = sender === state.me?.id;
  let next = changed(state, id);
  if (next.conversations.has(id)) next = putMessages(next, id, [message]);
  if (!isOwn) next = { ...next, typing: without(next.typing, id) };
  const thread = next.threads.get(id);
  if (thread === undefined) return miss(next, id);
  if ((thread.last_message?.id ?? 0) >= message.id) return next;
  const unread_count = (thread.unread_count ?? 0) + (isOwn || isRead ? 0 : 1);
  return setThread(next, { ...thread, last_message: message, updated: message.created, unread_count });
}

/** It has another text. Read or unread, it stays as it is known here. */
function updateMessage(state: State, message: Message): State {
  const { thread: id } = message;
  const shown = (one: Message) => (one.id === message.id ? newer(one, message) : one);
  let next = changed(state, id);
  const conversation = next.conversations.get(id);
  if (conversation !== undefined) {
    next = putConversation(next, id, { ...conversation, messages: conversation.messages.map(shown) });
  }
  const thread = next.threads.get(id);
  if (thread?.last_message?.id !== message.id) return next;
  return setThread(next, { ...thread, last_message: shown(thread.last_message) });
}

/** An answer may be older than the event that told that a message was read or edited. */
function newer(known: Message | undefined, message: Message): Message {
  if (known === undefined) return message;
  const isOlder = (known.edited ?? '') > (message.edited ?? '');
  return { ...(isOlder ? known : message), is_read: message.is_read || known.is_read };
}

function removeMessage(state: State, id: number, message: number): State {
  const conversation = state.conversations.get(id);
  const next = miss(changed(state, id), id);
  if (conversation === undefined) return next;
  const messages = conversation.messages.filter((one) => one.id !== message);
  return subtractUnread(putConversation(next, id, { ...conversation, messages }), state, id);
}

type ReadMark = Extract<DuetEvent, { event: 'message.read' }>['data'];

function markRead(state: State, { thread: id, reader, up_to = 0, ids = [] }: ReadMark): State {
  const concerns = (message: Message) =>
    message.sender !== reader && (message.id <= up_to || ids.includes(message.id));
  const read = (message: Message) =>
    !message.is_read && concerns(message) ? { ...message, is_read: true } : message;
  let next = changed(state, id);
  const conversation = next.conversations.get(id);
  if (conversation !== undefined) {
    next = putConversation(next, id, { ...conversation, messages: conversation.messages.map(read) });
  }
  if (reader === state.me?.id) next = subtractUnread(next, state, id);
  const thread = next.threads.get(id);
  if (thread === undefined) return next;
  const last = thread.last_message;
  next = setThread(next, { ...thread, last_message: last && read(last) });
  if (reader !== state.me?.id || thread.unread_count === 0) return next;
  if (last === null || up_to < last.id) return miss(next, id);
  return setThread(next, { ...thread, last_message: read(last), unread_count: 0 });
}

/** How many loaded messages of the other participant are unread. */
export function unreadIn(state: State, id: number): number {
  const messages = state.conversations.get(id)?.messages ?? [];
  return messages.filter((message) => isUnread(message, state.me?.id)).length;
}

export function isUnread({ sender, is_read: isRead }: Message, me: number | undefined): boolean {
  return sender !== me && !isRead;
}

/** Lowers the thread's count by what is no longer unread, until the service sends the new count. */
function subtractUnread(state: State, before: State, id: number): State {
  const thread = state.threads.get(id);
  if (thread === undefined) return state;
  const fewer = unreadIn(before, id) - unreadIn(state, id);
  return setThread(state, { ...thread, unread_count: Math.max(0, (thread.unread_count ?? 0) - fewer) });
}

function putMessages(state: State, id: number, added: readonly Message[], complete?: boolean): State {
  const conversation = state.conversations.get(id) ?? { messages: [], complete: false };
  const messages = new Map(conversation.messages.map((message) => [message.id, message]));
  for (const message of added) {
    messages.set(message.id, newer(messages.get(message.id), message));
  }
  const next = putConversation(state, id, {
    messages: [...messages.values()].sort((one, other) => one.id - other.id),
    complete: complete ?? conversation.complete,
  });
  return withoutArrived(next);
}

function putConversation(state: State, id: number, conversation: Conversation): State {
  return { ...state, conversations: new Map(state.conversations).set(id, conversation) };
}

/** A thread that changed while the page was being read is read once more. */
function putThreads(state: State, { threads: added, count, asOf }: ThreadPage): State {
  const threads = new Map(state.threads);
  const missing = new Set(state.missing);
  for (const thread of added) {
    threads.set(thread.id, thread);
    if ((asOf.get(thread.id) ?? 0) !== changesOf(state, thread.id)) missing.add(thread.id);
  }
  return { ...state, threads, missing, threadCount: count };
}

function putThread(state: State, thread: Thread): State {
  const { threads, threadCount } = state;
  const isNew = threadCount !== undefined && !threads.has(thread.id);
  return { ...setThread(state, thread), ...(isNew && { threadCount: threadCount + 1 }) };
}

/** What the user archives leaves the list. The open conversation stays until the user leaves it. */
function updateThread(state: State, thread: Thread): State {
  const next = changed(state, thread.id);
  if (thread.archived !== true || state.selected === thread.id) return putThread(next, thread);
  const threads = new Map(next.threads);
  if (!threads.delete(thread.id)) return next;
  return { ...next, threads, threadCount: (next.threadCount ?? 1) - 1 };
}

/** Somebody is called or looks otherwise: the user on another device, or the other side of threads. */
function updateUser(state: State, user: User): State {
  const shown = (one: User) => (one.id === user.id ? user : one);
  let next = state.me?.id === user.id ? { ...state, me: { ...state.me, ...user } } : state;
  for (const thread of state.threads.values()) {
    if (!thread.participants.some(({ id }) => id === user.id)) continue;
    next = setThread(changed(next, thread.id), { ...thread, participants: thread.participants.map(shown) });
  }
  return next;
}

function setThread(state: State, thread: Thread): State {
  return { ...state, threads: new Map(state.threads).set(thread.id, thread) };
}

function removeThread(state: State, id: number, notice: string): State {
  const [threads, conversations] = [new Map(state.threads), new Map(state.conversations)];
  conversations.delete(id);
  const wasListed = threads.delete(id);
  return {
    ...changed(state, id),
    threads,
    conversations,
    missing: without(state.missing, id),
    ...(wasListed && { threadCount: (state.threadCount ?? 1) - 1 }),
    ...(state.selected === id && { selected: undefined, sought: undefined, notice }),
  };
}

/** Hides from the outbox what has already arrived as a message: only its answer is missing. */
function withoutArrived(state: State): State {
  const hasArrived = ({ thread, text, after }: Pending) =>
    after !== undefined &&
    (state.conversations.get(thread)?.messages ?? []).some(
      ({ id, sender, text: sent }) => id > after && sender === state.me?.id && sent === text,
    );
  return state.outbox.some(hasArrived)
    ? { ...state, outbox: state.outbox.filter((item) => !hasArrived(item)) }
    : state;
}

function addressIn({ selected, sought }: State): Pick<State, 'selected' | 'sought'> {
  return { selected, sought };
}

export function changesOf(state: State, thread: number): number {
  return state.changes.get(thread) ?? 0;
}

function changed(state: State, thread: number): State {
  return { ...state, changes: new Map(state.changes).set(thread, changesOf(state, thread) + 1) };
}

function miss(state: State, thread: number): State {
  return { ...state, missing: withOne(state.missing, thread) };
}

// Both return the same set if nothing changes, so that nothing is drawn again.

function withOne(set: ReadonlySet<number>, one: number): ReadonlySet<number> {
  return set.has(one) ? set : new Set(set).add(one);
}

function without(set: ReadonlySet<number>, one: number): ReadonlySet<number> {
  return set.has(one) ? new Set([...set].filter((other) => other !== one)) : set;
}

function only<T>(map: ReadonlyMap<number, T>, key: number | undefined): ReadonlyMap<number, T> {
  return new Map([...map].filter(([id]) => id === key));
}
