import { createSecretKey, randomBytes } from 'node:crypto';
import { betterSqlite3 } from '../../src/infrastructure/persistence/sqlite/better-sqlite3.js';
import jwt from 'jsonwebtoken';
import { rowMaker } from '../../src/infrastructure/persistence/sqlite/row-maker.js';

// What the limit servers do: the work that the contract asks for, on Duet's own schema and with its durability, by
// prepared statements of the raw driver and without layers, validation, logs or failures.

const secret = process.env['JWT_SECRET'] ?? '';
const key = createSecretKey(secret, 'utf8');
const db = new (betterSqlite3())(process.env['DATABASE_FILE'] ?? '');
for (const pragma of [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'cache_size = -16000',
]) {
  db.pragma(pragma);
}

interface Claims {
  readonly user_id: number;
  readonly exp: number;
  readonly family: string;
  readonly jti: string;
}

interface Row {
  readonly id: number;
  readonly low_id: number;
  readonly high_id: number;
  readonly low_username: string;
  readonly low_name: string | null;
  readonly low_avatar: string | null;
  readonly high_username: string;
  readonly high_name: string | null;
  readonly high_avatar: string | null;
  readonly key: string;
  readonly metadata: string | null;
  readonly low_archived: number;
  readonly high_archived: number;
  readonly low_muted: number;
  readonly high_muted: number;
  readonly low_unread: number;
  readonly high_unread: number;
  readonly thread_id: number;
  readonly sender_id: number | null;
  readonly text: string;
  readonly attachments: string | null;
  readonly created: number;
  readonly edited: number | null;
  readonly updated: number;
  readonly is_read: number;
  readonly m_id: number | null;
  readonly m_sender: number | null;
  readonly m_text: string;
  readonly m_attachments: string | null;
  readonly m_metadata: string | null;
  readonly m_created: number;
  readonly m_edited: number | null;
  readonly m_read: number;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

const verified = new Map<string, Claims>();

/** The id of the user that the bearer token names. */
export function userOf(authorization = ''): number {
  let claims = verified.get(authorization);
  if (claims === undefined) {
    claims = jwt.verify(authorization.slice(7), key, { algorithms: ['HS256'] }) as Claims;
    verified.set(authorization, claims);
  }
  if (claims.exp * 1000 < Date.now()) throw new Error('expired');
  return claims.user_id;
}

// One transaction for all writes of a turn of the event loop, acknowledged after it.
const begin = db.prepare('BEGIN IMMEDIATE');
const commit = db.prepare('COMMIT');
let waiting: (() => () => void)[] = [];

function write(work: () => Answer): Promise<Answer> {
  return new Promise((resolve) => {
    if (waiting.length === 0) setImmediate(commitAll);
    waiting.push(() => {
      const answer = work();
      return () => {
        resolve(answer);
      };
    });
  });
}

function commitAll(): void {
  const group = waiting;
  waiting = [];
  begin.run();
  const acknowledge = group.map((work) => work());
  commit.run();
  for (const settle of acknowledge) settle();
}

const threadColumns = `t.id, t.low_id, t.high_id, t.created, t.updated, t.low_unread, t.high_unread,
  t.key, t.metadata, t.low_archived, t.high_archived, t.low_muted, t.high_muted,
  l.username AS low_username, l.name AS low_name, l.avatar_url AS low_avatar,
  h.username AS high_username, h.name AS high_name, h.avatar_url AS high_avatar,
  m.id AS m_id, m.sender_id AS m_sender, m.text AS m_text, m.attachments AS m_attachments, m.metadata AS m_metadata,
  m.created AS m_created, m.edited AS m_edited, m.is_read AS m_read`;
const messageColumns = 'id, thread_id, sender_id, text, attachments, metadata, created, edited, is_read';
const threadJoins = `JOIN users l ON l.id = t.low_id JOIN users h ON h.id = t.high_id
  LEFT JOIN messages m ON m.id = t.last_message_id`;

/** All rows of a statement, in the cheapest way that there is. */
function rowsOf(text: string): (...values: number[]) => Row[] {
  const statement = db.prepare(text).raw();
  const toRow = rowMaker(statement.columns().map(({ name }) => name)) as (values: never[]) => Row;
  return (...values) => (statement.all(...values) as never[][]).map(toRow);
}

const statements = {
  threadOfPair: db.prepare(
    `SELECT ${threadColumns} FROM threads t ${threadJoins} WHERE t.low_id = ? AND t.high_id = ? AND t.key = ''`,
  ),
  newThread: db.prepare(`INSERT INTO threads (low_id, high_id, created, updated) VALUES (?, ?, ?, ?)
    ON CONFLICT (low_id, high_id, key) DO NOTHING`),
  countThread: db.prepare('UPDATE users SET thread_count = thread_count + 1 WHERE id IN (?, ?)'),
  threadCount: db.prepare('SELECT thread_count - archived_count FROM users WHERE id = ?').pluck(),
  threads: rowsOf(`SELECT ${threadColumns} FROM (
      SELECT id, updated FROM threads WHERE low_id = ? AND low_archived = 0
      UNION ALL SELECT id, updated FROM threads WHERE high_id = ? AND high_archived = 0
      ORDER BY updated DESC, id DESC LIMIT ? OFFSET ?
    ) p JOIN threads t ON t.id = p.id ${threadJoins} ORDER BY p.updated DESC, p.id DESC`),
  thread: db.prepare('SELECT low_id, high_id, message_count, last_message_id FROM threads WHERE id = ?'),
  messages: rowsOf(`SELECT ${messageColumns} FROM messages WHERE thread_id = ? ORDER BY id LIMIT ? OFFSET ?`),
  messagesAfter: rowsOf(
    `SELECT ${messageColumns} FROM messages WHERE thread_id = ? AND id > ? ORDER BY id LIMIT ?`,
  ),
  newMessage: db.prepare(
    'INSERT INTO messages (thread_id, sender_id, text, created, is_read) VALUES (?, ?, ?, ?, 0)',
  ),
  sentLow: db.prepare(`UPDATE threads SET updated = ?, last_message_id = ?, message_count = message_count + 1,
    low_unread = low_unread + 1 WHERE id = ?`),
  sentHigh:
    db.prepare(`UPDATE threads SET updated = ?, last_message_id = ?, message_count = message_count + 1,
    high_unread = high_unread + 1 WHERE id = ?`),
  unread: db.prepare('UPDATE users SET unread_count = unread_count + ? WHERE id = ?'),
  message: db.prepare(
    `SELECT m.*, t.low_id, t.high_id FROM messages m JOIN threads t ON t.id = m.thread_id WHERE m.id = ?`,
  ),
  read: db.prepare('UPDATE messages SET is_read = 1 WHERE id = ? AND is_read = 0'),
  readThread: db.prepare(
    `UPDATE messages SET is_read = 1 WHERE thread_id = ? AND sender_id = ? AND is_read = 0`,
  ),
  readLow: db.prepare('UPDATE threads SET low_unread = low_unread - ? WHERE id = ?'),
  readHigh: db.prepare('UPDATE threads SET high_unread = high_unread - ? WHERE id = ?'),
  unreadCount: db.prepare('SELECT unread_count FROM users WHERE id = ?').pluck(),
  event:
    db.prepare(`INSERT INTO events (type, thread_id, low_id, high_id, message_id, reader_id, up_to, created)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
  rotate: db.prepare('UPDATE token_families SET current = ?, expires = ? WHERE id = ? AND current = ?'),
};

const iso = (time: number) => new Date(time).toISOString();
const object = (json: string | null): unknown => (json === null ? {} : JSON.parse(json));
const array = (json: string | null): unknown => (json === null ? [] : JSON.parse(json));

const toMessage = (row: Row) => ({
  id: row.id,
  thread: row.thread_id,
  sender: row.sender_id,
  kind: row.sender_id === null ? 'system' : 'user',
  text: row.text,
  attachments: array(row.attachments),
  metadata: object(row.metadata),
  created: iso(row.created),
  edited: row.edited === null ? null : iso(row.edited),
  is_read: row.is_read === 1,
});

const toThread = (row: Row, reader: number) => {
  const isLow = reader === row.low_id;
  return {
    id: row.id,
    participants: [
      { id: row.low_id, username: row.low_username, name: row.low_name, avatar_url: row.low_avatar },
      { id: row.high_id, username: row.high_username, name: row.high_name, avatar_url: row.high_avatar },
    ],
    key: row.key === '' ? null : row.key,
    metadata: object(row.metadata),
    created: iso(row.created),
    updated: iso(row.updated),
    last_message:
      row.m_id === null
        ? null
        : {
            id: row.m_id,
            thread: row.id,
            sender: row.m_sender,
            kind: row.m_sender === null ? 'system' : 'user',
            text: row.m_text,
            attachments: array(row.m_attachments),
            metadata: object(row.m_metadata),
            created: iso(row.m_created),
            edited: row.m_edited === null ? null : iso(row.m_edited),
            is_read: row.m_read === 1,
          },
    unread_count: isLow ? row.low_unread : row.high_unread,
    archived: (isLow ? row.low_archived : row.high_archived) === 1,
    muted: (isLow ? row.low_muted : row.high_muted) === 1,
  };
};

export function openThread(user: number, body: { participants: number[] }): Answer | Promise<Answer> {
  const other = body.participants.find((id) => id !== user) as number;
  const [low, high] = user < other ? [user, other] : [other, user];
  const existing = statements.threadOfPair.get(low, high) as Row | undefined;
  if (existing !== undefined) return { status: 200, body: toThread(existing, user) };
  return write(() => {
    const now = Date.now();
    const { changes, lastInsertRowid: id } = statements.newThread.run(low, high, now, now);
    if (changes === 1) {
      statements.countThread.run(low, high);
      statements.event.run('thread.created', id, low, high, null, null, null, now);
    }
    return { status: 201, body: toThread(statements.threadOfPair.get(low, high) as Row, user) };
  });
}

export function listThreads(user: number, host: string): Answer {
  const count = statements.threadCount.get(user) as number;
  const results = statements.threads(user, user, 20, 0).map((row) => toThread(row, user));
  const next = count > 20 ? `http://${host}/api/v1/threads?limit=20&offset=20` : null;
  return { status: 200, body: { count, next, previous: null, results } };
}

export function listMessages(thread: number, after: number | undefined, host: string): Answer {
  const { message_count: count } = statements.thread.get(thread) as { message_count: number };
  const rows =
    after === undefined ? statements.messages(thread, 20, 0) : statements.messagesAfter(thread, after, 21);
  const results = rows.slice(0, 20).map(toMessage);
  const path = `http://${host}/api/v1/threads/${thread}/messages?limit=20`;
  const next =
    after === undefined
      ? count > 20
        ? `${path}&offset=20`
        : null
      : rows.length > 20
        ? `${path}&after=${String(rows[19]?.id)}`
        : null;
  return { status: 200, body: { count, next, previous: null, results } };
}

export function send(user: number, thread: number, { text }: { text: string }): Promise<Answer> {
  return write(() => {
    const { low_id, high_id } = statements.thread.get(thread) as { low_id: number; high_id: number };
    const now = Date.now();
    const id = statements.newMessage.run(thread, user, text, now).lastInsertRowid as number;
    (user === low_id ? statements.sentHigh : statements.sentLow).run(now, id, thread);
    statements.unread.run(1, user === low_id ? high_id : low_id);
    statements.event.run('message.created', thread, low_id, high_id, id, null, null, now);
    return {
      status: 201,
      body: {
        id,
        thread,
        sender: user,
        kind: 'user',
        text,
        attachments: [],
        metadata: {},
        created: iso(now),
        edited: null,
        is_read: false,
      },
    };
  });
}

export function markRead(user: number, id: number): Promise<Answer> {
  return write(() => {
    const row = statements.message.get(id) as Row;
    if (statements.read.run(id).changes === 1) {
      (user === row.low_id ? statements.readLow : statements.readHigh).run(1, row.thread_id);
      statements.unread.run(-1, user);
      const { thread_id, low_id, high_id } = row;
      statements.event.run('message.read', thread_id, low_id, high_id, id, user, null, Date.now());
    }
    return { status: 200, body: { ...toMessage(row), is_read: true } };
  });
}

export function markThreadRead(user: number, thread: number): Promise<Answer> {
  return write(() => {
    const {
      low_id,
      high_id,
      last_message_id: id,
    } = statements.thread.get(thread) as {
      low_id: number;
      high_id: number;
      last_message_id: number;
    };
    const marked = statements.readThread.run(thread, user === low_id ? high_id : low_id).changes;
    if (marked > 0) {
      (user === low_id ? statements.readLow : statements.readHigh).run(marked, thread);
      statements.unread.run(-marked, user);
      statements.event.run('message.read', thread, low_id, high_id, null, user, id, Date.now());
    }
    return { status: 200, body: { marked } };
  });
}

export function countUnread(user: number): Answer {
  return { status: 200, body: { count: statements.unreadCount.get(user) } };
}

export function refresh(body: { refresh: string }): Promise<Answer> {
  const { user_id, family, jti } = jwt.verify(body.refresh, key, { algorithms: ['HS256'] }) as Claims;
  return write(() => {
    const next = randomBytes(16).toString('hex');
    const iat = Math.floor(Date.now() / 1000);
    const exp = iat + 604_800;
    statements.rotate.run(next, exp * 1000, family, jti);
    const access = {
      token_type: 'access',
      exp: iat + 300,
      iat,
      jti: randomBytes(16).toString('hex'),
      user_id,
    };
    const renewed = { token_type: 'refresh', exp, iat, jti: next, user_id, family };
    const sign = (claims: object) => jwt.sign(claims, key, { algorithm: 'HS256' });
    return { status: 200, body: { access: sign(access), refresh: sign(renewed) } };
  });
}
