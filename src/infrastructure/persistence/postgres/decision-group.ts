import { noAttachments } from '../../../domain/attachments/attachment.js';
import type { TokenFamilyStanding } from '../../../domain/accounts/token-family.js';
import type { PairStanding, ThreadStanding } from '../../../domain/conversation/conversation.js';
import {
  summedUsers,
  type Decision,
  type Deed,
  type Done,
  type Outcome,
} from '../../../domain/conversation/decision.js';
import type { Message } from '../../../domain/conversation/message.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import { blockedBetween, blockedColumn } from '../sql/sql-block-repository.js';
import {
  addThreads,
  changeThreads,
  changeThread,
  changeUsersBy,
  givenThread,
  givenThreadChange,
  givenUserChange,
  userChanges,
} from '../sql/sql-conversations.js';
import { givenEvent, insertEvents } from '../sql/sql-event-log.js';
import { givenMessage, insertMessages } from '../sql/message-row.js';
import {
  changeTokenFamilies,
  givenNextToken,
  standingFamilies,
  toStanding,
  type StandingRow,
} from '../sql/sql-token-family-repository.js';
import { SqlMessageRepository } from '../sql/sql-message-repository.js';
import { threadColumns, toThread, type StandingFields, type ThreadFields } from '../sql/thread-row.js';
import type { Dialect, Sql } from '../sql/sql.js';
import type { Fate, Undecided } from './decision-queue.js';
import { postgresWriting } from './postgres-sql.js';

// Many decisions in one transaction: one trip reads and holds for all of them, the domain decides each, and one trip
// applies all outcomes and commits. A trip more, where an outcome rests on what the database finds.

/** What `decideTogether` wants of its SQL. */
export const groupDialect: Dialect = {
  ...postgresWriting,
  // PostgreSQL takes JSON for a hundred rows, and reads whole tables for so many. Of what a limit that it does not know
  // leaves, it takes a tenth.
  given: (columns) => `(SELECT * FROM ${postgresWriting.given(columns)} LIMIT (SELECT 100000)) AS given`,
};

/**
 * A thread that somebody else holds is left out, so that a group waits for nobody's thread. Where a message may come, its
 * id is drawn, once the thread is held.
 */
const holdThreads = `
  SELECT held.*,
    CASE WHEN id = ANY (CAST(? AS bigint[])) THEN nextval('messages_id_seq'::regclass) ELSE 0 END AS next_message
  FROM (
    SELECT ${threadColumns}, ${blockedColumn} FROM threads t
    WHERE t.id = ANY (ARRAY(SELECT unnest(CAST(? AS bigint[]))
      UNION SELECT thread_id FROM messages WHERE id = ANY (CAST(? AS bigint[]))))
    FOR NO KEY UPDATE OF t SKIP LOCKED) AS held`;

type HeldRow = ThreadFields & StandingFields & { next_message: number };

const listedTexts = 'ANY (ARRAY(SELECT json_array_elements_text(CAST(? AS json))))';
const holdFamilies = `${standingFamilies} WHERE f.id = ${listedTexts} FOR NO KEY UPDATE OF f SKIP LOCKED`;

const keysInUse = `
  WITH asked AS (SELECT * FROM ${groupDialect.given({ sender: 'bigint', name: 'text' })})
  SELECT sender, name FROM asked JOIN messages ON sender_id = sender AND idempotency_key = name
  UNION ALL
  SELECT sender, name FROM asked JOIN message_versions ON sender_id = sender AND idempotency_key = name`;

const pairs = `
  SELECT given.n, ${blockedBetween('given.low', 'given.high')},
    EXISTS (SELECT 1 FROM threads t WHERE t.low_id = given.low AND t.high_id = given.high AND t.key = given.name) AS open,
    low.username AS low_username, low.name AS low_name, low.avatar_url AS low_avatar_url, low.is_active AS low_active,
    high.username AS high_username, high.name AS high_name, high.avatar_url AS high_avatar_url,
    high.is_active AS high_active
  FROM ${groupDialect.given({ n: 'bigint', low: 'bigint', high: 'bigint', name: 'text' })}
  JOIN users low ON low.id = given.low JOIN users high ON high.id = given.high`;

interface PairRow extends StandingFields {
  n: number;
  open: boolean;
  low_username: string;
  low_name: string | null;
  low_avatar_url: string | null;
  low_active: number;
  high_username: string;
  high_name: string | null;
  high_avatar_url: string | null;
  high_active: number;
}

const drawThreadIds = `
  SELECT nextval('threads_id_seq'::regclass) AS id FROM generate_series(1, CAST(? AS integer))`;

const addNewThreads = `${addThreads(groupDialect)} ON CONFLICT DO NOTHING RETURNING id`;
const addNewMessages = `${insertMessages(groupDialect)} ON CONFLICT DO NOTHING RETURNING id`;
const markRead = `
  WITH marked AS (
    UPDATE messages SET is_read = 1
    FROM ${groupDialect.given({ n: 'bigint', thread: 'bigint', sender: 'bigint', above: 'bigint', up_to: 'bigint' })}
    WHERE thread_id = thread AND sender_id = sender AND messages.id > above AND messages.id <= up_to AND is_read = 0
    RETURNING n)
  SELECT n, count(*) AS count FROM marked GROUP BY n`;

/**
 * Messages that nothing can stand in the way of, and what follows from all decisions, in one statement: of a few rows, a
 * statement is most of the work, here and there. Users are held by rising id before any of them is changed.
 */
const store = `
  WITH added AS (${insertMessages(groupDialect)}),
    changed AS (${changeThreads(groupDialect)}),
    changes AS MATERIALIZED (SELECT * FROM ${groupDialect.given(userChanges)}),
    held AS MATERIALIZED (SELECT id FROM users WHERE id = ANY (ARRAY(SELECT id FROM changes))
      ORDER BY id FOR NO KEY UPDATE),
    counted AS (${changeUsersBy('(SELECT changes.* FROM held JOIN changes USING (id)) AS given')})
  ${insertEvents(groupDialect)}`;
const changeFamiliesTogether = changeTokenFamilies(groupDialect);
const endFamilies = `DELETE FROM token_families WHERE id = ${listedTexts}`;

/** How long a group waits for a user that another transaction holds, in milliseconds, before each of it goes alone. */
const lockPatience = 200;

/** What the group rests on. */
interface Found {
  readonly threads: ReadonlyMap<number, ThreadStanding & object>;
  readonly messages: ReadonlyMap<number, Message>;
  /** Idempotency keys with which something was sent before. */
  readonly keysInUse: ReadonlySet<string>;
  /** By the place in the group. Without those that have their thread, or whose users are not there. */
  readonly pairs: ReadonlyMap<number, PairRow>;
  readonly families: ReadonlyMap<string, TokenFamilyStanding>;
  readonly threadIds: number[];
  /** By the thread that it may come into. */
  readonly messageIds: ReadonlyMap<number, number>;
}

/** One that was decided. */
interface Plan {
  readonly place: number;
  readonly decision: Decision<unknown>;
  /** Of the row that it adds. */
  readonly id: number;
}

/** How a group ended. */
export interface Ending {
  readonly fates: readonly Fate[];
  /** Whether there are new events. */
  readonly recorded: boolean;
}

const nothing: Done = { id: 0, count: 0, unread: 0 };
const waitAWhile = `; SET LOCAL lock_timeout = ${lockPatience}`;

/**
 * Decides and stores a group on a connection that is in no transaction.
 * @param begin begins one.
 * @throws CommitFailed if nobody knows whether it was stored; after any other error, nothing is, once it is rolled back.
 */
export async function decideTogether(sql: Sql, begin: string, group: readonly Undecided[]): Promise<Ending> {
  const found = await read(sql, begin, group);
  const { fates, plans } = decide(group, found);
  const deeds = plans.filter(({ decision }) => decision.deed !== undefined);
  const areForeseen = deeds.every(({ decision }) => isForeseen(decision.deed));
  const doneFor = areForeseen
    ? ({ id }: Plan) => ({ ...nothing, id })
    : doneBy(await Promise.all(start(sql, deeds)));
  const outcomes: Outcome<unknown>[] = [];
  for (const plan of plans) {
    const done = doneFor(plan);
    if (done === undefined) continue;
    const outcome = plan.decision.outcome(done);
    fates[plan.place] = { stored: outcome.result };
    outcomes.push(outcome);
  }
  await commit(sql, follow(sql, outcomes, areForeseen ? givenMessagesOf(deeds) : []));
  return { fates, recorded: outcomes.some(({ events = [] }) => events.length > 0) };
}

/** The connection broke while it committed. */
export class CommitFailed extends Error {}

async function read(sql: Sql, begin: string, group: readonly Undecided[]): Promise<Found> {
  const questions = group.map(({ question }) => question);
  const threads = questions.flatMap((one) => ('thread' in one ? [one] : []));
  const messages = questions.flatMap((one) => ('message' in one ? [one.message] : []));
  const named = questions.flatMap((one, n) => {
    if (!('pair' in one)) return [];
    return [{ n, low: one.pair.low, high: one.pair.high, name: one.threadKey ?? '' }];
  });
  const families = questions.flatMap((one) => ('tokenFamily' in one ? [one.tokenFamily] : []));
  const keys = threads.flatMap(({ key }) =>
    typeof key?.sender === 'number' ? [{ sender: key.sender, name: key.key }] : [],
  );
  // In one trip. What comes after the locks sees what others had committed before they let go.
  const threadIdsAsked = listOf(threads.map(({ thread }) => thread));
  const [, held, logins, asked, used, pairRows, threadIds] = await Promise.all([
    sql.change(begin + waitAWhile),
    threads.length + messages.length === 0
      ? []
      : sql.rows<HeldRow>(holdThreads, [threadIdsAsked, threadIdsAsked, listOf(messages)]),
    families.length === 0 ? [] : sql.rows<StandingRow>(holdFamilies, [JSON.stringify(families)]),
    messages.length === 0 ? [] : new SqlMessageRepository(sql).findAll(messages),
    keys.length === 0 ? [] : sql.rows<{ sender: number; name: string }>(keysInUse, [JSON.stringify(keys)]),
    named.length === 0 ? [] : sql.rows<PairRow>(pairs, [JSON.stringify(named)]),
    named.length === 0 ? [] : sql.rows<{ id: number }>(drawThreadIds, [named.length]),
  ]);
  return {
    threads: new Map(held.map((row) => [row.id, { thread: toThread(row), blocked: row.blocked === 1 }])),
    messages: new Map(asked.map((message) => [message.id, message])),
    keysInUse: new Set(used.map(({ sender, name }) => keyOf(sender, name))),
    pairs: new Map(pairRows.filter(({ open }) => !open).map((row) => [row.n, row])),
    families: new Map(logins.map((row) => [row.id, toStanding(row)])),
    threadIds: threadIds.map(({ id }) => id),
    messageIds: new Map(held.map((row) => [row.id, row.next_message])),
  };
}

/**
 * Decides one after the other. Who is about the same thread, pair, key or family as one before it goes into the next group, and
 * so sees what came of that.
 */
function decide(group: readonly Undecided[], found: Found): { fates: Fate[]; plans: Plan[] } {
  const taken = new Set<string>();
  const plans: Plan[] = [];
  const fates = group.map(({ question, decide }, place): Fate => {
    const answer = answerTo(question, place, found);
    if (answer === undefined) return 'goes alone';
    if (answer.about.some((one) => taken.has(one))) return 'goes later';
    let decision: Decision<unknown>;
    try {
      decision = (decide as (answer: unknown) => Decision<unknown>)(answer.given);
    } catch (refused) {
      return { refused };
    }
    if (!isOrdinary(decision.deed)) return 'goes alone';
    for (const one of answer.about) taken.add(one);
    plans.push({ place, decision, id: idFor(decision.deed, found) });
    return 'goes later'; // unless it is stored
  });
  return { fates, plans };
}

/** Undefined if it is not there or somebody holds it, or if it is one of the rare ones: by itself it waits and finds out. */
function answerTo(
  question: Undecided['question'],
  place: number,
  { threads, messages, keysInUse, pairs, families }: Found,
): { readonly given: unknown; readonly about: readonly string[] } | undefined {
  if ('pair' in question) {
    const { pair, threadKey = '', ...more } = question;
    const row = pairs.get(place);
    if (row === undefined || Object.keys(more).length > 0) return undefined;
    return { given: toPairStanding(row, pair), about: [`pair ${pair.low} ${pair.high} ${threadKey}`] };
  }
  if ('message' in question) {
    const { message: id, ...more } = question;
    const message = messages.get(id);
    if (message === undefined || !threads.has(message.threadId) || Object.keys(more).length > 0)
      return undefined;
    return { given: message, about: [`thread ${message.threadId}`] };
  }
  if ('tokenFamily' in question) {
    const { tokenFamily: id, ...more } = question;
    const family = families.get(id);
    if (family === undefined || Object.keys(more).length > 0) return undefined;
    return { given: family, about: [`family ${id}`] };
  }
  const { thread, key, ...more } = question;
  const standing = threads.get(thread);
  if (standing === undefined || Object.values(more).some((one) => one !== undefined)) return undefined;
  const about = [`thread ${thread}`];
  if (key !== undefined) {
    if (typeof key.sender !== 'number' || keysInUse.has(keyOf(key.sender, key.key))) return undefined;
    about.push(keyOf(key.sender, key.key));
  }
  return { given: { standing, first: undefined, uploads: noAttachments }, about };
}

function keyOf(sender: number, key: string): string {
  return `key ${sender} ${key}`;
}

/** Whether it is done for many at once; what is rare is not. */
function isOrdinary(deed: Deed | undefined): boolean {
  if (deed === undefined) return true;
  if (deed.kind === 'add-thread') return deed.id === undefined;
  if (deed.kind === 'add-message') return deed.id === undefined && deed.message.senderId !== undefined;
  return deed.kind === 'mark-read' && deed.sent.senderId !== undefined;
}

/** Of the row that it adds; 0 if it adds none. */
function idFor(deed: Deed | undefined, { threadIds, messageIds }: Found): number {
  if (deed?.kind === 'add-thread') return threadIds.shift() as number;
  if (deed?.kind === 'add-message') return messageIds.get(deed.message.threadId) as number;
  return 0;
}

/** Whether it is known before what the database will find: nobody can come before a message that has no key. */
function isForeseen(deed: Deed | undefined): boolean {
  return deed?.kind === 'add-message' && deed.message.idempotencyKey === undefined;
}

/** Begins to do the deeds: rows in the order of what is unique in them, or two groups might wait for each other. */
function start(sql: Sql, plans: readonly Plan[]) {
  const threads: ReturnType<typeof givenThread>[] = [];
  const marks: object[] = [];
  for (const { place: n, id, decision } of plans) {
    const { deed } = decision;
    if (deed?.kind === 'add-thread') threads.push(givenThread({ ...deed, id }));
    if (deed?.kind === 'mark-read') {
      const { threadId: thread, senderId: sender, after: above, upTo: up_to } = deed.sent;
      marks.push({ n, thread, sender, above, up_to });
    }
  }
  threads.sort((a, b) => a.low_id - b.low_id || a.high_id - b.high_id || compare(a.key, b.key));
  const rows = async <Row>(text: string, given: readonly object[]): Promise<Row[]> =>
    given.length === 0 ? [] : sql.rows<Row>(text, [JSON.stringify(given)]);
  return [
    rows<{ id: number }>(addNewThreads, threads),
    rows<{ id: number }>(addNewMessages, givenMessagesOf(plans)),
    rows<{ n: number; count: number }>(markRead, marks),
  ] as const;
}

function givenMessagesOf(plans: readonly Plan[]) {
  return plans
    .flatMap(({ id, decision: { deed } }) =>
      deed?.kind === 'add-message' ? [givenMessage({ ...deed, id })] : [],
    )
    .sort((a, b) => compare(a.sender_id, b.sender_id) || compare(a.idempotency_key, b.idempotency_key));
}

function compare<Value extends number | string | null>(one: Value, other: Value): number {
  if (one === other) return 0;
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

type Answered = readonly [{ id: number }[], { id: number }[], { n: number; count: number }[]];

/** What was done for a plan; undefined if somebody else has done it first. */
function doneBy([opened, added, marked]: Answered): (plan: Plan) => Done | undefined {
  const threads = new Set(opened.map(({ id }) => id));
  const messages = new Set(added.map(({ id }) => id));
  const counts = new Map(marked.map(({ n, count }) => [n, count]));
  return ({ place, decision: { deed }, id }) => {
    if (deed?.kind === 'mark-read') return { ...nothing, count: counts.get(place) ?? 0 };
    const isOvertaken =
      (deed?.kind === 'add-thread' && !threads.has(id)) ||
      (deed?.kind === 'add-message' && !messages.has(id));
    return isOvertaken ? undefined : { ...nothing, id };
  };
}

/** Begins to apply what follows. A thread, and a family, is in one outcome at most; users are in many, and are held by rising id. */
function follow(
  sql: Sql,
  outcomes: readonly Outcome<unknown>[],
  messages: ReturnType<typeof givenMessagesOf>,
): Promise<unknown>[] {
  const threads = outcomes.flatMap(({ thread }) => (thread === undefined ? [] : [thread]));
  const alone = threads.filter(({ last, settings }) => settings !== undefined || last === 'latest left');
  const together = threads.filter((one) => !alone.includes(one));
  const users = summedUsers(outcomes.flatMap(({ users = [] }) => users));
  const events = outcomes.flatMap(({ events = [] }) => events);
  const families = outcomes.flatMap(({ tokenFamily }) => (tokenFamily === undefined ? [] : [tokenFamily]));
  const refreshed = families.flatMap(({ id, next }) =>
    next === undefined ? [] : [givenNextToken(id, next)],
  );
  const ended = families.flatMap(({ id, next }) => (next === undefined ? [id] : []));
  const change = async (text: string, given: readonly unknown[]) =>
    given.length === 0 ? undefined : sql.change(text, [JSON.stringify(given)]);
  const rows = [
    messages,
    together.map(givenThreadChange),
    users.map(givenUserChange),
    events.map(givenEvent),
  ];
  return [
    rows.every(({ length }) => length === 0)
      ? Promise.resolve()
      : sql.change(
          store,
          rows.map((some) => JSON.stringify(some)),
        ),
    ...alone.map((one) => changeThread(sql, one)),
    change(changeFamiliesTogether, refreshed),
    change(endFamilies, ended),
  ];
}

/** Ends the transaction in the trip of the last statements: if one of them fails, the server undoes them all. */
async function commit(sql: Sql, last: readonly Promise<unknown>[]): Promise<void> {
  const [committed, ...results] = await Promise.allSettled([sql.change('COMMIT'), ...last]);
  const failed = results.find((one) => one.status === 'rejected');
  if (committed.status === 'rejected')
    throw new CommitFailed('COMMIT has no answer.', { cause: committed.reason });
  if (failed !== undefined) throw failed.reason;
}

function toPairStanding(row: PairRow, { low, high }: ParticipantPair): PairStanding {
  const one = { id: low, username: row.low_username, active: row.low_active === 1 };
  const other = { id: high, username: row.high_username, active: row.high_active === 1 };
  return {
    participants: [
      { name: row.low_name ?? undefined, avatarUrl: row.low_avatar_url ?? undefined, ...one },
      { name: row.high_name ?? undefined, avatarUrl: row.high_avatar_url ?? undefined, ...other },
    ],
    existing: undefined,
    blocked: row.blocked === 1,
  };
}

/** As PostgreSQL reads an array. */
function listOf(ids: readonly number[]): string {
  return `{${ids.join()}}`;
}
