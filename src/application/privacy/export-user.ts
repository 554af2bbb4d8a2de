import type { Message } from '../../domain/conversation/message.js';
import type { Report } from '../../domain/evidence/report.js';
import type { Version } from '../../domain/evidence/version.js';
import { userNotFound, type Caller, type User } from '../../domain/accounts/user.js';
import { addToTrail, isWrittenDown } from '../admin/add-to-trail.js';
import type { AuditEntry } from '../ports/audit-trail.js';
import type { Clock } from '../ports/clock.js';
import type { ThreadSummary } from '../../domain/conversation/thread-summary.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import type { Readers, UnitOfWork } from '../ports/unit-of-work.js';
import { requireOwnerOrAdmin } from '../accounts/require-owner-or-admin.js';

/** How many of anything but threads are in memory at once. */
const batch = 100;

/** How many threads: for each part of them, a store goes through the user's threads, which may be a hundred thousand. */
const threadBatch = 1000;

/** All that is held about somebody. The lists are read while they are walked through, a batch at a time. */
export interface UserExport {
  readonly exported: Date;
  readonly user: User;
  /** Those that the user blocks. Who blocks the user is not told. */
  readonly blocks: AsyncIterable<{ readonly user: User; readonly created: Date }>;
  /** Until when each login lasts, unless it ends before; of the API, and of the admin panel. */
  readonly logins: AsyncIterable<Date>;
  readonly adminSessions: AsyncIterable<Date>;
  /** What admins and services did to the account. */
  readonly audit: AsyncIterable<AuditEntry>;
  readonly idempotencyKeys: AsyncIterable<{ readonly message: number; readonly key: string }>;
  readonly threads: AsyncIterable<ThreadSummary>;
  /** Sent and received, thread by thread. */
  readonly messages: AsyncIterable<Message>;
  /** What the user's own messages said before they were edited or deleted. */
  readonly earlierTexts: AsyncIterable<Version>;
  /** Those that the user made. Who reports the user is not told. */
  readonly reports: AsyncIterable<Report>;
}

/** Gives a user all that is held about them, or an admin or a service somebody's, which is written down. */
export class ExportUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `user_not_found` or `not_your_account`. */
  async execute(input: { caller: Caller; user: UserReference }): Promise<UserExport> {
    const { caller } = input;
    const id = await requireOwnerOrAdmin(this.unitOfWork, caller, input.user);
    const user = await this.unitOfWork.read(({ users }) => users.find(id));
    if (user === undefined) throw userNotFound(id);
    await this.#read(({ users }) => users.find(id)); // if that does not answer, the document would break off
    const exported = this.clock.now();
    if (isWrittenDown(caller, caller.id === id)) {
      const deed = {
        action: 'export',
        resource: 'User',
        recordId: id,
        details: '',
        created: exported,
      } as const;
      await this.unitOfWork.run((repositories) => addToTrail(repositories, caller, deed));
    }
    return {
      exported,
      user,
      blocks: this.#blocksOf(id),
      logins: this.#loginsOf(id),
      adminSessions: this.#adminSessionsOf(id),
      audit: walk(
        0,
        (after) => this.#read(({ auditTrail }) => auditTrail.about(id, after, batch)),
        (entry) => entry.id,
      ),
      idempotencyKeys: walk(
        '',
        (after) => this.#read(({ messages }) => messages.keysOf(id, after, batch)),
        ({ key }) => key,
      ),
      threads: this.#threadsOf(id),
      messages: this.#messagesOf(id),
      earlierTexts: walk(
        0,
        (after) => this.#read(({ evidence }) => evidence.versionsBy(id, after, batch)),
        (version) => version.id,
      ),
      reports: walk(
        0,
        (after) => this.#read(({ evidence }) => evidence.reportsBy(id, after, batch)),
        (report) => report.id,
      ),
    };
  }

  /** There may be a lot of it, and what came in the last seconds may be missing. */
  #read<Result>(work: (readers: Readers) => Promise<Result>): Promise<Result> {
    return this.unitOfWork.read(work, { mayBeBehind: true });
  }

  async *#blocksOf(blocker: number): AsyncGenerator<{ user: User; created: Date }> {
    const blocks = walk(
      0,
      (after) => this.#read(({ blocks }) => blocks.pageAfter(blocker, after, batch)),
      ({ blockedId }) => blockedId,
    );
    for await (const { blockedId, created } of blocks) {
      const user = await this.#read(({ users }) => users.find(blockedId));
      if (user !== undefined) yield { user, created };
    }
  }

  async *#loginsOf(user: number): AsyncGenerator<Date> {
    const families = await this.#read(({ tokenFamilies }) => tokenFamilies.allOf(user));
    for (const { expires } of families) yield expires;
  }

  async *#adminSessionsOf(user: number): AsyncGenerator<Date> {
    const sessions = await this.#read(({ sessions }) => sessions.allOf(user));
    for (const { expires } of sessions) yield expires;
  }

  #threadsOf(user: number): AsyncGenerator<ThreadSummary> {
    return walk(
      0,
      (after) => this.#read(({ threads }) => threads.pageAfter(user, after, threadBatch)),
      ({ thread }) => thread.id,
      threadBatch,
    );
  }

  /** Short threads are read together: a statement for each would be most of the work. */
  async *#messagesOf(user: number): AsyncGenerator<Message> {
    let short: number[] = [];
    let expected = 0;
    for await (const { thread } of this.#threadsOf(user)) {
      if (expected + thread.messageCount > batch || short.length === batch) {
        yield* this.#messagesAcross(short);
        short = [];
        expected = 0;
      }
      if (thread.messageCount > batch) {
        yield* this.#messagesIn(thread.id);
        continue;
      }
      short.push(thread.id);
      expected += thread.messageCount;
    }
    yield* this.#messagesAcross(short);
  }

  #messagesIn(thread: number): AsyncGenerator<Message> {
    return walk(
      0,
      async (after) => {
        const slice = { after, limit: batch };
        const page = await this.#read(({ messages }) => messages.pageOf(thread, slice));
        return page?.items ?? []; // the thread may have been deleted meanwhile
      },
      ({ id }) => id,
    );
  }

  async *#messagesAcross(threads: readonly number[]): AsyncGenerator<Message> {
    if (threads.length === 0) return;
    yield* walk(
      { threadId: 0, id: 0 },
      (after) => this.#read(({ messages }) => messages.pageAcross(threads, after, batch)),
      ({ threadId, id }) => ({ threadId, id }),
    );
  }
}

/** Goes through what has an order, page after page: so what is added or removed meanwhile makes nothing come twice. */
async function* walk<Item, Key>(
  start: Key,
  page: (after: Key) => Promise<readonly Item[]>,
  keyOf: (item: Item) => Key,
  size = batch,
): AsyncGenerator<Item> {
  for (let after = start; ;) {
    const items = await page(after);
    yield* items;
    const last = items.at(-1);
    if (last === undefined || items.length < size) return;
    after = keyOf(last);
  }
}
