import { newBlock } from '../../domain/conversation/block.js';
import { DomainError } from '../../domain/errors.js';
import { checkAvatarUrl, checkName } from '../../domain/accounts/profile.js';
import { restoreMessage, restoreThread } from '../../domain/conversation/conversation.js';
import type { Decision } from '../../domain/conversation/decision.js';
import { batchSize } from './batches.js';
import { Filling } from './filling.js';

import { parseFileName, type Upload } from '../../domain/attachments/attachment.js';
import { checkContent, checkText, wholeContent, type Message } from '../../domain/conversation/message.js';
import { checkThreadKey } from '../../domain/conversation/thread-key.js';
import { parseMetadata } from '../../domain/metadata.js';
import { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import { isErased, parseUsername, usernameKey, usernameTaken } from '../../domain/accounts/user.js';
import { wasExternalId } from '../../domain/accounts/external-id.js';
import { checkComment, type Report } from '../../domain/evidence/report.js';
import type { Version } from '../../domain/evidence/version.js';
import type { DumpRecord } from '../ports/archive.js';
import type { SentKey } from '../ports/conversations.js';
import type { ThreadName } from '../ports/thread-repository.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

const order = ['user', 'block', 'thread', 'message', 'version', 'report', 'end'] as const;
const tables = ['users', 'threads', 'messages', 'attachments', 'versions', 'reports'] as const;

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

type UserRecord = Extract<DumpRecord, { user: unknown }>['user'];
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
  // All that follows is put back a batch at a time.
  #users: Waiting<UserRecord>[] = [];
  #threads: Waiting<ThreadRecord & { pair: ParticipantPair }>[] = [];
  #messages: Waiting<MessageRecord>[] = [];
  #versions: Version[] = [];
  #reports: Report[] = [];
  readonly #reported = new Set<string>();
  readonly #filling: Filling;
  readonly #seen = {
    users: { count: 0, lastId: 0 },
    threads: { count: 0, lastId: 0 },
    messages: { count: 0, lastId: 0 },
    attachments: { count: 0, lastId: 0 },
    versions: { count: 0, lastId: 0 },
    reports: { count: 0, lastId: 0 },
  };
  #blocks = 0;
  #lastBlock = { blockerId: 0, blockedId: 0 };

  constructor(private readonly repositories: Repositories) {
    this.#filling = new Filling(repositories.conversations);
  }

  get ended(): boolean {
    return order[this.#stage] === 'end';
  }

  async add(record: DumpRecord): Promise<void> {
    this.#read += 1;
    this.current = this.#read;
    if (this.ended) throw new Error('There is more after the end.');
    const stage = order.findIndex((kind) => kind in record);
    if (stage < this.#stage) {
      throw new Error(
        'The order is wrong: a dump has users, then blocks, threads, messages, versions and reports.',
      );
    }
    const waiting = [this.#users, this.#threads, this.#messages, this.#versions, this.#reports];
    if (stage !== this.#stage || waiting.some(({ length }) => length === batchSize)) {
      await this.#flush();
    }
    this.#stage = stage;
    if ('user' in record) this.#takeUser(record.user);
    else if ('block' in record) await this.#addBlock(record.block);
    else if ('thread' in record) this.#takeThread(record.thread);
    else if ('message' in record) this.#takeMessage(record.message);
    else if ('version' in record) this.#takeVersion(record.version);
    else if ('report' in record) this.#takeReport(record.report);
    else await this.#finish(record.end);
  }

  #takeUser(user: UserRecord): void {
    this.#count('users', user.id);
    if (!isErased(user) && parseUsername(user.username) !== user.username) {
      throw new DomainError('invalid_username', `The username ${user.username} is not in NFKC.`);
    }
    if (user.name !== undefined) checkName(user.name);
    if (user.avatarUrl !== undefined) checkAvatarUrl(user.avatarUrl);
    if (user.externalId !== undefined && !wasExternalId(user.externalId)) {
      throw new Error(`${JSON.stringify(user.externalId)} is no external id.`);
    }
    if (user.erasing !== undefined && !isErased(user)) {
      throw new Error(`User ${user.id} is being erased and has a name.`);
    }
    this.#users.push({ number: this.current, item: user });
  }

  #takeThread(thread: ThreadRecord): void {
    this.#count('threads', thread.id);
    const pair = ParticipantPair.of(...thread.participants);
    if (thread.key !== undefined) checkThreadKey(thread.key);
    parseMetadata(thread.metadata);
    this.#threads.push({ number: this.current, item: { ...thread, pair } });
  }

  #takeMessage(message: MessageRecord): void {
    this.#count('messages', message.id);
    checkContent(message);
    for (const { name } of message.attachments ?? []) parseFileName(name);
    parseMetadata(message.metadata);
    this.#messages.push({ number: this.current, item: message });
  }

  #takeVersion(version: Version): void {
    this.#count('versions', version.id);
    if (version.text !== '') checkText(version.text); // empty beside attachments
    parseMetadata(version.metadata);
    if ((version.senderId === undefined) === (version.service === undefined)) {
      throw new Error(`Version ${version.id} is by neither a user nor a service, or by both.`);
    }
    this.#noteFiles(version);
    this.#versions.push(version);
  }

  #takeReport(report: Report): void {
    this.#count('reports', report.id);
    if (report.text !== '') checkText(report.text);
    for (const text of [report.comment, report.note]) if (text !== undefined) checkComment(text);
    if ((report.status === 'closed') !== (report.closed !== undefined)) {
      throw new Error(`Report ${report.id} is closed and does not say since when, or the other way round.`);
    }
    this.#noteFiles(report);
    const name = `${report.messageId} ${report.reporterId}`;
    if (this.#reported.has(name)) throw new Error(`Report ${report.id} comes twice.`);
    this.#reported.add(name);
    this.#reports.push(report);
  }

  /** Of a message that may be gone, so they are not counted. */
  #noteFiles({ attachments }: Pick<Version, 'attachments'>): void {
    const seen = this.#seen.attachments;
    for (const { id, name } of attachments) {
      parseFileName(name);
      seen.lastId = Math.max(seen.lastId, id);
    }
  }

  async #flush(): Promise<void> {
    const [users, threads, messages] = [this.#users, this.#threads, this.#messages];
    const evidence = { versions: this.#versions, reports: this.#reports };
    this.#users = [];
    this.#threads = [];
    this.#messages = [];
    this.#versions = [];
    this.#reports = [];
    if (users.length > 0) await this.#addUsers(users);
    if (threads.length > 0) await this.#addThreads(threads);
    if (messages.length > 0) await this.#addMessages(messages);
    await this.repositories.evidence.restore(evidence);
    this.current = this.#read;
  }

  async #addUsers(batch: readonly Waiting<UserRecord>[]): Promise<void> {
    const { users, erasures } = this.repositories;
    const holders = await users.findHolders(batch.map(({ item }) => item));
    const [usernames, externalIds] = [new Map<string, number>(), new Map<string, number>()];
    for (const [index, { number, item }] of batch.entries()) {
      this.current = number;
      const { id, username, externalId } = item;
      const key = usernameKey(username);
      if ((holders[index]?.username ?? usernames.get(key)) !== undefined) throw usernameTaken(username);
      usernames.set(key, id);
      if (externalId === undefined) continue;
      const other = holders[index]?.externalId ?? externalIds.get(externalId);
      if (other !== undefined)
        throw new Error(`The external id ${externalId} is that of user ${other}, too.`);
      externalIds.set(externalId, id);
    }
    await users.restoreAll(batch.map(({ item: { erasing: _, ...user } }) => user));
    for (const { item } of batch) {
      if (item.erasing !== undefined) await erasures.add({ userId: item.id, created: item.erasing });
    }
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
    const { users, threads } = this.repositories;
    const present = await users.present(batch.flatMap(({ item }) => item.participants));
    const nameOf = ({ participants: { low, high }, key = '' }: ThreadName) => `${low} ${high} ${key}`;
    const names = batch.map(({ item: { pair, key } }) => ({ participants: pair, key }));
    const taken = new Set((await threads.findAllOf(names)).map(nameOf));
    const added: Decision<unknown>[] = [];
    for (const { number, item } of batch) {
      this.current = number;
      const { participants: named, pair, archivedBy = [], mutedBy = [], ...thread } = item;
      const { id } = thread;
      const missing = named.find((user) => !present.has(user));
      if (missing !== undefined) {
        throw new Error(`Thread ${id} is with user ${missing}, who is not in the dump.`);
      }
      const name = nameOf({ participants: pair, key: thread.key });
      if (taken.has(name)) throw new Error(`Users ${named.join(' and ')} have this thread already.`);
      taken.add(name);
      const strange = [...archivedBy, ...mutedBy].find((user) => !pair.includes(user));
      if (strange !== undefined) {
        throw new Error(`Thread ${id} is archived or muted by user ${strange}, who takes no part in it.`);
      }
      const viewOf = (user: number) => ({
        archived: archivedBy.includes(user),
        muted: mutedBy.includes(user),
      });
      const views = { low: viewOf(pair.low), high: viewOf(pair.high) };
      const metadata = parseMetadata(thread.metadata);
      added.push(restoreThread({ ...thread, participants: pair, metadata, views }));
    }
    await this.#filling.add(added);
  }

  async #addMessages(batch: readonly Waiting<MessageRecord>[]): Promise<void> {
    const { threads, messages } = this.repositories;
    const ids = new Set(batch.map(({ item }) => item.thread));
    const found = new Map((await threads.findAll([...ids])).map((thread) => [thread.id, thread]));
    const used = new Set(
      (await messages.usedKeys(batch.flatMap(({ item }) => keyOf(item) ?? []))).map(nameOfKey),
    );
    const added: Decision<unknown>[] = [];
    const uploads: Upload[] = [];
    for (const { number, item } of batch) {
      this.current = number;
      const { thread: threadId, sender: senderId, service, idempotencyKey, ...fields } = item;
      const message = wholeContent(fields);
      const thread = found.get(threadId);
      if (thread === undefined) {
        throw new Error(`Message ${message.id} is in thread ${threadId}, which is not in the dump.`);
      }
      const { participants } = thread;
      const sender = senderId ?? (service === undefined ? undefined : { service });
      if (sender === undefined || (senderId !== undefined && service !== undefined)) {
        throw new Error(`Message ${message.id} is by neither a user nor a service, or by both.`);
      }
      if (senderId === undefined && !message.isRead) {
        throw new Error(`Message ${message.id} is a service's and waits for somebody to read it.`);
      }
      if (senderId !== undefined && !participants.includes(senderId)) {
        throw new Error(
          `Message ${message.id} is by user ${senderId}, who takes no part in thread ${threadId}.`,
        );
      }
      if (message.created > thread.updated) {
        throw new Error(`Message ${message.id} is later than the last update of thread ${threadId}.`);
      }
      if (idempotencyKey !== undefined) requireNew({ sender, key: idempotencyKey }, used);
      uploads.push(...this.#uploadsOf({ ...message, senderId }));
      if (item.edited !== undefined && item.edited < message.created) {
        throw new Error(`Message ${message.id} was edited before it was sent.`);
      }
      const restored = { ...message, threadId, senderId, participants, edited: item.edited };
      added.push(restoreMessage(thread, restored, { idempotencyKey, service }));
    }
    await this.#filling.add(added);
    await this.repositories.attachments.restore(uploads);
  }

  #uploadsOf({
    id: messageId,
    senderId: uploaderId,
    attachments,
    created,
  }: Pick<Message, 'id' | 'senderId' | 'attachments' | 'created'>): Upload[] {
    return attachments.map((attachment) => {
      if (uploaderId === undefined) {
        throw new Error(`Message ${messageId} is a service's and has attachments.`);
      }
      const seen = this.#seen.attachments;
      seen.count += 1;
      seen.lastId = Math.max(seen.lastId, attachment.id);
      return { ...attachment, uploaderId, created, messageId };
    });
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
    }
    await this.#filling.finish();
    const { users, threads, messages, attachments, evidence } = this.repositories;
    await users.continueAfter(end.users.lastId);
    await threads.continueAfter(end.threads.lastId);
    await messages.continueAfter(end.messages.lastId);
    await attachments.continueAfter(end.attachments.lastId);
    await evidence.continueAfter({ version: end.versions.lastId, report: end.reports.lastId });
  }

  #count(table: Exclude<(typeof tables)[number], 'attachments'>, id: number): void {
    const seen = this.#seen[table];
    if (id <= seen.lastId) {
      throw new Error(`The id ${id} does not come in rising order, or comes twice, in ${table}.`);
    }
    seen.lastId = id;
    seen.count += 1;
  }
}

function keyOf({ sender, service, idempotencyKey: key }: MessageRecord): SentKey | undefined {
  const owner = sender ?? (service === undefined ? undefined : { service });
  return owner === undefined || key === undefined ? undefined : { sender: owner, key };
}

function nameOfKey({ sender, key }: SentKey): string {
  return JSON.stringify([sender, key]);
}

/** Notes that it is used. */
function requireNew(sent: SentKey, used: Set<string>): void {
  const { sender, key } = sent;
  const name = nameOfKey(sent);
  if (used.has(name)) {
    const who = typeof sender === 'number' ? `User ${sender}` : `The service ${sender.service}`;
    throw new Error(`${who} has used the idempotency key ${key} before.`);
  }
  used.add(name);
}
