import type {
  AnswerTo,
  Conversations,
  Question,
  ThreadAnswer,
} from '../../../application/ports/conversations.js';
import type { Participant } from '../../../domain/accounts/user.js';
import type { PairStanding } from '../../../domain/conversation/conversation.js';
import {
  summedUp,
  type Decision,
  type Deed,
  type Done,
  type SentRange,
  type ThreadChange,
  type UserChange,
} from '../../../domain/conversation/decision.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { EventRecorder } from '../event-record.js';
import { givenMessage, insertMessage, insertMessages, messageValues } from './message-row.js';
import type { SqlMessageRepository } from './sql-message-repository.js';
import type { SqlThreadRepository } from './sql-thread-repository.js';
import { holdByRisingId, Overtaken, type Dialect, type Sql, type SqlValue } from './sql.js';
import { blockedBetween } from './typeorm-block-repository.js';

const nothing: Done = { id: 0, count: 0, unread: 0 };

const participants = `SELECT id, username, is_active, ${blockedBetween('?', '?')} FROM users WHERE id IN (?, ?)`;

const counts = `message_count = message_count + ?, low_unread = low_unread + ?, high_unread = high_unread + ?`;
const changeCounts = `UPDATE threads SET ${counts} WHERE id = ?`;
const setLast = `UPDATE threads SET ${counts}, last_message_id = ?, updated = ? WHERE id = ?`;
const lookForLast = `UPDATE threads SET ${counts},
  last_message_id = (SELECT max(id) FROM messages WHERE thread_id = threads.id) WHERE id = ?`;

const threadRow = {
  id: 'bigint',
  low_id: 'bigint',
  high_id: 'bigint',
  created: 'bigint',
  updated: 'bigint',
} as const;
const addThreads = (dialect: Dialect) =>
  `INSERT INTO threads (${Object.keys(threadRow).join()}) SELECT ${Object.keys(threadRow).join()} FROM ${dialect.given(threadRow)}`;
const changeThreads = (dialect: Dialect) =>
  `UPDATE threads SET message_count = message_count + added, low_unread = low_unread + low,
     high_unread = high_unread + high, last_message_id = coalesce(last, last_message_id), updated = coalesce(moved, updated)
   FROM ${dialect.given({ id: 'bigint', added: 'bigint', low: 'bigint', high: 'bigint', last: 'bigint', moved: 'bigint' })}
   WHERE threads.id = given.id`;
const changeUsers = (dialect: Dialect) =>
  `UPDATE users SET thread_count = thread_count + opened, unread_count = unread_count + unread
   FROM ${dialect.given({ id: 'bigint', opened: 'bigint', unread: 'bigint' })} WHERE users.id = given.id`;

export class SqlConversations implements Conversations {
  constructor(
    private readonly sql: Sql,
    private readonly threads: SqlThreadRepository,
    private readonly messages: SqlMessageRepository,
    private readonly events: EventRecorder,
  ) {}

  // Each promise costs a send something that can be measured: so what only passes one on is no async function.

  hold<Asked extends Question>(question: Asked): Promise<AnswerTo<Asked>> {
    return this.#hold(question) as Promise<AnswerTo<Asked>>;
  }

  apply<Result>({ deed, outcome }: Decision<Result>): Promise<Result> {
    return this.sql.together(async () => {
      const { result, thread, users = [], events = [] } = outcome(deed ? await this.#do(deed) : nothing);
      if (thread !== undefined) await this.#changeThread(thread);
      if (users.length > 0) await this.#changeUsers(users);
      for (const event of events) await this.events.record(event);
      return result;
    });
  }

  addAll(decisions: readonly Decision<unknown>[]): Promise<void> {
    return this.sql.together(async () => {
      const { threads, messages, changes, users } = summedUp(decisions);
      const { dialect } = this.sql;
      await this.#addRows(
        addThreads(dialect),
        threads.map(({ id, participants, created, updated }) => ({
          id,
          low_id: participants.low,
          high_id: participants.high,
          created: created.getTime(),
          updated: updated.getTime(),
        })),
      );
      await this.#addRows(
        insertMessages(dialect),
        messages.map(({ id, message, isRead }) => givenMessage(id, message, isRead)),
      );
      await this.#addRows(
        changeThreads(dialect),
        changes.map(({ id, messages: added, lowUnread: low, highUnread: high, last }) => ({
          ...{ id, added, low, high },
          ...(typeof last === 'object' && { last: last.id, moved: last.updated.getTime() }),
        })),
      );
      await this.#addRows(
        changeUsers(dialect),
        users.map(({ id, threads: opened, unread }) => ({ id, opened, unread })),
      );
    });
  }

  async #addRows(text: string, rows: readonly object[]): Promise<void> {
    if (rows.length > 0) await this.sql.change(text, [JSON.stringify(rows)]);
  }

  #hold(question: Question): Promise<AnswerTo<Question>> {
    if ('message' in question) return this.messages.hold(question.message);
    if ('pair' in question) return this.#lookAt(question.pair);
    return this.#holdThread(question);
  }

  async #holdThread({ thread, key }: Extract<Question, { thread: number }>): Promise<ThreadAnswer> {
    const standing = await this.threads.hold(thread);
    if (key === undefined) return { standing, first: undefined };
    return { standing, first: await this.messages.findByIdempotencyKey(key.sender, key.key) };
  }

  async #lookAt(pair: ParticipantPair): Promise<PairStanding> {
    const { low, high } = pair;
    const rows = await this.sql.rows<{ id: number; username: string; is_active: number; blocked: number }>(
      participants,
      [low, high, high, low, low, high],
    );
    const participant = (id: number): Participant | undefined => {
      const row = rows.find((one) => one.id === id);
      return row && { id, username: row.username, active: row.is_active === 1 };
    };
    return {
      participants: [participant(low), participant(high)],
      blocked: rows[0]?.blocked === 1,
      existing: await this.threads.summaryOfPair(pair),
    };
  }

  async #do(deed: Deed): Promise<Done> {
    switch (deed.kind) {
      case 'add-thread':
        return { ...nothing, id: await this.#addThread(deed) };
      case 'add-message': {
        const { id, message, isRead } = deed;
        const text = insertMessage(this.sql.dialect.id('messages'));
        return {
          ...nothing,
          id: (await this.sql.insert(text, messageValues(id, message, isRead))) as number,
        };
      }
      case 'mark-read':
        return { ...nothing, count: await this.#markRead(deed.sent) };
      case 'remove-messages':
        return this.#removeMessages(deed.sent, deed.participants);
      case 'remove-thread': {
        // The database removes the messages with their thread.
        const { affected } = await this.sql.change('DELETE FROM threads WHERE id = ?', [deed.threadId]);
        return { ...nothing, count: affected };
      }
    }
  }

  async #addThread({ id, participants, created, updated }: Extract<Deed, { kind: 'add-thread' }>) {
    const added = await this.sql.insert(
      `INSERT INTO threads (id, low_id, high_id, created, updated)
       VALUES (${this.sql.dialect.id('threads')}, ?, ?, ?, ?) ON CONFLICT (low_id, high_id) DO NOTHING`,
      [id ?? null, participants.low, participants.high, created.getTime(), updated.getTime()],
    );
    if (added === undefined) throw new Overtaken('The pair has a thread that was not there before.');
    return added;
  }

  async #markRead(sent: SentRange): Promise<number> {
    const { where, values } = inRange(sent);
    const { affected } = await this.sql.change(
      `UPDATE messages SET is_read = 1 WHERE ${where} AND is_read = 0`,
      values,
    );
    return affected;
  }

  async #removeMessages(sent: SentRange, participants: ParticipantPair): Promise<Done> {
    const unread = await this.#markRead(sent);
    await this.events.recordDeletions(sent, participants);
    const { where, values } = inRange(sent);
    const { affected } = await this.sql.change(`DELETE FROM messages WHERE ${where}`, values);
    return { ...nothing, count: affected, unread };
  }

  #changeThread({ id, messages, lowUnread, highUnread, last }: ThreadChange): Promise<unknown> {
    if (last === undefined) return this.sql.change(changeCounts, [messages, lowUnread, highUnread, id]);
    if (last === 'latest left') return this.sql.change(lookForLast, [messages, lowUnread, highUnread, id]);
    const updated = last.updated.getTime();
    return this.sql.change(setLast, [messages, lowUnread, highUnread, last.id, updated, id]);
  }

  #changeUsers([one, other]: readonly UserChange[]): Promise<unknown> {
    if (one === undefined) return Promise.resolve();
    if (other !== undefined) return this.#changeBoth(one, other);
    return this.sql.change('UPDATE users SET unread_count = unread_count + ? WHERE id = ?', [
      one.unread,
      one.id,
    ]);
  }

  async #changeBoth(one: UserChange, other: UserChange): Promise<void> {
    await holdByRisingId(this.sql, 'users', [one.id, other.id]);
    await this.sql.change(
      `UPDATE users SET thread_count = thread_count + ?,
         unread_count = unread_count + CASE WHEN id = ? THEN CAST(? AS integer) ELSE CAST(? AS integer) END
       WHERE id IN (?, ?)`,
      [one.threads, one.id, one.unread, other.unread, one.id, other.id],
    );
  }
}

/** One message is found by its id, without a walk through an index of the thread. */
function inRange({ threadId, senderId, after, upTo }: SentRange): { where: string; values: SqlValue[] } {
  return upTo - after === 1
    ? { where: 'id = ? AND thread_id = ? AND sender_id = ?', values: [upTo, threadId, senderId] }
    : {
        where: 'thread_id = ? AND sender_id = ? AND id > ? AND id <= ?',
        values: [threadId, senderId, after, upTo],
      };
}
