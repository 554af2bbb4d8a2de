import { newBlock } from '../../domain/conversation/block.js';
import { DomainError } from '../../domain/errors.js';
import { isSubject } from '../../domain/accounts/identity.js';
import { restoreMessage, restoreThread } from '../../domain/conversation/conversation.js';
import type { Decision } from '../../domain/conversation/decision.js';
import { batchSize } from './batches.js';
import { checkText } from '../../domain/conversation/message.js';
import { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import { isErased, parseUsername } from '../../domain/accounts/user.js';
import type { DumpRecord } from '../ports/archive.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

const order = ['user', 'block', 'thread', 'message', 'end'] as const;
const tables = ['users', 'threads', 'messages'] as const;

/** Fills an empty store from a dump: all of it or, if a record is wrong, nothing. */
export class RestoreDump {
  /** After a failure, the number of the record that is wrong; undefined if it is none that was read whole. */
  culprit: number | undefined;

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Reads the records in one unit of work, one after the other.
   * @throws DomainError `database_not_empty`, before it reads any; what a record's own rule throws.
   * @throws Error if the records contradict each other or end too early.
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
        for await (const record of records) await this.#add(record, restoration);
        if (!restoration.ended) throw new Error('The end is missing: the dump has been cut.');
      },
      { once: true },
    );
  }

  async #add(record: DumpRecord, restoration: Restoration): Promise<void> {
    try {
      await restoration.add(record);
    } catch (error) {
      this.culprit = restoration.current;
      throw error;
    }
  }
}

type ThreadRecord = Extract<DumpRecord, { thread: unknown }>['thread'];
type MessageRecord = Extract<DumpRecord, { message: unknown }>['message'];

interface Waiting<Item> {
  /** Of the record. */
  readonly number: number;
  readonly item: Item;
}

class Restoration {
  /** The number of the record that is being looked at. */
  current = 0;
  #read = 0;
  #stage = 0;
  // Threads and messages are put back a batch at a time.
  #threads: Waiting<ThreadRecord & { pair: ParticipantPair }>[] = [];
  #messages: Waiting<MessageRecord>[] = [];
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
    this.#read += 1;
    this.current = this.#read;
    if (this.ended) throw new Error('There is more after the end.');
    const stage = order.findIndex((kind) => kind in record);
    if (stage < this.#stage) {
      throw new Error('The order is wrong: a dump has users, then blocks, threads and messages.');
    }
    if (stage !== this.#stage || Math.max(this.#threads.length, this.#messages.length) === batchSize) {
      await this.#flush();
    }
    this.#stage = stage;
    if ('user' in record) await this.#addUser(record.user);
    else if ('block' in record) await this.#addBlock(record.block);
    else if ('thread' in record) this.#takeThread(record.thread);
    else if ('message' in record) this.#takeMessage(record.message);
    else await this.#finish(record.end);
  }

  #takeThread(thread: ThreadRecord): void {
    this.#count('threads', thread.id);
    const pair = ParticipantPair.of(...thread.participants);
    this.#threads.push({ number: this.current, item: { ...thread, pair } });
  }

  #takeMessage(message: MessageRecord): void {
    this.#count('messages', message.id);
    checkText(message.text);
    this.#messages.push({ number: this.current, item: message });
  }

  async #flush(): Promise<void> {
    const [threads, messages] = [this.#threads, this.#messages];
    this.#threads = [];
    this.#messages = [];
    if (threads.length > 0) await this.#addThreads(threads);
    if (messages.length > 0) await this.#addMessages(messages);
    this.current = this.#read;
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

  async #addThreads(batch: readonly Waiting<ThreadRecord & { pair: ParticipantPair }>[]): Promise<void> {
    const { users, threads, conversations } = this.repositories;
    const present = await users.present(batch.flatMap(({ item }) => item.participants));
    const nameOf = ({ low, high }: ParticipantPair) => `${low} ${high}`;
    const taken = new Set(
      (await threads.findAllOf(batch.map(({ item }) => item.pair))).map(({ participants }) =>
        nameOf(participants),
      ),
    );
    const added: Decision<unknown>[] = [];
    for (const { number, item } of batch) {
      this.current = number;
      const { id, created, updated, participants: named, pair } = item;
      const missing = named.find((user) => !present.has(user));
      if (missing !== undefined) {
        throw new Error(`Thread ${id} is with user ${missing}, who is not in the dump.`);
      }
      if (taken.has(nameOf(pair))) throw new Error(`Users ${named.join(' and ')} have a thread already.`);
      taken.add(nameOf(pair));
      added.push(restoreThread({ id, created, updated, participants: pair }));
    }
    await conversations.addAll(added);
  }

  async #addMessages(batch: readonly Waiting<MessageRecord>[]): Promise<void> {
    const { threads, conversations } = this.repositories;
    const ids = new Set(batch.map(({ item }) => item.thread));
    const found = new Map((await threads.findAll([...ids])).map((thread) => [thread.id, thread]));
    const keys = new Set<string>();
    const added: Decision<unknown>[] = [];
    for (const { number, item } of batch) {
      this.current = number;
      const { thread: threadId, sender: senderId, idempotencyKey: key, ...message } = item;
      const thread = found.get(threadId);
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
      if (key !== undefined) await this.#requireNew(senderId, key, keys);
      added.push(restoreMessage(thread, { ...message, threadId, senderId, participants }, key));
    }
    await conversations.addAll(added);
  }

  async #requireNew(sender: number, key: string, batch: Set<string>): Promise<void> {
    const name = `${sender} ${key}`;
    const { messages } = this.repositories;
    if (batch.has(name) || (await messages.findByIdempotencyKey(sender, key)) !== undefined) {
      throw new Error(`User ${sender} has used the idempotency key ${key} before.`);
    }
    batch.add(name);
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
