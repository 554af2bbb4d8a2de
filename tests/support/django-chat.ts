import type Database from 'better-sqlite3';
import { betterSqlite3 } from '../../src/infrastructure/persistence/sqlite/better-sqlite3.js';

const tables = (app: string, text: string) => `
  CREATE TABLE auth_user (id integer PRIMARY KEY AUTOINCREMENT, password varchar(128) NOT NULL, last_login datetime,
    is_superuser bool NOT NULL, username varchar(150) NOT NULL UNIQUE, last_name varchar(150) NOT NULL,
    email varchar(254) NOT NULL, is_staff bool NOT NULL, is_active bool NOT NULL, date_joined datetime NOT NULL,
    first_name varchar(150) NOT NULL);
  CREATE TABLE ${app}_thread (id integer PRIMARY KEY AUTOINCREMENT, time_created datetime NOT NULL,
    time_updated datetime NOT NULL);
  CREATE TABLE ${app}_thread_participants (id integer PRIMARY KEY AUTOINCREMENT, thread_id bigint NOT NULL REFERENCES ${app}_thread (id),
    user_id integer NOT NULL REFERENCES auth_user (id));
  CREATE TABLE ${app}_message (id integer PRIMARY KEY AUTOINCREMENT, time_created datetime NOT NULL, ${text} text,
    is_read bool NOT NULL, sender_id integer NOT NULL REFERENCES auth_user (id),
    thread_id bigint NOT NULL REFERENCES ${app}_thread (id));`;

/** Writes databases as the Django chat has them. */
export class DjangoChatFile {
  readonly #database: Database.Database;

  constructor(
    file: string,
    private readonly app = 'app',
    private readonly text = 'text',
  ) {
    this.#database = new (betterSqlite3())(file);
    this.#database.pragma('foreign_keys = OFF'); // some rows refer to what is gone
    this.#database.exec(tables(app, text));
  }

  user(id: number, username: string, change: Record<string, string | number> = {}): void {
    this.#insert('auth_user', {
      id,
      username,
      password: '!unusable',
      is_superuser: 0,
      is_staff: 0,
      is_active: 1,
      date_joined: `2023-04-13 18:36:${String(id % 60).padStart(2, '0')}.771960`,
      ...{ last_name: '', first_name: '', email: '' },
      ...change,
    });
  }

  thread(id: number, participants: readonly number[], created: string, updated = created): void {
    this.#insert(`${this.app}_thread`, { id, time_created: created, time_updated: updated });
    for (const user_id of participants) {
      this.#insert(`${this.app}_thread_participants`, { thread_id: id, user_id });
    }
  }

  message(
    id: number,
    thread_id: number,
    sender_id: number,
    time_created: string,
    text: string | null,
    read = 0,
  ): void {
    const row = { id, thread_id, sender_id, time_created, [this.text]: text, is_read: read };
    this.#insert(`${this.app}_message`, row);
  }

  /** Many, a second after each other, by the senders in turn. */
  messages(count: number, thread: number, senders: readonly [number, number], from: string): void {
    this.#database
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)
         INSERT INTO ${this.app}_message (time_created, ${this.text}, is_read, sender_id, thread_id)
         SELECT datetime(?, i || ' seconds'), '№ ' || i, 0, iif(i % 2 = 0, ?, ?), ? FROM n`,
      )
      .run(count, from, ...senders, thread);
  }

  close(): void {
    this.#database.close();
  }

  #insert(table: string, row: Record<string, string | number | null>): void {
    const names = Object.keys(row);
    this.#database
      .prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`)
      .run(Object.values(row));
  }
}
