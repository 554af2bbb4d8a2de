import { newBlock } from '../../domain/conversation/block.js';
import { DomainError } from '../../domain/errors.js';
import { isSubject } from '../../domain/accounts/identity.js';
import { restoreMessage, restoreThread } from '../../domain/conversation/conversation.js';
import { checkText } from '../../domain/conversation/message.js';
import { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import { isErased, parseUsername } from '../../domain/accounts/user.js';
import type { DumpRecord } from '../ports/archive.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

const order = ['user', 'block', 'thread', 'message', 'end'] as const;
const tables = ['users', 'threads', 'messages'] as const;

/** Fills an empty store from a dump: all of it or, if a record is wrong, nothing. */
export class RestoreDump {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Reads the records in one unit of work, one after the other.
   * @throws DomainError `database_not_empty`, before it reads any; what a record's own rule throws.
   * @throws Error if the records contradict each other or end too early. The one that was read last is the culprit.
   */
  execute(records: AsyncIterable<DumpRecord> | Iterable<DumpRecord>): Promise<void> {
    return this.unitOfWork.run(
      async (repositories) => {
        if (!(await repositories.users.isEmpty())) {
          throw new DomainError(
            'database_not_empty',
            'A dump goes into an empty database only: name a new one.',
          );
        }
        const restoration = new Restoration(repositories);
        for await (const record of records) await restoration.add(record);
        if (!restoration.ended) throw new Error('The end is missing: the dump has been cut.');
      },
      { once: true },
    );
  }
}

class Restoration {
  #stage = 0;
  readonly #seen = {
    users: { count: 0, lastId: 0 },
    threads: { count: 0, lastId: 0 },
    messages: { count: 0, lastId: 0 },
  };
  #blocks = 0;
  #lastBlock = { blockerId: 0, blockedId: 0 };

  constructor(private readonly repositories: Repositories) {}

  get ended(): boolean {
    return order[this.#stage] === 'end';
  }

  async add(record: DumpRecord): Promise<void> {
    if (this.ended) throw new Error('There is more after the end.');
    const stage = order.findIndex((kind) => kind in record);
    if (stage < this.#stage) {
      throw new Error('The order is wrong: a dump has users, then blocks, threads and messages.');
    }
    this.#stage = stage;
    if ('user' in record) await this.#addUser(record.user);
    else if ('block' in record) await this.#addBlock(record.block);
    else if ('thread' in record) await this.#addThread(record.thread);
    else if ('message' in record) await this.#addMessage(record.message);
    else await this.#finish(record.end);
  }

  async #addUser(record: Extract<DumpRecord, { user: unknown }>['user']): Promise<void> {
    const { identities = [], erasing, ...user } = record;
    this.#count('users', user.id);
    if (!isErased(user) && parseUsername(user.username) !== user.username) {
      throw new DomainError('invalid_username', `The username ${user.username} is not in NFKC.`);
    }
    await this.repositories.users.restore(user);
    for (const identity of identities) {
      if (!isSubject(identity.subject)) throw new Error(`User ${user.id} has a subject that is none.`);
      if (!(await this.repositories.identities.add(identity, user.id))) {
        throw new Error(`The identity ${identity.subject} of ${identity.issuer} is another user's.`);
      }
    }
    if (erasing === undefined) return;
    if (!isErased(user)) throw new Error(`User ${user.id} is being erased and has a name.`);
    await this.repositories.erasures.add({ userId: user.id, created: erasing });
  }

  async #addBlock({ blockerId, blockedId, created }: Extract<DumpRecord, { block: unknown }>['block']) {
    const last = this.#lastBlock;
    if (blockerId < last.blockerId || (blockerId === last.blockerId && blockedId <= last.blockedId)) {
      throw new Error('The blocks do not come in rising order, or one comes twice.');
    }
    this.#lastBlock = { blockerId, blockedId };
    this.#blocks += 1;
    const block = newBlock(blockerId, blockedId, created);
    for (const id of [blockerId, blockedId]) {
      if ((await this.repositories.users.find(id)) === undefined) {
        throw new Error(`A block is of or by user ${id}, who is not in the dump.`);
      }
    }
    await this.repositories.blocks.add(block);
  }

  async #addThread(record: Extract<DumpRecord, { thread: unknown }>['thread']): Promise<void> {
    const { participants: named, ...thread } = record;
    this.#count('threads', thread.id);
    const participants = ParticipantPair.of(...named);
    for (const id of named) {
      if ((await this.repositories.users.find(id)) === undefined) {
        throw new Error(`Thread ${thread.id} is with user ${id}, who is not in the dump.`);
      }
    }
    if ((await this.repositories.threads.summaryOfPair(participants)) !== undefined) {
      throw new Error(`Users ${named.join(' and ')} have a thread already.`);
    }
    await this.repositories.conversations.apply(restoreThread({ ...thread, participants }));
  }

  async #addMessage(record: Extract<DumpRecord, { message: unknown }>['message']): Promise<void> {
    const { thread: threadId, sender: senderId, idempotencyKey: key, ...message } = record;
    const { conversations, messages } = this.repositories;
    this.#count('messages', message.id);
    checkText(message.text);
    const { standing } = await conversations.hold({ thread: threadId });
    const thread = standing?.thread;
    if (thread === undefined) {
      throw new Error(`Message ${message.id} is in thread ${threadId}, which is not in the dump.`);
    }
    const { participants } = thread;
    if (!participants.includes(senderId)) {
      throw new Error(
        `Message ${message.id} is by user ${senderId}, who takes no part in thread ${threadId}.`,
      );
    }
    if (message.created > thread.updated) {
      throw new Error(`Message ${message.id} is later than the last update of thread ${threadId}.`);
    }
    if (key !== undefined && (await messages.findByIdempotencyKey(senderId, key)) !== undefined) {
      throw new Error(`User ${senderId} has used the idempotency key ${key} before.`);
    }
    const restored = { ...message, threadId, senderId, participants };
    await conversations.apply(restoreMessage(thread, restored, key));
  }

  async #finish(end: Extract<DumpRecord, { end: unknown }>['end']): Promise<void> {
    if (end.blocks.count !== this.#blocks) {
      throw new Error(`The dump should have ${end.blocks.count} blocks and has ${this.#blocks}.`);
    }
    for (const table of tables) {
      const { count, lastId } = this.#seen[table];
      if (end[table].count !== count) {
        throw new Error(`The dump should have ${end[table].count} ${table} and has ${count}.`);
      }
      if (end[table].lastId < lastId) {
        throw new Error(`The last id of ${table} should be ${lastId} or more.`);
      }
      await this.repositories[table].continueAfter(end[table].lastId);
    }
  }

  #count(table: (typeof tables)[number], id: number): void {
    const seen = this.#seen[table];
    if (id <= seen.lastId) {
      throw new Error(`The id ${id} does not come in rising order, or comes twice, in ${table}.`);
    }
    seen.lastId = id;
    seen.count += 1;
  }
}
