import type { DumpRecord } from '../../../application/ports/archive.js';
import type { Block } from '../../../domain/conversation/block.js';
import { archivedMessage, archivedThread } from '../archived.js';
import { threadOf } from './in-memory-thread-repository.js';
import type { State } from './state.js';

/** The records of a dump. A state never changes, so neither do they. */
export function* recordsOf(
  { users, erasures, blocks, threads, messages, versions, reports }: State,
  lastIds: Record<'users' | 'threads' | 'messages' | 'versions' | 'reports' | 'attachments', number>,
): Generator<DumpRecord> {
  for (const { user } of byId(users)) {
    const erasing = erasures.get(user.id)?.created;
    yield { user: { ...user, ...(erasing === undefined ? {} : { erasing }) } };
  }
  for (const block of [...blocks.values()].sort(byPair)) yield { block };
  for (const row of byId(threads)) yield archivedThread(threadOf(row));
  const standing = byId(messages).filter(({ message }) => threads.has(message.threadId));
  for (const { message, service, sent } of standing) {
    yield archivedMessage(message, service, sent?.key);
  }
  for (const version of byId(versions)) yield { version };
  for (const report of byId(reports)) yield { report };
  yield {
    end: {
      users: { count: users.size, lastId: lastIds.users },
      blocks: { count: blocks.size },
      threads: { count: threads.size, lastId: lastIds.threads },
      messages: { count: standing.length, lastId: lastIds.messages },
      versions: { count: versions.size, lastId: lastIds.versions },
      reports: { count: reports.size, lastId: lastIds.reports },
      attachments: {
        count: standing.flatMap(({ message }) => message.attachments).length,
        lastId: lastIds.attachments,
      },
    },
  };
}

function byPair(one: Block, other: Block): number {
  return one.blockerId - other.blockerId || one.blockedId - other.blockedId;
}

function byId<Row>(table: ReadonlyMap<number, Row>): Row[] {
  return [...table].sort(([one], [other]) => one - other).map(([, row]) => row);
}
