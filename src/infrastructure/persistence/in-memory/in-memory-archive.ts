import type { DumpRecord } from '../../../application/ports/archive.js';
import type { Block } from '../../../domain/conversation/block.js';
import type { State } from './state.js';

/** The records of a dump. A state never changes, so neither do they. */
export function* recordsOf(
  { users, identities, erasures, blocks, threads, messages }: State,
  lastIds: Record<'users' | 'threads' | 'messages', number>,
): Generator<DumpRecord> {
  const rows = [...identities.values()];
  for (const { user } of byId(users)) {
    const own = rows.filter(({ userId }) => userId === user.id);
    const erasing = erasures.get(user.id)?.created;
    yield {
      user: {
        ...user,
        ...(own.length === 0 ? {} : { identities: own.map(({ issuer, subject }) => ({ issuer, subject })) }),
        ...(erasing === undefined ? {} : { erasing }),
      },
    };
  }
  for (const block of [...blocks.values()].sort(byPair)) yield { block };
  for (const { id, participants, created, updated } of byId(threads)) {
    yield { thread: { id, participants: [participants.low, participants.high], created, updated } };
  }
  for (const { message, key } of byId(messages)) {
    const { id, threadId: thread, senderId: sender, text, created, isRead } = message;
    const idempotencyKey = key?.slice(key.indexOf(':') + 1);
    yield { message: { id, thread, sender, text, created, isRead, idempotencyKey } };
  }
  yield {
    end: {
      users: { count: users.size, lastId: lastIds.users },
      blocks: { count: blocks.size },
      threads: { count: threads.size, lastId: lastIds.threads },
      messages: { count: messages.size, lastId: lastIds.messages },
    },
  };
}

function byPair(one: Block, other: Block): number {
  return one.blockerId - other.blockerId || one.blockedId - other.blockedId;
}

function byId<Row>(table: ReadonlyMap<number, Row>): Row[] {
  return [...table].sort(([one], [other]) => one - other).map(([, row]) => row);
}
