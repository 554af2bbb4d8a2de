import type Database from 'better-sqlite3';
import type {
  ChatSource,
  SourceKey,
  SourceMessage,
  SourceThread,
  SourceUser,
} from '../../application/ports/chat-source.js';
import { betterSqlite3 } from '../persistence/sqlite/better-sqlite3.js';
import { describe, findTables, type ChatTables, type Mapping, type Person } from './chat-tables.js';
import { timeReader } from './django-time.js';
import { readSchema, type Reference, type Table } from './sqlite-schema.js';

export interface DjangoChatOptions {
  /** The IANA zone of times without an offset, `UTC` by default. @see timeReader */
  readonly zone?: string | undefined;
  readonly mapping?: Mapping | undefined;
}

/** The SQLite database of a Django chat, read as it is at one moment and never written. */
export class DjangoChat implements ChatSource {
  readonly #database: Database.Database;
  readonly #tables: ChatTables;
  readonly #userKey: (key: string) => SourceKey;
  readonly #threadKey: (key: string) => SourceKey;

  /** @throws Error if the file is no such database. */
  constructor(
    file: string,
    private readonly options: DjangoChatOptions = {},
  ) {
    const toTime = timeReader(options.zone);
    this.#database = new (betterSqlite3())(file, { readonly: true, fileMustExist: true });
    try {
      this.#database.function('micros', { deterministic: true }, (text) => toTime(text) ?? null);
      this.#database.exec('BEGIN'); // the first SELECT in it fixes what all others see
      this.#tables = findTables(readSchema(this.#database), options.mapping ?? new Map());
      this.#userKey = this.#keysOf(this.#tables.users.table);
      this.#threadKey = this.#keysOf(this.#tables.threads.table);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** What was taken for what, in lines. */
  get description(): readonly string[] {
    const { zone } = this.options;
    return [
      ...describe(this.#tables),
      zone === undefined
        ? 'times without an offset are taken for UTC: if USE_TZ is off in Django, name its TIME_ZONE with --zone'
        : `times without an offset are taken for ${zone}`,
    ];
  }

  close(): void {
    this.#database.close();
  }

  async *users(): AsyncGenerator<SourceUser> {
    const { table, name, email, first, last, password, staff, superuser, active, created } =
      this.#tables.users;
    const key = quoted(table.key);
    const order = typeof this.#userKey('1') === 'number' ? key : `created, ${key}`;
    const names = [name, email].filter((column) => column !== undefined);
    const called = names.map(
      (column) => `iif(trim(${quoted(column)}) = '', NULL, CAST(${quoted(column)} AS text))`,
    );
    const rows = this.#rows<{
      key: string;
      name: string | null;
      first: unknown;
      last: unknown;
      password: unknown;
      staff: unknown;
      superuser: unknown;
      active: unknown;
      created: number | null;
    }>(
      `SELECT CAST(${key} AS text) AS key, coalesce(${called.join()}, '') AS name,
         ${value(first)} AS first, ${value(last)} AS last, ${value(password)} AS password, ${value(staff)} AS staff, ${value(superuser)} AS superuser,
         ${value(active)} AS active, ${created === undefined ? '0' : micros(created)} AS created
       FROM ${quoted(table.name)} ORDER BY ${order}`,
    );
    for (const row of rows) {
      yield {
        key: this.#userKey(row.key),
        username: row.name ?? '',
        name: toName(row.first, row.last),
        passwordHash: toPasswordHash(row.password),
        role: isTrue(row.staff) || isTrue(row.superuser) ? 'admin' : 'user',
        active: active === undefined || isTrue(row.active),
        created: toDate(row.created),
      };
    }
  }

  async *threads(): AsyncGenerator<SourceThread> {
    const { table, created, updated, deleted } = this.#tables.threads;
    const rows = this.#rows<{
      key: string;
      users: string;
      created: number | null;
      updated: number | null;
      deleted: unknown;
    }>(
      `SELECT CAST(t.${quoted(table.key)} AS text) AS key, ${this.#participants()} AS users,
         ${created === undefined ? 'f.first' : micros(created, 't')} AS created,
         ${updated === undefined ? 'NULL' : micros(updated, 't')} AS updated, ${value(deleted, 't')} AS deleted
       FROM ${quoted(table.name)} t ${created === undefined ? `LEFT JOIN (${this.#firstTimes()}) f ON f.thread = t.${quoted(table.key)}` : ''}
       ORDER BY created, t.${quoted(table.key)}`,
    );
    for (const row of rows) {
      const users = (JSON.parse(row.users) as (string | null)[]).filter((key) => key !== null);
      yield {
        key: this.#threadKey(row.key),
        participants: users.map(this.#userKey),
        created: toDate(row.created),
        updated: toDate(row.updated),
        deleted: isTrue(row.deleted),
      };
    }
  }

  async *messages(): AsyncGenerator<SourceMessage> {
    const { table, thread, sender, text, created, read, unread, deleted } = this.#tables.messages;
    const rows = this.#rows<{
      key: string;
      thread: string | null;
      sender: string | null;
      text: unknown;
      created: number | null;
      read: unknown;
      unread: unknown;
      deleted: unknown;
    }>(
      `SELECT CAST(m.${quoted(table.key)} AS text) AS key, CAST(${this.#threadOf(thread)} AS text) AS thread,
         CAST(${this.#userOf('m', sender)} AS text) AS sender, ${value(text, 'm')} AS text,
         ${micros(created, 'm')} AS created, ${value(read, 'm')} AS read, ${value(unread, 'm')} AS unread,
         ${value(deleted, 'm')} AS deleted
       FROM ${quoted(table.name)} m ORDER BY created, m.${quoted(table.key)}`,
    );
    for (const row of rows) {
      yield {
        key: row.key,
        thread: this.#threadKey(row.thread ?? ''),
        sender: this.#userKey(row.sender ?? ''),
        text: typeof row.text === 'string' ? row.text : undefined,
        created: toDate(row.created),
        isRead: read === undefined ? !isTrue(row.unread) : isTrue(row.read),
        deleted: isTrue(row.deleted),
      };
    }
  }

  #rows<Row>(query: string): IterableIterator<Row> {
    return this.#database.prepare<[], Row>(query).iterate();
  }

  /** A JSON list of those who take part in `t`. */
  #participants(): string {
    const { participants, threads } = this.#tables;
    const key = `t.${quoted(threads.table.key)}`;
    if ('first' in participants) {
      const both = [participants.first, participants.second].map(
        (one) => `CAST(${this.#userOf('t', one)} AS text)`,
      );
      return `json_array(${both.join()})`;
    }
    const { table, thread, user } = participants;
    return `(SELECT json_group_array(CAST(${this.#userOf('p', user)} AS text)) FROM ${quoted(table.name)} p
      WHERE p.${quoted(thread.column)} = ${thread.key === threads.table.key ? key : `t.${quoted(thread.key)}`})`;
  }

  /** When the first message was sent, by thread: for threads that have no time of their own. */
  #firstTimes(): string {
    const { table, thread, created } = this.#tables.messages;
    return `SELECT ${this.#threadOf(thread)} AS thread, min(${micros(created, 'm')}) AS first
      FROM ${quoted(table.name)} m GROUP BY 1`;
  }

  #threadOf(reference: Reference): string {
    return follow('m', reference.column, [reference], this.#tables.threads.table.key);
  }

  #userOf(alias: string, { column, references }: Person): string {
    return follow(alias, column, references, this.#tables.users.table.key);
  }

  /** Numbers stay what they are; UUIDs, names and other keys are texts, and so are all of a table if one of them is. */
  #keysOf({ name, key }: Table & { readonly key: string }): (key: string) => SourceKey {
    const other = this.#database
      .prepare(
        `SELECT 1 FROM ${quoted(name)} WHERE typeof(${quoted(key)}) <> 'integer' OR ${quoted(key)} NOT BETWEEN 1 AND ? LIMIT 1`,
      )
      .get(BigInt(Number.MAX_SAFE_INTEGER));
    return other === undefined ? Number : String;
  }
}

/** SQL for the key of what a column refers to, by way of the tables between. */
function follow(alias: string, column: string, references: readonly Reference[], key: string): string {
  return references.reduce(
    (found, reference, index) => {
      const wanted = references[index + 1]?.column ?? key;
      return reference.key === wanted
        ? found
        : `(SELECT ${quoted(wanted)} FROM ${quoted(reference.to.name)} WHERE ${quoted(reference.key)} = ${found})`;
    },
    `${alias}.${quoted(column)}`,
  );
}

function value(column: string | undefined, alias?: string): string {
  if (column === undefined) return 'NULL';
  return alias === undefined ? quoted(column) : `${alias}.${quoted(column)}`;
}

function micros(column: string, alias?: string): string {
  return `micros(${value(column, alias)})`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Flags are 0 and 1. A time, like that of `read_at`, is a yes. */
function isTrue(value: unknown): boolean {
  return typeof value === 'string' ? !/^(0|f|false|)$/i.test(value) : Boolean(value);
}

/** As Django's `get_full_name` makes it. Undefined if there is nothing in it. */
function toName(...parts: unknown[]): string | undefined {
  const texts = parts.filter((part) => typeof part === 'string');
  return texts.join(' ').trim() || undefined;
}

/** Microseconds are cut. */
function toDate(micros: number | null): Date | undefined {
  return micros === null ? undefined : new Date(Math.floor(micros / 1000));
}

const pbkdf2 = /^pbkdf2_sha256\$[1-9]\d{0,6}\$[^$]+\$[A-Za-z0-9+/]{43}=$/;
const argon2 = /^argon2(\$argon2(?:id|i|d)\$.+)$/;

function toPasswordHash(value: unknown): string | undefined {
  const hash = typeof value === 'string' ? value : '';
  return pbkdf2.test(hash) ? hash : argon2.exec(hash)?.[1];
}
