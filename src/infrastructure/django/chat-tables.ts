import type { Reference, Table } from './sqlite-schema.js';

// Which tables of a database are those of a chat. Tables are found by what they refer to, columns by these names.

/** What a column may be called, the best first. Case and underscores do not matter, and `_id` at the end neither. */
const names = {
  'users.name': 'username user_name login nickname nick handle email email_address phone phone_number mobile',
  'users.password': 'password password_hash',
  'users.first': 'first_name firstname given_name',
  'users.last': 'last_name lastname surname family_name',
  'users.staff': 'is_staff staff is_admin admin',
  'users.superuser': 'is_superuser superuser',
  'users.active': 'is_active active',
  'users.created': 'date_joined joined joined_at',
  'threads.first':
    'user1 first_user user_one user_a participant1 first_participant member1 person1 initiator',
  'threads.second':
    'user2 second_user user_two user_b participant2 second_participant member2 person2 receiver',
  'threads.deleted': 'is_deleted deleted deleted_at',
  'messages.sender':
    'sender author from_user user sent_by created_by creator owner writer posted_by from sender_user message_sender',
  'messages.text': 'text content body message message_text message_content message_body msg msg_content',
  'messages.read': 'is_read read seen is_seen has_read was_read viewed is_viewed read_at seen_at',
  'messages.unread': 'unread is_unread is_new',
  'messages.deleted': 'is_deleted deleted deleted_at',
};
const created =
  'created created_at created_on created_date date_created time_created timestamp sent_at sent sent_on date_sent ' +
  'time_sent sent_time date_time datetime pub_date posted_at date_posted date_added added_at added date time';
const updated =
  'updated updated_at updated_on date_updated time_updated modified modified_at last_modified date_modified ' +
  'last_updated last_update last_activity last_message_at';
const thread = 'thread conversation chat room chat_room dialog dialogue';

/** All columns that can be named by an option, and where they are looked for. */
const columnNames = {
  ...names,
  'users.created': `${names['users.created']} ${created}`,
  'threads.created': created,
  'threads.updated': updated,
  'messages.created': created,
  'messages.thread': thread,
  'participants.thread': thread,
  'participants.user': 'user participant member person user_model',
};
type Part = keyof typeof columnNames;
const tableParts = ['users', 'threads', 'participants', 'messages'] as const;
type TablePart = (typeof tableParts)[number];
const parts: readonly string[] = [...tableParts, ...Object.keys(columnNames)];

/** Tables and columns that somebody names, like `messages.text` and `payload`. Nothing as the name: there is none. */
export type Mapping = ReadonlyMap<string, string>;

/** @throws Error for what is not `messages.text=payload`. */
export function parseMapping(texts: readonly string[]): Mapping {
  return new Map(
    texts.map((text) => {
      const [, part = '', name = ''] = /^([a-z.]+)=(.*)$/.exec(text) ?? [];
      if (!parts.includes(part)) {
        throw new Error(
          `${JSON.stringify(text)} names nothing: write PART=NAME with a part of ${parts.join(', ')}`,
        );
      }
      return [part, name];
    }),
  );
}

/** How a row refers to a user: directly, or by way of a profile. */
export interface Person {
  readonly column: string;
  readonly references: readonly Reference[];
}

export interface ChatTables {
  readonly users: Found<'first' | 'last' | 'password' | 'staff' | 'superuser' | 'active' | 'created'> & {
    readonly name: string;
    /** Where the name is, if it is empty. */
    readonly email: string | undefined;
  };
  readonly threads: Found<'created' | 'updated' | 'deleted'>;
  readonly participants:
    | { readonly table: Table; readonly thread: Reference; readonly user: Person }
    | { readonly first: Person; readonly second: Person };
  readonly messages: Found<'read' | 'unread' | 'deleted'> & {
    readonly text: string;
    readonly created: string;
    readonly thread: Reference;
    readonly sender: Person;
  };
}

type Found<Column extends string> = { readonly table: Table & { readonly key: string } } & {
  readonly [Name in Column]: string | undefined;
};

/** @throws Error that says what is missing or could be two things, and how to name it. */
export function findTables(schema: readonly Table[], mapping: Mapping): ChatTables {
  return new Search(schema, mapping).chat();
}

/** Says what was taken for what, in lines. */
export function describe({ users, threads, participants, messages }: ChatTables): string[] {
  const columns = (...named: (string | undefined)[]) => named.filter((name) => name !== undefined).join(', ');
  const { name, email, first, last, password, staff, superuser, active } = users;
  const shown = columns(first, last);
  const others = email === undefined ? '' : `, or ${email} where that is empty`;
  const read =
    messages.read ??
    (messages.unread === undefined ? undefined : `${messages.unread}, which says the opposite`);
  const pair =
    'table' in participants
      ? `${participants.table.name} (${participants.thread.column}, ${participants.user.column})`
      : `${participants.first.column} and ${participants.second.column}`;
  return [
    `users are ${users.table.name}: called by ${name}${others}${shown === '' ? '' : `, shown as ${shown}`}; ` +
      columns(password, staff, superuser, active, users.created),
    `threads are ${threads.table.name}: participants by ${pair}; ` +
      (columns(threads.created, threads.updated) || 'with the time of their first message'),
    `messages are ${messages.table.name}: by ${messages.sender.column} in ${messages.thread.column}; ` +
      `${columns(messages.text, messages.created)}; ` +
      (read === undefined ? 'nothing says what was read, so all of them are' : `read by ${read}`),
    ...[threads, messages].flatMap(({ table, deleted }) =>
      deleted === undefined ? [] : [`${table.name} marked by ${deleted} are left out`],
    ),
  ];
}

class Search {
  /** Tables that have people to log in, or the one that was named. */
  readonly #people: readonly Table[];

  constructor(
    private readonly schema: readonly Table[],
    private readonly mapping: Mapping,
  ) {
    const named = this.#namedTable('users');
    this.#people = named
      ? [named]
      : schema.filter(
          (table) =>
            this.#column(table, 'users.password') !== undefined &&
            this.#column(table, 'users.name') !== undefined,
        );
  }

  chat(): ChatTables {
    const named = this.#namedTable('messages');
    const tried = (named ? [named] : this.schema).map((table) => this.#asMessages(table));
    const all = tried.flatMap((one) => ('chat' in one ? [one.chat] : []));
    const called = all.filter(({ messages }) => /messages?$/i.test(messages.table.name));
    const found = called.length > 0 ? called : all;
    const [chat, other] = found;
    if (chat !== undefined && other === undefined) {
      this.#requireNamed(chat);
      return chat;
    }
    if (chat !== undefined) {
      const tables = found.map(({ messages }) => messages.table.name).join(' and ');
      throw new Error(`${tables} could all be the messages: name one with --map messages=TABLE`);
    }
    const [closest] = tried.flatMap((one) => ('lacks' in one ? [one] : [])).sort((a, b) => b.near - a.near);
    if (closest !== undefined && closest.near > 0) throw new Error(closest.lacks);
    if (this.#people.length === 0) {
      throw new Error(
        "there is no table of users, with a password and a username or e-mail: is it a Django chat's database? " +
          'Name the table with --map users=TABLE',
      );
    }
    throw new Error(
      'there is no table of messages, which refers to a sender and a thread and has a text: ' +
        "is it a Django chat's database? Name the table with --map messages=TABLE",
    );
  }

  /** The chat whose messages this table has, or what it lacks, and how near it comes. */
  #asMessages(table: Table): { chat: ChatTables } | { lacks: string; near: number } {
    const { name } = table;
    const people = this.#peopleOf(table);
    const others = table.references.filter(({ to }) => to !== table && this.#userOf(to) === undefined);
    const text = this.#column(table, 'messages.text');
    const lacks = (near: number, what: string) => ({ lacks: `${name} ${what}`, near });
    if (people.length === 0) return lacks(0, 'refers to no user');
    if (others.length === 0) {
      if (people.length < 2 || text === undefined) return lacks(0, 'refers to no thread');
      const [one, other] = people.map(({ column }) => column);
      return lacks(
        2,
        `has ${one ?? ''} and ${other ?? ''} and no thread: only chats that keep their messages in threads can be imported`,
      );
    }
    const thread = this.#one(
      'messages.thread',
      others.filter(({ to }) => this.#participants(to, table) !== undefined),
    );
    if (thread === undefined) {
      if (text === undefined) return lacks(0, 'has no text');
      return lacks(
        3,
        `has a text and refers to ${others.map(({ to }) => to.name).join(' and ')}, but nothing says who takes part there: ` +
          'name the table of participants with --map participants=TABLE, or two columns with ' +
          '--map threads.first=COLUMN --map threads.second=COLUMN',
      );
    }
    if (thread === 'several') {
      return lacks(5, 'refers to several threads: name the column with --map messages.thread=COLUMN');
    }
    const sender = this.#one('messages.sender', people);
    if (sender === undefined || sender === 'several') {
      const columns = people.map(({ column }) => column).join(' and ');
      return lacks(4, `has the users ${columns}: name the sender with --map messages.sender=COLUMN`);
    }
    const participants = this.#participants(thread.to, table);
    if (participants === undefined || typeof participants === 'string') {
      return lacks(5, `has threads in ${thread.to.name}, but ${participants ?? 'nobody takes part there'}`);
    }
    const created = this.#column(table, 'messages.created');
    if (text === undefined) return lacks(4, 'has no text: name its column with --map messages.text=COLUMN');
    if (created === undefined) {
      return lacks(6, 'has no time: name its column with --map messages.created=COLUMN');
    }
    const users = sender.references.at(-1)?.to ?? table;
    const read = this.#column(table, 'messages.read');
    return {
      chat: {
        users: this.#users(users),
        threads: {
          table: keyed(thread.to),
          created: this.#column(thread.to, 'threads.created'),
          updated: this.#column(thread.to, 'threads.updated'),
          deleted: this.#column(thread.to, 'threads.deleted'),
        },
        participants,
        messages: {
          table: keyed(table),
          thread,
          sender,
          text,
          created,
          read,
          unread: read === undefined ? this.#column(table, 'messages.unread') : undefined,
          deleted: this.#column(table, 'messages.deleted'),
        },
      },
    };
  }

  /** @throws Error for a column that was named and is not there. */
  #requireNamed({ users, threads, participants, messages }: ChatTables): void {
    const join = 'table' in participants ? participants : undefined;
    const tables: Record<string, Table | undefined> = {
      users: users.table,
      threads: threads.table,
      participants: join?.table,
      messages: messages.table,
    };
    for (const [part, name] of this.mapping) {
      const [table = '', column] = part.split('.');
      if (column === undefined || name === '' || tables[table]?.columns.includes(name) === true) continue;
      throw new Error(`${tables[table]?.name ?? table} has no column ${name}, which --map ${part} names`);
    }
  }

  #users(table: Table): ChatTables['users'] {
    const named = this.mapping.get('users.name');
    const name = this.#column(table, 'users.name');
    const email = named === undefined ? bestOf(plainColumns(table), 'email email_address') : undefined;
    if (name === undefined) {
      throw new Error(
        `${table.name} does not say what users are called: name a column with --map users.name=COLUMN`,
      );
    }
    return {
      table: keyed(table),
      name,
      email: email === name ? undefined : email,
      first: this.#column(table, 'users.first'),
      last: this.#column(table, 'users.last'),
      password: this.#column(table, 'users.password'),
      staff: this.#column(table, 'users.staff'),
      superuser: this.#column(table, 'users.superuser'),
      active: this.#column(table, 'users.active'),
      created: this.#column(table, 'users.created'),
    };
  }

  /** Who takes part in the threads of a table: undefined if nothing says it, a text if it could be several things. */
  #participants(threads: Table, messages: Table): ChatTables['participants'] | string | undefined {
    const columns = this.#peopleOf(threads);
    const [first, second] = (['threads.first', 'threads.second'] as const).map((part) => {
      const name = this.#column(
        threads,
        part,
        columns.map(({ column }) => column),
      );
      return columns.find(({ column }) => column === name);
    });
    const named = this.#namedTable('participants');
    const byName =
      first !== undefined && second !== undefined && first !== second ? { first, second } : undefined;
    if (byName !== undefined && this.mapping.has('threads.first')) return byName;
    const joins = (named ? [named] : this.schema).flatMap((table) => {
      if (table === messages || table === threads) return [];
      const people = this.#peopleOf(table);
      const thread = this.#one(
        'participants.thread',
        table.references.filter(({ to }) => to === threads),
      );
      const user = this.#one('participants.user', people);
      return thread === undefined || user === undefined || thread === 'several' || user === 'several'
        ? []
        : [{ table, thread, user }];
    });
    for (const fits of joinNames) {
      const [join, ...more] = joins.filter(({ table }) => fits.test(table.name));
      if (join !== undefined && more.length === 0) return join;
    }
    if (byName !== undefined) return byName;
    const [one, other, ...more] = columns;
    if (joins.length === 0 && one !== undefined && other !== undefined && more.length === 0) {
      return { first: one, second: other };
    }
    const [join, ...others] = joins;
    if (join === undefined) return undefined;
    if (others.length === 0 && columns.length < 2) return join;
    const tables = joins.map(({ table }) => table.name).join(' and ');
    return `${tables} could say who takes part: name one with --map participants=TABLE`;
  }

  /** The columns of a table that mean a user. */
  #peopleOf(table: Table): Person[] {
    return [...table.references, ...this.#undeclared(table)].flatMap((reference) => {
      if (reference.to === table) return [];
      if (this.#people.includes(reference.to)) return [{ column: reference.column, references: [reference] }];
      const own = this.#profileOf(reference.to);
      return own === undefined ? [] : [{ column: reference.column, references: [reference, own] }];
    });
  }

  /** Columns without a constraint (`db_constraint=False`) that by their names mean a user. */
  #undeclared(table: Table): Reference[] {
    const [to, ...more] = this.#people;
    if (to?.key === undefined || more.length > 0) return [];
    const { key } = to;
    return plainColumns(table)
      .filter((column) => /_id$/i.test(column) && bestOf([column], personNames) !== undefined)
      .map((column) => ({ from: table, column, to, key }));
  }

  /** The table of users that a table is, or whose profiles it has. */
  #userOf(table: Table): Table | undefined {
    return this.#people.includes(table) ? table : this.#profileOf(table)?.to;
  }

  /** How each row of a table belongs to a user of its own, if it does. */
  #profileOf(table: Table): Reference | undefined {
    if (this.#people.includes(table)) return undefined;
    return table.references.find(({ to, column }) => this.#people.includes(to) && table.unique.has(column));
  }

  /** The reference that was named, the only one, or the one with the best name. */
  #one<Candidate extends { readonly column: string }>(
    part: Part,
    candidates: readonly Candidate[],
  ): Candidate | 'several' | undefined {
    const [only, ...more] = candidates;
    if (only === undefined || (more.length === 0 && !this.mapping.has(part))) return only;
    const columns = candidates.map(({ column }) => column);
    const name = bestOf(columns, this.mapping.get(part) ?? columnNames[part]);
    return (
      candidates.find(({ column }) => column === name) ?? (this.mapping.has(part) ? undefined : 'several')
    );
  }

  /** Which of a table's columns is the part. References are never a text or a time. */
  #column(table: Table, part: Part, among: readonly string[] = plainColumns(table)): string | undefined {
    const name = this.mapping.get(part);
    if (name === undefined) return bestOf(among, columnNames[part]);
    return name === '' ? undefined : table.columns.find((column) => column === name);
  }

  #namedTable(part: TablePart): Table | undefined {
    const name = this.mapping.get(part);
    if (name === undefined) return undefined;
    const table = this.schema.find((one) => one.name === name);
    if (table === undefined) throw new Error(`there is no table ${name}, which --map ${part} names`);
    return table;
  }
}

const personNames = `${names['messages.sender']} ${names['threads.first']} ${names['threads.second']} recipient to_user`;

/** What a table that joins threads and users may be called, the best first; the last is any name. */
const joinNames = [/participants?$/i, /members?(hip)?$/i, /(users?|people)$/i];

function plainColumns(table: Table): string[] {
  return table.columns.filter((name) => table.references.every(({ column }) => column !== name));
}

/** The column that has the first of the names, separated by spaces, that any has. */
function bestOf(columns: readonly string[], names: string): string | undefined {
  for (const name of names.split(' ')) {
    const found = columns.find((column) => column === name || bare(column) === bare(name));
    if (found !== undefined) return found;
  }
  return undefined;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/_id$/, '').replaceAll('_', '');
}

function keyed(table: Table): Table & { readonly key: string } {
  const { key } = table;
  if (key === undefined) throw new Error(`${table.name} has no primary key of one column`);
  return { ...table, key };
}
