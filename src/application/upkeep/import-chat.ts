import { DomainError } from '../../domain/errors.js';
import { restoreMessage, restoreThread } from '../../domain/conversation/conversation.js';
import { checkText } from '../../domain/conversation/message.js';
import { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import { noPassword, parseUsername, usernameLike, usernameRule } from '../../domain/accounts/user.js';
import type { ChatSource, SourceKey, SourceMessage, SourceThread, SourceUser } from '../ports/chat-source.js';
import type { Clock } from '../ports/clock.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

export interface Imported {
  readonly users: number;
  readonly threads: number;
  readonly messages: number;
}

/** What the source has and Duet cannot have so, for the person who runs the import. One line. */
export type Report = (line: string) => void;

/** Fills an empty store from another chat: all of it that Duet's rules allow, or nothing if that fails. */
export class ImportChat {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Users and threads keep keys that are numbers as their ids, and get new ones for others. Messages get new ids, in the
   * order of their times.
   * @returns undefined, with nothing changed, if the store was filled from this source before.
   * @throws DomainError `database_not_empty` if it was filled from elsewhere.
   */
  execute(source: ChatSource, report: Report): Promise<Imported | undefined> {
    return this.unitOfWork.run(
      async (repositories) => {
        if (!(await repositories.users.isEmpty())) {
          if (await hasFirstUser(repositories, source)) return undefined;
          throw new DomainError(
            'database_not_empty',
            'Another chat goes into an empty database only: name a new one.',
          );
        }
        const run = new ImportRun(repositories, this.clock.now(), report);
        await run.addUsers(source);
        for await (const thread of source.threads()) await run.addThread(thread);
        for await (const message of source.messages()) await run.addMessage(message);
        return run.imported;
      },
      { once: true },
    );
  }
}

async function hasFirstUser({ users }: Repositories, source: ChatSource): Promise<boolean> {
  for await (const first of source.users()) {
    const user = await users.find(new Ids().of(first.key));
    return user !== undefined && user.created.getTime() === timeOf(first).getTime();
  }
  return false;
}

/** The ids that keys become: numbers stay, others are counted. */
class Ids {
  readonly #given = new Map<string, number>();

  of(key: SourceKey): number {
    if (typeof key === 'number') return key;
    const id = this.#given.get(key) ?? this.#given.size + 1;
    this.#given.set(key, id);
    return id;
  }

  /** Undefined for a key that no id was asked for before, if it is no number. */
  known(key: SourceKey): number | undefined {
    return typeof key === 'number' ? key : this.#given.get(key);
  }
}

class ImportRun {
  #imported = { users: 0, threads: 0, messages: 0 };
  readonly #users = new Ids();
  readonly #threads = new Ids();
  /** Threads that are no more, and the one of their pair that has their messages. */
  readonly #merged = new Map<SourceKey, number>();

  constructor(
    private readonly repositories: Repositories,
    private readonly now: Date,
    private readonly report: Report,
  ) {}

  get imported(): Imported {
    return this.#imported;
  }

  /** Those whose names can stay come first: so that nobody who needs a new name takes them. */
  async addUsers(source: ChatSource): Promise<void> {
    const nameless: { user: SourceUser; id: number; reason: string }[] = [];
    for await (const user of source.users()) {
      const id = this.#users.of(user.key);
      if (id !== user.key) this.report(`user ${user.key}: is now user ${id}`);
      const username = validUsername(user.username);
      const holder =
        username === undefined ? undefined : await this.repositories.users.findByUsername(username);
      if (username === undefined) {
        nameless.push({ user, id, reason: `is not ${usernameRule.text}` });
      } else if (holder !== undefined) {
        nameless.push({ user, id, reason: `is taken by user ${holder.id}, whatever the case` });
      } else {
        await this.#addUser(id, user, username);
      }
    }
    for (const { user, id, reason } of nameless) {
      const username = await this.#freeUsername(id, user);
      this.report(
        `user ${user.key}: the name ${JSON.stringify(user.username)} ${reason}; it is now ${username}`,
      );
      await this.#addUser(id, user, username);
    }
  }

  async #addUser(id: number, user: SourceUser, username: string): Promise<void> {
    const { key, passwordHash, role, active } = user;
    const who = `user ${key} (${username})`;
    if (passwordHash === undefined) {
      this.report(`${who}: has no password that works here; an admin has to set one`);
    }
    if (user.created === undefined) this.report(`${who}: the time of joining is unreadable`);
    const created = this.#past(timeOf(user), who);
    await this.repositories.users.restore({
      id,
      username,
      passwordHash: passwordHash ?? noPassword,
      role,
      active,
      created,
    });
    this.#imported.users += 1;
  }

  async #freeUsername(id: number, { username }: SourceUser): Promise<string> {
    for (let name = `${usernameLike(username)}_${id}`; ; name += '_') {
      if ((await this.repositories.users.findByUsername(name)) === undefined) return name;
    }
  }

  async addThread(thread: SourceThread): Promise<void> {
    const { users, threads, conversations } = this.repositories;
    const { key } = thread;
    const skip = (reason: string) => this.report(`thread ${key}: ${reason}; skipped, with its messages`);
    if (thread.deleted) {
      skip('is marked as deleted');
      return;
    }
    const [one, other, ...more] = new Set(thread.participants);
    if (one === undefined || other === undefined || more.length > 0) {
      skip(`has ${new Set(thread.participants).size} participants, not 2`);
      return;
    }
    const pair: number[] = [];
    for (const participant of [one, other]) {
      const user = this.#users.known(participant);
      if (user === undefined || (await users.find(user)) === undefined) {
        skip(`is with user ${participant}, who is not there`);
        return;
      }
      pair.push(user);
    }
    if (thread.created === undefined) {
      skip('its time is unreadable, or there is none');
      return;
    }
    const participants = ParticipantPair.named(0, pair);
    const oldest = await threads.summaryOfPair(participants);
    if (oldest !== undefined) {
      const { id } = oldest.thread;
      this.report(`thread ${key}: its pair has thread ${id}, which is older; merged into that`);
      this.#merged.set(key, id);
      return;
    }
    const id = this.#threads.of(key);
    if (id !== key) this.report(`thread ${key}: is now thread ${id}`);
    const created = this.#past(thread.created, `thread ${key}`);
    const active = this.#past(thread.updated ?? created, `thread ${key}`);
    const updated = active > created ? active : created;
    await conversations.apply(restoreThread({ id, participants, created, updated }));
    this.#imported.threads += 1;
  }

  async addMessage(message: SourceMessage): Promise<void> {
    const { key, text } = message;
    const skip = (reason: string) => this.report(`message ${key}: ${reason}; skipped`);
    if (message.deleted) {
      skip('is marked as deleted');
      return;
    }
    const threadId = this.#merged.get(message.thread) ?? this.#threads.known(message.thread) ?? 0;
    const { standing } = await this.repositories.conversations.hold({ thread: threadId });
    const thread = standing?.thread;
    if (thread === undefined) {
      skip(`its thread ${message.thread} was skipped, or is not there`);
      return;
    }
    const senderId = this.#users.known(message.sender);
    if (senderId === undefined || !thread.participants.includes(senderId)) {
      skip(`its sender, user ${message.sender}, takes no part in thread ${message.thread}`);
      return;
    }
    if (message.created === undefined) {
      skip('its time is unreadable');
      return;
    }
    const refusal = refusalOf(text);
    if (refusal !== undefined || text === undefined) {
      skip(refusal ?? 'has no text');
      return;
    }
    const created = this.#past(message.created, `message ${key}`);
    const { participants } = thread;
    const id = this.#imported.messages + 1;
    const restored = { id, threadId, participants, senderId, text, created, isRead: message.isRead };
    await this.repositories.conversations.apply(restoreMessage(thread, restored));
    this.#imported.messages = id;
  }

  /** The time, or now if it is yet to come: nothing may be dated after what people will write next. */
  #past(time: Date, what: string): Date {
    if (time <= this.now) return time;
    this.report(
      `${what}: its time ${time.toISOString()} is in the future; it now has that of the import (is the time zone right?)`,
    );
    return this.now;
  }
}

function timeOf({ created }: SourceUser): Date {
  return created ?? new Date(0);
}

function validUsername(text: string): string | undefined {
  try {
    return parseUsername(text);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

function refusalOf(text: string | undefined): string | undefined {
  try {
    if (text !== undefined) checkText(text);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error.message.replace(/\.$/, '');
    throw error;
  }
}
