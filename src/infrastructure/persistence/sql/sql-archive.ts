import type { DumpRecord } from '../../../application/ports/archive.js';
import type { Identity } from '../../../domain/accounts/identity.js';
import type { Sql } from './sql.js';
import { toUser, userColumns, type UserFields } from './sql-user-repository.js';

/** How many rows are in memory at once. */
const batch = 1000;

interface BlockFields {
  blocker_id: number;
  blocked_id: number;
  created: number;
}

interface ThreadFields {
  id: number;
  low_id: number;
  high_id: number;
  created: number;
  updated: number;
}

interface MessageFields {
  id: number;
  thread_id: number;
  sender_id: number;
  text: string;
  created: number;
  is_read: number;
  idempotency_key: string | null;
}

const threadColumns = 'id, low_id, high_id, created, updated';
const messageColumns = 'id, thread_id, sender_id, text, created, is_read, idempotency_key';

/** The records of a dump, on a connection that has begun a transaction. */
export async function* recordsOn(sql: Sql): AsyncGenerator<DumpRecord> {
  const tally = async (table: string) => ({ count: 0, lastId: await sql.dialect.lastId(sql, table) });
  const end = {
    users: await tally('users'),
    blocks: { count: 0 },
    threads: await tally('threads'),
    messages: await tally('messages'),
  };

  const erasing = new Map<number, Date>();
  for (const erasure of await sql.rows<{ user_id: number; created: number }>(
    'SELECT user_id, created FROM erasures',
  )) {
    erasing.set(erasure.user_id, new Date(erasure.created));
  }
  for await (const rows of batches<UserFields>(sql, userColumns, 'users')) {
    const identities = await identitiesOf(sql, rows);
    for (const row of rows) {
      end.users.count += 1;
      const own = identities.get(row.id);
      const since = erasing.get(row.id);
      yield {
        user: {
          ...toUser(row),
          ...(own === undefined ? {} : { identities: own }),
          ...(since === undefined ? {} : { erasing: since }),
        },
      };
    }
  }
  for await (const row of everyBlock(sql)) {
    end.blocks.count += 1;
    yield {
      block: { blockerId: row.blocker_id, blockedId: row.blocked_id, created: new Date(row.created) },
    };
  }
  for await (const row of everyRow<ThreadFields>(sql, threadColumns, 'threads')) {
    end.threads.count += 1;
    yield {
      thread: {
        id: row.id,
        participants: [row.low_id, row.high_id],
        created: new Date(row.created),
        updated: new Date(row.updated),
      },
    };
  }
  for await (const row of everyRow<MessageFields>(sql, messageColumns, 'messages')) {
    end.messages.count += 1;
    yield {
      message: {
        id: row.id,
        thread: row.thread_id,
        sender: row.sender_id,
        text: row.text,
        created: new Date(row.created),
        isRead: row.is_read === 1,
        idempotencyKey: row.idempotency_key ?? undefined,
      },
    };
  }
  yield { end };
}

async function* everyBlock(sql: Sql): AsyncGenerator<BlockFields> {
  let rows: BlockFields[] = [];
  do {
    const last = rows.at(-1);
    rows = await sql.rows<BlockFields>(
      `SELECT blocker_id, blocked_id, created FROM blocks WHERE (blocker_id, blocked_id) > (?, ?)
       ORDER BY blocker_id, blocked_id LIMIT ${batch}`,
      [last?.blocker_id ?? 0, last?.blocked_id ?? 0],
    );
    yield* rows;
  } while (rows.length === batch);
}

async function* everyRow<Row extends { id: number }>(
  sql: Sql,
  columns: string,
  table: string,
): AsyncGenerator<Row> {
  for await (const rows of batches<Row>(sql, columns, table)) yield* rows;
}

async function* batches<Row extends { id: number }>(
  sql: Sql,
  columns: string,
  table: string,
): AsyncGenerator<Row[]> {
  let rows: Row[] = [];
  do {
    rows = await sql.rows<Row>(`SELECT ${columns} FROM ${table} WHERE id > ? ORDER BY id LIMIT ${batch}`, [
      rows.at(-1)?.id ?? 0,
    ]);
    yield rows;
  } while (rows.length === batch);
}

/** By user, those of users that follow each other. */
async function identitiesOf(sql: Sql, users: readonly UserFields[]): Promise<Map<number, Identity[]>> {
  const rows = await sql.rows<Identity & { user_id: number }>(
    `SELECT user_id, issuer, subject FROM identities WHERE user_id >= ? AND user_id <= ?
     ORDER BY user_id, issuer, subject`,
    [users[0]?.id ?? 0, users.at(-1)?.id ?? 0],
  );
  const found = new Map<number, Identity[]>();
  for (const { user_id: user, issuer, subject } of rows) {
    found.set(user, [...(found.get(user) ?? []), { issuer, subject }]);
  }
  return found;
}
