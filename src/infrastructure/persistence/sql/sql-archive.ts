import type { DumpRecord } from '../../../application/ports/archive.js';
import type { Sql } from './sql.js';
import { archivedMessage, archivedThread } from '../archived.js';
import type { MessageVersionRow, ReportRow } from './entities.js';
import { toReport, toVersion } from './typeorm-evidence-repository.js';
import { messageColumns, toMessage, type MessageFields } from './message-row.js';
import { threadColumns, toThread, type ThreadFields } from './thread-row.js';
import { toUser, userColumns, type UserFields } from './sql-user-repository.js';

/** How many rows are in memory at once. */
const batch = 1000;

// Named as TypeORM names them.
const versionColumns = `id, message_id AS "messageId", thread_id AS "threadId", sender_id AS "senderId", service, text,
  metadata, attachments, created, replaced, change, since, idempotency_key AS "idempotencyKey"`;
const reportColumns = `id, message_id AS "messageId", thread_id AS "threadId", sender_id AS "senderId",
  reporter_id AS "reporterId", reason, comment, text, attachments, sent, created, status, note, closed, since`;

interface BlockFields {
  blocker_id: number;
  blocked_id: number;
  created: number;
}

type MessageRow = MessageFields & { service: string | null; idempotency_key: string | null };

/** The records of a dump, on a connection that has begun a transaction. */
export async function* recordsOn(sql: Sql): AsyncGenerator<DumpRecord> {
  const tally = async (table: string) => ({ count: 0, lastId: await sql.dialect.lastId(sql, table) });
  const end = {
    users: await tally('users'),
    blocks: { count: 0 },
    threads: await tally('threads'),
    messages: await tally('messages'),
    versions: await tally('message_versions'),
    reports: await tally('reports'),
    attachments: await tally('attachments'),
  };

  const erasing = new Map<number, Date>();
  for (const erasure of await sql.rows<{ user_id: number; created: number }>(
    'SELECT user_id, created FROM erasures',
  )) {
    erasing.set(erasure.user_id, new Date(erasure.created));
  }
  for await (const rows of batches<UserFields>(sql, userColumns, 'users')) {
    for (const row of rows) {
      end.users.count += 1;
      const since = erasing.get(row.id);
      yield { user: { ...toUser(row), ...(since === undefined ? {} : { erasing: since }) } };
    }
  }
  for await (const row of everyBlock(sql)) {
    end.blocks.count += 1;
    yield {
      block: { blockerId: row.blocker_id, blockedId: row.blocked_id, created: new Date(row.created) },
    };
  }
  for await (const row of everyRow<ThreadFields>(sql, threadColumns, 'threads t')) {
    end.threads.count += 1;
    yield archivedThread(toThread(row));
  }
  // What is left of deleted threads is deleted.
  const deleted = new Set(
    (await sql.rows<{ id: number }>('SELECT id FROM deleted_threads')).map(({ id }) => id),
  );
  const columns = `${messageColumns('m')}, m.service, m.idempotency_key`;
  for await (const row of everyRow<MessageRow>(sql, columns, 'messages m')) {
    if (deleted.has(row.thread_id)) continue;
    const message = toMessage(row, undefined);
    end.messages.count += 1;
    end.attachments.count += message.attachments.length;
    yield archivedMessage(message, row.service ?? undefined, row.idempotency_key ?? undefined);
  }
  for await (const row of everyRow<MessageVersionRow>(sql, versionColumns, 'message_versions')) {
    end.versions.count += 1;
    yield { version: toVersion(row) };
  }
  for await (const row of everyRow<ReportRow>(sql, reportColumns, 'reports')) {
    end.reports.count += 1;
    yield { report: toReport(row) };
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
