import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { betterSqlite3 } from '../../../src/infrastructure/persistence/sqlite/better-sqlite3.js';
import { expect } from 'chai';
import { ImportChat } from '../../../src/application/upkeep/import-chat.js';
import { parseMapping } from '../../../src/infrastructure/django/chat-tables.js';
import { DjangoChat } from '../../../src/infrastructure/django/django-chat.js';
import { InMemoryUnitOfWork } from '../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { SystemClock } from '../../../src/infrastructure/system-clock.js';
import { collect } from '../../support/collect.js';

/** Two people, one thread, two messages, of which the first was read; the parts can be replaced. */
const shape = (change: Partial<Record<'users' | 'threads' | 'participants' | 'messages', string>> = {}) => {
  const parts = {
    users: `
      CREATE TABLE auth_user (id integer PRIMARY KEY, password varchar(128), is_superuser bool, username varchar(150) UNIQUE,
        email varchar(254), is_staff bool, is_active bool, date_joined datetime);
      INSERT INTO auth_user VALUES (2, '!', 0, 'ada', 'ada@x.org', 1, 1, '2023-01-01 10:00:00'),
        (5, '!', 0, 'bo', 'bo@x.org', 0, 0, '2023-01-01 11:00:00');`,
    threads: `
      CREATE TABLE chat_thread (id integer PRIMARY KEY, created datetime, updated datetime);
      INSERT INTO chat_thread VALUES (3, '2023-01-02 10:00:00', '2023-01-02 12:00:00');`,
    participants: `
      CREATE TABLE chat_thread_participants (id integer PRIMARY KEY, thread_id bigint REFERENCES chat_thread (id),
        user_id integer REFERENCES auth_user (id));
      INSERT INTO chat_thread_participants (thread_id, user_id) VALUES (3, 2), (3, 5);`,
    messages: `
      CREATE TABLE chat_message (id integer PRIMARY KEY, text text, created datetime, is_read bool,
        sender_id integer REFERENCES auth_user (id), thread_id bigint REFERENCES chat_thread (id));
      INSERT INTO chat_message VALUES (7, 'one', '2023-01-02 11:00:00', 1, 2, 3), (8, 'two', '2023-01-02 12:00:00', 0, 5, 3);`,
    ...change,
  };
  return `${parts.users}${parts.threads}${parts.participants}${parts.messages}`;
};

const expected = {
  users: [
    [2, 'ada', 'admin', true, '2023-01-01T10:00:00.000Z'],
    [5, 'bo', 'user', false, '2023-01-01T11:00:00.000Z'],
  ],
  threads: [[3, [2, 5], '2023-01-02T10:00:00.000Z', '2023-01-02T12:00:00.000Z']],
  messages: [
    [3, 2, 'one', '2023-01-02T11:00:00.000Z', true],
    [3, 5, 'two', '2023-01-02T12:00:00.000Z', false],
  ],
};

describe('DjangoChat', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duet-shapes-'));
    file = join(folder, 'db.sqlite3');
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** What an import makes of a database, and the lines that tell of it. */
  const imported = async (sql: string, options: { zone?: string; map?: string[] } = {}) => {
    new (betterSqlite3())(file).exec('PRAGMA foreign_keys = OFF').exec(sql).close();
    const store = new InMemoryUnitOfWork();
    const lines: string[] = [];
    const chat = new DjangoChat(file, { zone: options.zone, mapping: parseMapping(options.map ?? []) });
    try {
      lines.push(...chat.description);
      await new ImportChat(store, new SystemClock()).execute(chat, (line) => lines.push(line));
    } finally {
      chat.close();
    }
    const records = await collect(store.records());
    const iso = (time: Date) => time.toISOString();
    return {
      lines,
      users: records.flatMap((record) =>
        'user' in record
          ? [
              [
                record.user.id,
                record.user.username,
                record.user.role,
                record.user.active,
                iso(record.user.created),
              ],
            ]
          : [],
      ),
      threads: records.flatMap((record) =>
        'thread' in record
          ? [
              [
                record.thread.id,
                record.thread.participants,
                iso(record.thread.created),
                iso(record.thread.updated),
              ],
            ]
          : [],
      ),
      messages: records.flatMap((record) =>
        'message' in record
          ? [
              [
                record.message.thread,
                record.message.sender,
                record.message.text,
                iso(record.message.created),
                record.message.isRead,
              ],
            ]
          : [],
      ),
    };
  };
  const refusal = async (sql: string, options: { map?: string[] } = {}): Promise<string> => {
    try {
      await imported(sql, options);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('It was not refused.');
  };
  const expectAll = async (sql: string, options?: { zone?: string; map?: string[] }) => {
    const { lines, ...found } = await imported(sql, options);
    expect(found).to.deep.equal(expected);
    return lines;
  };

  it('reads a chat, and says what was taken for what', async () => {
    const lines = await expectAll(shape());
    expect(lines.slice(0, 3)).to.deep.equal([
      'users are auth_user: called by username, or email where that is empty; password, is_staff, is_superuser, is_active, date_joined',
      'threads are chat_thread: participants by chat_thread_participants (thread_id, user_id); created, updated',
      'messages are chat_message: by sender_id in thread_id; text, created; read by is_read',
    ]);
    expect(lines[3]).to.match(/UTC.*--zone/);
  });

  const shapes: [string, string][] = [
    [
      'other names of columns',
      shape({
        threads: `CREATE TABLE chat_thread (id integer PRIMARY KEY, created_at datetime, last_activity datetime);
          INSERT INTO chat_thread VALUES (3, '2023-01-02 10:00:00', '2023-01-02 12:00:00');`,
        messages: `CREATE TABLE chat_message (id integer PRIMARY KEY, content text, timestamp datetime, seen bool,
            author_id integer REFERENCES auth_user, thread_id bigint REFERENCES chat_thread);
          INSERT INTO chat_message VALUES (7, 'one', '2023-01-02T11:00:00Z', 1, 2, 3),
            (8, 'two', '2023-01-02 13:00:00+01:00', 0, 5, 3);`,
      }),
    ],
    [
      'other words for all of it, quoted, with capitals and spaces',
      shape({
        threads: `CREATE TABLE "My Chat_Room" ("roomId" integer PRIMARY KEY, "createdAt" datetime, "updatedAt" datetime);
          INSERT INTO "My Chat_Room" VALUES (3, '2023-01-02 10:00:00', '2023-01-02 12:00:00');`,
        participants: `CREATE TABLE "My Chat_Room_members" (id integer PRIMARY KEY, "room_id" bigint REFERENCES "My Chat_Room" ("roomId"),
            "person_id" integer REFERENCES "AUTH_USER" ("id"));
          INSERT INTO "My Chat_Room_members" (room_id, person_id) VALUES (3, 2), (3, 5);`,
        messages: `CREATE TABLE "My Chat_Entry" (id integer PRIMARY KEY, "body" text, "sentAt" datetime, "read_at" datetime NULL,
            "writer_id" integer REFERENCES auth_user (id), "reply_to_id" bigint REFERENCES "My Chat_Entry" (id),
            "room_id" bigint REFERENCES "My Chat_Room" ("roomId"));
          INSERT INTO "My Chat_Entry" VALUES (7, 'one', '2023-01-02 11:00:00', '2023-01-02 11:30:00', 2, NULL, 3),
            (8, 'two', '2023-01-02 12:00:00', NULL, 5, 7, 3);`,
      }),
    ],
    [
      'two foreign keys as participants',
      shape({
        threads: `CREATE TABLE chat_thread (id integer PRIMARY KEY, created datetime, updated datetime,
            user1_id integer REFERENCES auth_user (id), user2_id integer REFERENCES auth_user (id));
          INSERT INTO chat_thread VALUES (3, '2023-01-02 10:00:00', '2023-01-02 12:00:00', 5, 2);`,
        participants: '',
      }),
    ],
    [
      'an owner beside the participants, and who has archived it',
      shape({
        threads: `CREATE TABLE chat_thread (id integer PRIMARY KEY, created datetime, updated datetime,
            owner_id integer REFERENCES auth_user (id), buyer_id integer REFERENCES auth_user (id));
          INSERT INTO chat_thread VALUES (3, '2023-01-02 10:00:00', '2023-01-02 12:00:00', 5, 5);
          CREATE TABLE chat_thread_archived_by (id integer PRIMARY KEY, thread_id bigint REFERENCES chat_thread (id),
            user_id integer REFERENCES auth_user (id));`,
      }),
    ],
    [
      'a receiver beside the sender, and notifications',
      shape({
        messages: `CREATE TABLE chat_message (id integer PRIMARY KEY, text text, created datetime, unread bool,
            receiver_id integer REFERENCES auth_user (id), sender_id integer REFERENCES auth_user (id),
            thread_id bigint REFERENCES chat_thread (id));
          INSERT INTO chat_message VALUES (7, 'one', '2023-01-02 11:00:00', 0, 5, 2, 3), (8, 'two', '2023-01-02 12:00:00', 1, 2, 5, 3);
          CREATE TABLE chat_notification (id integer PRIMARY KEY, text text, created datetime,
            user_id integer REFERENCES auth_user (id), thread_id bigint REFERENCES chat_thread (id));`,
      }),
    ],
    [
      'profiles between people and threads',
      shape({
        participants: `CREATE TABLE chat_profile (id integer PRIMARY KEY, user_id integer UNIQUE REFERENCES auth_user (id));
          INSERT INTO chat_profile VALUES (31, 5), (32, 2);
          CREATE TABLE chat_thread_participants (id integer PRIMARY KEY, thread_id bigint REFERENCES chat_thread (id),
            profile_id integer REFERENCES chat_profile (id));
          INSERT INTO chat_thread_participants (thread_id, profile_id) VALUES (3, 31), (3, 32);`,
        messages: `CREATE TABLE chat_message (id integer PRIMARY KEY, text text, created datetime, is_read bool,
            sender_id integer REFERENCES chat_profile (id), thread_id bigint REFERENCES chat_thread (id));
          INSERT INTO chat_message VALUES (7, 'one', '2023-01-02 11:00:00', 1, 32, 3), (8, 'two', '2023-01-02 12:00:00', 0, 31, 3);`,
      }),
    ],
    [
      'a user model that extends another',
      shape({
        participants: `CREATE TABLE shop_customer (user_ptr_id integer PRIMARY KEY REFERENCES auth_user (id), city text);
          INSERT INTO shop_customer VALUES (2, ''), (5, '');
          CREATE TABLE chat_thread_participants (id integer PRIMARY KEY, thread_id bigint REFERENCES chat_thread (id),
            customer_id integer REFERENCES shop_customer (user_ptr_id));
          INSERT INTO chat_thread_participants (thread_id, customer_id) VALUES (3, 2), (3, 5);`,
      }),
    ],
    ['tables without constraints', shape().replaceAll(/ REFERENCES \w+ \(id\)/g, '')],
  ];
  for (const [title, sql] of shapes) {
    it(`reads a chat with ${title}`, async () => {
      await expectAll(sql);
    });
  }

  it('gives new ids for UUIDs, and says which', async () => {
    const uuid = (digit: string) => digit.repeat(32);
    const { lines, ...found } = await imported(`
      CREATE TABLE users_user (id char(32) PRIMARY KEY, password varchar(128), email varchar(254) UNIQUE, is_active bool, is_admin bool,
        date_joined datetime);
      INSERT INTO users_user VALUES ('${uuid('9')}', '!', 'ada', 1, 1, '2023-01-01 10:00:00'),
        ('${uuid('1')}', '!', 'bo', 0, 0, '2023-01-01 11:00:00');
      CREATE TABLE dm_conversation (id char(32) PRIMARY KEY, created datetime, updated datetime);
      INSERT INTO dm_conversation VALUES ('${uuid('f')}', '2023-01-02 10:00:00', '2023-01-02 12:00:00');
      CREATE TABLE dm_conversation_users (id integer PRIMARY KEY, conversation_id char(32) REFERENCES dm_conversation (id),
        user_id char(32) REFERENCES users_user (id));
      INSERT INTO dm_conversation_users VALUES (1, '${uuid('f')}', '${uuid('1')}'), (2, '${uuid('f')}', '${uuid('9')}');
      CREATE TABLE dm_directmessage (id char(32) PRIMARY KEY, text text, created datetime, is_read bool,
        sender_id char(32) REFERENCES users_user (id), conversation_id char(32) REFERENCES dm_conversation (id));
      INSERT INTO dm_directmessage VALUES ('${uuid('b')}', 'one', '2023-01-02 11:00:00', 1, '${uuid('9')}', '${uuid('f')}'),
        ('${uuid('a')}', 'two', '2023-01-02 12:00:00', 0, '${uuid('1')}', '${uuid('f')}'),
        ('${uuid('c')}', 'lost', '2023-01-02 12:00:00', 0, '${uuid('7')}', '${uuid('f')}');`);
    expect(found.users).to.deep.equal(expected.users.map((row, index) => [index + 1, ...row.slice(1)]));
    expect(found.threads).to.deep.equal([[1, [1, 2], ...(expected.threads[0] ?? []).slice(2)]]);
    expect(found.messages.map(([thread, sender, text]) => [thread, sender, text])).to.deep.equal([
      [1, 1, 'one'],
      [1, 2, 'two'],
    ]);
    expect(lines).to.include(`user ${uuid('9')}: is now user 1`);
    expect(lines).to.include(`thread ${uuid('f')}: is now thread 1`);
    expect(lines.at(-1)).to.match(new RegExp(`^message c+: its sender, user ${uuid('7')}, takes no part`));
  });

  it('calls people by their e-mail where they have no name', async () => {
    const { users } = await imported(`${shape()} UPDATE auth_user SET username = '' WHERE id = 5;`);
    expect(users.map(([, name]) => name)).to.deep.equal(['ada', 'bo@x.org']);
  });

  it('takes all for read where nothing says what was', async () => {
    const { lines, messages } = await imported(shape().replace(', is_read bool', ', flags int'));
    expect(messages.map((message) => message.at(-1))).to.deep.equal([true, true]);
    expect(lines[2]).to.include('nothing says what was read');
  });

  it('dates threads without a time by their first message', async () => {
    const { threads } = await imported(
      shape({
        threads: 'CREATE TABLE chat_thread (id integer PRIMARY KEY); INSERT INTO chat_thread VALUES (3);',
      }),
    );
    expect(threads).to.deep.equal([[3, [2, 5], '2023-01-02T11:00:00.000Z', '2023-01-02T12:00:00.000Z']]);
  });

  it('leaves out what was deleted and is still there', async () => {
    const { lines, messages } = await imported(
      `${shape()} ALTER TABLE chat_message ADD deleted_at datetime; UPDATE chat_message SET deleted_at = '2023-01-03' WHERE id = 7;`,
    );
    expect(messages.map(([, , text]) => text)).to.deep.equal(['two']);
    expect(lines).to.include('chat_message marked by deleted_at are left out');
    expect(lines.at(-1)).to.match(/^message 7: is marked as deleted/);
  });

  it('takes times without an offset for those of the zone that is named', async () => {
    const { lines, messages, users } = await imported(shape(), { zone: 'Europe/Kyiv' });
    expect(messages[0]?.[3]).to.equal('2023-01-02T09:00:00.000Z');
    expect(users[0]?.[4]).to.equal('2023-01-01T08:00:00.000Z');
    expect(lines[3]).to.equal('times without an offset are taken for Europe/Kyiv');
  });

  it('orders times with and without an offset as they were', async () => {
    const { messages } = await imported(
      `${shape()} UPDATE chat_message SET created = '2023-01-02 11:00:00Z' WHERE id = 8;
       UPDATE chat_message SET created = '2023-01-02 12:00:00' WHERE id = 7;`,
      { zone: 'Europe/Kyiv' },
    );
    expect(messages.map(([, , text, time]) => [text, time])).to.deep.equal([
      ['one', '2023-01-02T10:00:00.000Z'],
      ['two', '2023-01-02T11:00:00.000Z'],
    ]);
  });

  it('takes a mapping for other names', async () => {
    const strange = shape()
      .replace('text text', 'payload text')
      .replace('created datetime, is_read', 'moment datetime, done')
      .replace('sender_id', 'x_id')
      .replace(/chat_thread_participants/g, 'who');
    expect(await refusal(strange)).to.match(/^chat_message .*--map messages\.text=COLUMN/);
    const map = [
      'messages.text=payload',
      'messages.created=moment',
      'messages.read=done',
      'participants=who',
    ];
    await rm(file);
    await expectAll(strange, { map });
    await rm(file);
    expect(await refusal(strange, { map: [...map, 'messages.created=when'] })).to.match(
      /--map messages.created/,
    );
    await rm(file);
    expect(await refusal(strange, { map: ['users=people'] })).to.match(/no table people/);
    expect(() => parseMapping(['message=x'])).to.throw(/PART=NAME/);
  });

  it('lets a mapping say that there is none', async () => {
    const { messages } = await imported(shape(), { map: ['messages.read='] });
    expect(messages.map((message) => message.at(-1))).to.deep.equal([true, true]);
  });

  const refused: [string, string, RegExp][] = [
    [
      'a receiver instead of a thread',
      shape({
        threads: '',
        participants: '',
        messages: `CREATE TABLE chat_message (id integer PRIMARY KEY, text text, created datetime, is_read bool,
          sender_id integer REFERENCES auth_user (id), receiver_id integer REFERENCES auth_user (id));`,
      }),
      /^chat_message has sender_id and receiver_id and no thread/,
    ],
    [
      'threads without participants',
      shape({ participants: '' }),
      /^chat_message .*chat_thread.*nothing says who takes part/,
    ],
    [
      'two tables of messages',
      `${shape()} CREATE TABLE old_message AS SELECT * FROM chat_message; DROP TABLE old_message;
       CREATE TABLE old_message (id integer PRIMARY KEY, text text, created datetime,
        sender_id integer REFERENCES auth_user (id), thread_id bigint REFERENCES chat_thread (id));`,
      /^chat_message and old_message .*--map messages=TABLE/,
    ],
    [
      'two senders',
      shape()
        .replace(/sender_id integer/, 'one_id integer REFERENCES auth_user (id), other_id integer')
        .replace(/INSERT INTO chat_message .*$/s, ''),
      /^chat_message .*one_id and other_id.*--map messages.sender=COLUMN/,
    ],
    ['no users', 'CREATE TABLE a (id integer PRIMARY KEY);', /no table of users/],
    ['no messages', shape({ messages: '' }), /no table of messages/],
    [
      'messages without a time',
      shape().replace('created datetime, is_read', 'x datetime, is_read'),
      /--map messages.created/,
    ],
  ];
  for (const [title, sql, message] of refused) {
    it(`refuses a database with ${title}, and says what to do`, async () => {
      expect(await refusal(sql)).to.match(message);
    });
  }
});
