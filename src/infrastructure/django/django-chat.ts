import Database from 'better-sqlite3';
import type {
  ChatSource,
  SourceMessage,
  SourceThread,
  SourceUser,
} from '../../application/ports/chat-source.js';

/** The tables of a Django chat, whatever the app is called, and the column that names a participant. */
interface Tables {
  readonly user: string;
  readonly thread: string;
  readonly message: string;
  readonly participants: string;
  readonly participant: string;
}

const columns = {
  user: ['id', 'username', 'password', 'is_staff', 'is_superuser', 'is_active', 'date_joined'],
  thread: ['id', 'time_created', 'time_updated'],
  message: ['id', 'thread_id', 'sender_id', 'text', 'time_created', 'is_read'],
  participants: ['id', 'thread_id'],
};

/** The SQLite database of a Django chat, read as it is at one moment and never written. */
export class DjangoChat implements ChatSource {
  readonly #database: Database.Database;
  readonly #tables: Tables;

  /** @throws Error if the file is no such database. */
  constructor(file: string) {
    this.#database = new Database(file, { readonly: true, fileMustExist: true });
    try {
      this.#database.exec('BEGIN'); // the first SELECT in it fixes what all others see
      this.#tables = findTables(this.#database);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }

  async *users(): AsyncGenerator<SourceUser> {
    const rows = this.#rows<Record<(typeof columns.user)[number], unknown>>(
      `SELECT id, username, password, is_staff, is_superuser, is_active, date_joined
       FROM ${this.#tables.user} ORDER BY id`,
    );
    for (const row of rows) {
      yield {
        id: Number(row['id']),
        username: toText(row['username']) ?? '',
        passwordHash: toPasswordHash(row['password']),
        role: isTrue(row['is_staff']) || isTrue(row['is_superuser']) ? 'admin' : 'user',
        active: isTrue(row['is_active']),
        created: toTime(row['date_joined']),
      };
    }
  }

  async *threads(): AsyncGenerator<SourceThread> {
    const { thread, participants, participant } = this.#tables;
    const rows = this.#rows<{
      id: number;
      time_created: unknown;
      time_updated: unknown;
      users: string | null;
    }>(
      `SELECT t.id, t.time_created, t.time_updated,
         (SELECT group_concat(p.${participant}) FROM ${participants} p WHERE p.thread_id = t.id) AS users
       FROM ${thread} t ORDER BY ${byTime('t')}`,
    );
    for (const row of rows) {
      yield {
        id: row.id,
        participants: row.users === null ? [] : row.users.split(',').map(Number),
        created: toTime(row.time_created),
        updated: toTime(row.time_updated),
      };
    }
  }

  async *messages(): AsyncGenerator<SourceMessage> {
    const rows = this.#rows<{
      id: number;
      thread_id: number;
      sender_id: number;
      text: unknown;
      time_created: unknown;
      is_read: unknown;
    }>(
      `SELECT id, thread_id, sender_id, text, time_created, is_read
       FROM ${this.#tables.message} ORDER BY ${byTime(this.#tables.message)}`,
    );
    for (const row of rows) {
      yield {
        id: row.id,
        thread: row.thread_id,
        sender: row.sender_id,
        text: toText(row.text),
        created: toTime(row.time_created),
        isRead: isTrue(row.is_read),
      };
    }
  }

  #rows<Row>(query: string): IterableIterator<Row> {
    return this.#database.prepare<[], Row>(query).iterate();
  }
}

/** julianday sees milliseconds, whatever the offset and the separator; the text has the microseconds. */
function byTime(table: string): string {
  return `julianday(${table}.time_created), ${table}.time_created, ${table}.id`;
}

function findTables(database: Database.Database): Tables {
  const rows = database
    .prepare<[], { name: string; column: string }>(
      `SELECT t.name, c.name AS "column" FROM sqlite_master t JOIN pragma_table_info(t.name) c
       WHERE t.type = 'table' ORDER BY t.name, c.cid`,
    )
    .all();
  const tables = new Map<string, string[]>();
  for (const { name, column } of rows) tables.set(name, [...(tables.get(name) ?? []), column]);

  const find = (what: string, wanted: readonly string[], fits = (_: string) => true): string => {
    const found = [...tables.keys()].filter(
      (name) => wanted.every((column) => tables.get(name)?.includes(column)) && fits(name),
    );
    const [name] = found;
    if (name === undefined || found.length > 1) {
      const problem = name === undefined ? 'there is no table' : `${found.join(' and ')} are both tables`;
      throw new Error(`${problem} of ${what} (${wanted.join(', ')}): is it a Django chat's database?`);
    }
    return name;
  };
  const message = find('messages', columns.message);
  const thread = find('threads', columns.thread, (name) => name === message.replace(/message$/, 'thread'));
  const participants = find(
    'participants',
    columns.participants,
    (name) => name === `${thread}_participants`,
  );
  const participant = tables.get(participants)?.find((column) => !columns.participants.includes(column));
  if (participant === undefined) throw new Error(`${participants} does not say who takes part.`);
  return {
    user: quoted(find('users', columns.user)),
    thread: quoted(thread),
    message: quoted(message),
    participants: quoted(participants),
    participant: quoted(participant),
  };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isTrue(value: unknown): boolean {
  return value === 1;
}

/** Django writes UTC as `2023-04-13 18:36:09.771060`; some libraries add the offset, or a T. Microseconds are cut. */
function toTime(value: unknown): Date | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/.exec(
    String(value),
  );
  if (match === null) return undefined;
  const [, day = '', second = '', fraction = '', offset = 'Z'] = match;
  const time = new Date(`${day}T${second}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

const pbkdf2 = /^pbkdf2_sha256\$[1-9]\d{0,6}\$[^$]+\$[A-Za-z0-9+/]{43}=$/;
const argon2 = /^argon2(\$argon2(?:id|i|d)\$.+)$/;

function toPasswordHash(value: unknown): string | undefined {
  const hash = toText(value) ?? '';
  return pbkdf2.test(hash) ? hash : argon2.exec(hash)?.[1];
}
