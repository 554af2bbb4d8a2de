import type {
  AnswerTo,
  Conversations,
  Question,
  ThreadAnswer,
} from '../../../application/ports/conversations.js';
import { noAttachments } from '../../../domain/attachments/attachment.js';
import type { Participant } from '../../../domain/accounts/user.js';
import type { PairStanding } from '../../../domain/conversation/conversation.js';
import type {
  Addition,
  Decision,
  Deed,
  Done,
  SentRange,
  ThreadChange,
  UserChange,
} from '../../../domain/conversation/decision.js';
import type { ThreadSettings } from '../../../domain/conversation/thread.js';
import type { EventRecorder } from '../event-record.js';
import {
  givenMessage,
  inRange,
  insertMessage,
  insertMessages,
  keepDeleted,
  keepEdited,
  messageValues,
} from './message-row.js';
import { unheld } from './typeorm-evidence-repository.js';
import type { SqlAttachmentRepository } from './sql-attachment-repository.js';
import type { SqlMessageRepository } from './sql-message-repository.js';
import type { SqlThreadRepository } from './sql-thread-repository.js';
import type { SqlTokenFamilyRepository } from './sql-token-family-repository.js';
import { fromSettings } from './thread-row.js';
import { holdByRisingId, Overtaken, type Dialect, type Sql, type SqlValue } from './sql.js';
import { blockedBetween } from './sql-block-repository.js';

const nothing: Done = { id: 0, count: 0, unread: 0 };

interface ParticipantFields {
  id: number;
  username: string;
  name: string | null;
  avatar_url: string | null;
  is_active: number;
  blocked: number;
}

const participants = `SELECT id, username, name, avatar_url, is_active, ${blockedBetween('?', '?')} FROM users WHERE id IN (?, ?)`;

const counts = `message_count = message_count + ?, low_unread = low_unread + ?, high_unread = high_unread + ?`;
const settings = `metadata = ?, low_archived = ?, high_archived = ?, low_muted = ?, high_muted = ?`;
const change = (...more: string[]) => `UPDATE threads SET ${[counts, ...more].join(', ')} WHERE id = ?`;
const setLast = 'last_message_id = ?, updated = ?';
const lookForLast = 'last_message_id = (SELECT max(id) FROM messages WHERE thread_id = threads.id)';
const changes = {
  'as before': [change(), change(settings)],
  'this one': [change(setLast), change(setLast, settings)],
  'latest left': [change(lookForLast), change(lookForLast, settings)],
} as const;

const threadRow = {
  id: 'bigint',
  low_id: 'bigint',
  high_id: 'bigint',
  key: 'text',
  created: 'bigint',
  updated: 'bigint',
  metadata: 'text',
  low_archived: 'bigint',
  high_archived: 'bigint',
  low_muted: 'bigint',
  high_muted: 'bigint',
} as const;
export const addThreads = (dialect: Dialect) =>
  `INSERT INTO threads (${Object.keys(threadRow).join()}) SELECT ${Object.keys(threadRow).join()} FROM ${dialect.given(threadRow)}`;
export const changeThreads = (dialect: Dialect) =>
  `UPDATE threads SET message_count = message_count + added, low_unread = low_unread + low,
     high_unread = high_unread + high, last_message_id = coalesce(last, last_message_id), updated = coalesce(moved, updated)
   FROM ${dialect.given({ id: 'bigint', added: 'bigint', low: 'bigint', high: 'bigint', last: 'bigint', moved: 'bigint' })}
   WHERE threads.id = given.id`;
export const userChanges = { id: 'bigint', opened: 'bigint', archived: 'bigint', unread: 'bigint' } as const;
/** From rows of `userChanges`, which are called `given`. */
export const changeUsersBy = (source: string) =>
  `UPDATE users SET thread_count = thread_count + opened, archived_count = archived_count + archived,
     unread_count = unread_count + unread
   FROM ${source} WHERE users.id = given.id`;
export const changeUsers = (dialect: Dialect) => changeUsersBy(dialect.given(userChanges));
const changeOne = `UPDATE users SET unread_count = unread_count + ?, archived_count = archived_count + ? WHERE id = ?`;
const ofEach = `CASE WHEN id = ? THEN CAST(? AS integer) ELSE CAST(? AS integer) END`;
const changeBoth = `UPDATE users SET thread_count = thread_count + ?, archived_count = archived_count + ${ofEach},
  unread_count = unread_count + ${ofEach} WHERE id IN (?, ?)`;

export class SqlConversations implements Conversations {
  constructor(
    private readonly sql: Sql,
    private readonly threads: SqlThreadRepository,
    private readonly messages: SqlMessageRepository,
    private readonly attachments: SqlAttachmentRepository,
    private readonly tokenFamilies: SqlTokenFamilyRepository,
    private readonly events: EventRecorder,
  ) {}

  // Each promise costs a send something that can be measured: so what only passes one on is no async function.

  hold<Asked extends Question>(question: Asked): Promise<AnswerTo<Asked>> {
    return this.#hold(question) as Promise<AnswerTo<Asked>>;
  }

  apply<Result>({ deed, outcome }: Decision<Result>): Promise<Result> {
    return this.sql.together(async () => {
      const outcomes = outcome(deed ? await this.#do(deed) : nothing);
      const { result, thread, users = [], events = [], tokenFamily } = outcomes;
      const changes: (() => Promise<unknown>)[] = events.map((event) => () => this.events.record(event));
      if (users.length > 0) changes.unshift(() => this.#changeUsers(users));
      if (thread !== undefined) changes.unshift(() => changeThread(this.sql, thread));
      if (tokenFamily !== undefined) changes.push(() => this.tokenFamilies.change(tokenFamily));
      await this.sql.inOrder(changes);
      return result;
    });
  }

  addAll({ threads = [], messages = [], changes = [], users = [] }: Partial<Addition>): Promise<void> {
    return this.sql.together(async () => {
      const { dialect } = this.sql;
      await this.#addRows(addThreads(dialect), threads.map(givenThread));
      await this.#addRows(insertMessages(dialect), messages.map(givenMessage));
      const changed = await this.#addRows(changeThreads(dialect), changes.map(givenThreadChange));
      requireThreads(changed, changes.length);
      await this.#addRows(changeUsers(dialect), users.map(givenUserChange));
    });
  }

  async #addRows(text: string, rows: readonly object[]): Promise<number> {
    if (rows.length === 0) return 0;
    return (await this.sql.change(text, [JSON.stringify(rows)])).affected;
  }

  #hold(question: Question): Promise<AnswerTo<Question>> {
    if ('message' in question) return this.messages.hold(question.message);
    if ('pair' in question) return this.#lookAt(question);
    if ('tokenFamily' in question) return this.tokenFamilies.hold(question.tokenFamily);
    return this.#holdThread(question);
  }

  async #holdThread({ thread, key, uploads }: Extract<Question, { thread: number }>): Promise<ThreadAnswer> {
    const standing = await this.threads.hold(thread);
    return {
      standing,
      first: key === undefined ? undefined : await this.messages.holdKey(key),
      uploads: uploads === undefined ? noAttachments : await this.attachments.holdUnsent(uploads),
    };
  }

  async #lookAt({ pair, threadKey }: Extract<Question, { pair: unknown }>): Promise<PairStanding> {
    const { low, high } = pair;
    const rows = await this.sql.rows<ParticipantFields>(participants, [low, high, high, low, low, high]);
    const participant = (id: number): Participant | undefined => {
      const row = rows.find((one) => one.id === id);
      return (
        row && {
          id,
          username: row.username,
          name: row.name ?? undefined,
          avatarUrl: row.avatar_url ?? undefined,
          active: row.is_active === 1,
        }
      );
    };
    return {
      participants: [participant(low), participant(high)],
      blocked: rows[0]?.blocked === 1,
      existing: await this.threads.summaryOfPair(pair, threadKey),
    };
  }

  async #do(deed: Deed): Promise<Done> {
    switch (deed.kind) {
      case 'add-thread':
        return { ...nothing, id: await this.#addThread(deed) };
      case 'add-message': {
        const { id, message, isRead } = deed;
        const text = insertMessage(this.sql.dialect.id('messages'));
        const added = (await this.sql.insert(text, messageValues(id, message, isRead))) as number;
        // One that is put back under its id brings its attachments by itself.
        if (id === undefined && message.attachments.length > 0) {
          await this.attachments.give(message.attachments, added);
        }
        return { ...nothing, id: added };
      }
      case 'mark-read':
        return { ...nothing, count: await this.#markRead(deed.sent) };
      case 'edit-message':
        return { ...nothing, count: await this.#edit(deed) };
      case 'remove-messages':
        return this.#removeMessages(deed);
      case 'remove-thread':
        return { ...nothing, count: await this.#removeThread(deed) };
    }
  }

  async #addThread(thread: Extract<Deed, { kind: 'add-thread' }>) {
    const { id, participants, key, created, updated } = thread;
    const { low, high } = participants;
    const added = await this.sql.insert(
      `INSERT INTO threads (${Object.keys(threadRow).join()})
       VALUES (${this.sql.dialect.id('threads')}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (low_id, high_id, key) DO NOTHING`,
      [...[id ?? null, low, high, key ?? '', created.getTime(), updated.getTime()], ...settingsOf(thread)],
    );
    if (added === undefined) throw new Overtaken('The pair has a thread that was not there before.');
    return added;
  }

  /** A trigger remembers the thread if it leaves messages. */
  async #removeThread({ threadId, messages }: Extract<Deed, { kind: 'remove-thread' }>): Promise<number> {
    if (messages === 'go') await this.sql.change('DELETE FROM messages WHERE thread_id = ?', [threadId]);
    await this.sql.change(`DELETE FROM message_versions WHERE thread_id = ? AND ${unheld}`, [threadId]);
    return (await this.sql.change('DELETE FROM threads WHERE id = ?', [threadId])).affected;
  }

  async #markRead(sent: SentRange): Promise<number> {
    const { where, values } = inRange(sent);
    const { affected } = await this.sql.change(
      `UPDATE messages SET is_read = 1 WHERE ${where} AND is_read = 0`,
      values,
    );
    return affected;
  }

  async #edit({ sent, text, edited }: Extract<Deed, { kind: 'edit-message' }>): Promise<number> {
    const { where, values } = inRange(sent);
    const time = edited.getTime();
    const other = `${where} AND text <> ?`;
    await this.sql.change(keepEdited(other), [time, time, ...values, text]);
    const { affected } = await this.sql.change(`UPDATE messages SET text = ?, edited = ? WHERE ${other}`, [
      text,
      time,
      ...values,
      text,
    ]);
    return affected;
  }

  async #removeMessages({
    sent,
    participants,
    kept,
  }: Extract<Deed, { kind: 'remove-messages' }>): Promise<Done> {
    if (kept !== undefined) {
      const { where, values } = inRange(sent);
      await this.sql.change(keepDeleted(where), [kept.getTime(), kept.getTime(), ...values]);
    }
    const unread = await this.#markRead(sent);
    await this.events.recordDeletions(sent, participants);
    const { where, values } = inRange(sent);
    const { affected } = await this.sql.change(`DELETE FROM messages WHERE ${where}`, values);
    return { ...nothing, count: affected, unread };
  }

  #changeUsers([one, other]: readonly UserChange[]): Promise<unknown> {
    if (one === undefined) return Promise.resolve();
    if (other !== undefined) return this.#changeBoth(one, other);
    return this.sql.change(changeOne, [one.unread, one.archived, one.id]);
  }

  async #changeBoth(one: UserChange, other: UserChange): Promise<void> {
    await holdByRisingId(this.sql, 'users', [one.id, other.id]);
    await this.sql.change(changeBoth, [
      one.threads,
      ...[one.id, one.archived, other.archived],
      ...[one.id, one.unread, other.unread],
      ...[one.id, other.id],
    ]);
  }
}

export async function changeThread(
  sql: Sql,
  { id, messages, lowUnread, highUnread, last, settings }: ThreadChange,
): Promise<void> {
  const values: SqlValue[] = [messages, lowUnread, highUnread];
  if (typeof last === 'object') values.push(last.id, last.updated.getTime());
  const [alone, withSettings] = changes[typeof last === 'object' ? 'this one' : (last ?? 'as before')];
  const { affected } =
    settings === undefined
      ? await sql.change(alone, [...values, id])
      : await sql.change(withSettings, [...values, ...settingsOf(settings), id]);
  requireThreads(affected, 1);
}

/** A row for `addThreads`. */
export function givenThread(thread: Extract<Deed, { kind: 'add-thread' }> & { readonly id: number }) {
  return {
    id: thread.id,
    low_id: thread.participants.low,
    high_id: thread.participants.high,
    key: thread.key ?? '',
    created: thread.created.getTime(),
    updated: thread.updated.getTime(),
    ...fromSettings(thread),
  };
}

/** A row for `changeThreads`, which changes no settings and looks for no last message. */
export function givenThreadChange({ id, messages, lowUnread, highUnread, last }: ThreadChange) {
  const added = { id, added: messages, low: lowUnread, high: highUnread };
  return typeof last === 'object' ? { ...added, last: last.id, moved: last.updated.getTime() } : added;
}

/** A row for `changeUsers`. */
export function givenUserChange({ id, threads, archived, unread }: UserChange) {
  return { id, opened: threads, archived, unread };
}

/** In the order of `settings`. */
function settingsOf(thread: ThreadSettings): SqlValue[] {
  return Object.values(fromSettings(thread));
}

/** No foreign key says it, because messages of a deleted thread outlive it for a moment. */
function requireThreads(changed: number, expected: number): void {
  if (changed !== expected) throw new Overtaken('A thread that a message is in is not there.');
}
