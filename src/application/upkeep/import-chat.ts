import { isName, nameRule } from '../../domain/accounts/profile.js';
import { DomainError } from '../../domain/errors.js';
import { restoreMessage, restoreThread } from '../../domain/conversation/conversation.js';
import { checkText, wholeContent } from '../../domain/conversation/message.js';
import type { Decision } from '../../domain/conversation/decision.js';
import type { Thread } from '../../domain/conversation/thread.js';
import { batches } from './batches.js';
import { Filling } from './filling.js';
import { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import {
  noPassword,
  parseUsername,
  unknownProfile,
  usernameKey,
  usernameLike,
  usernameRule,
  type User,
} from '../../domain/accounts/user.js';
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
        for await (const batch of batches(source.threads())) await run.addThreads(batch);
        for await (const batch of batches(source.messages())) await run.addMessages(batch);
        await run.finish();
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
  readonly #filling: Filling;
  #lastThread = 0;

  constructor(
    private readonly repositories: Repositories,
    private readonly now: Date,
    private readonly report: Report,
  ) {
    this.#filling = new Filling(repositories.conversations);
  }

  get imported(): Imported {
    return this.#imported;
  }

  /** Those whose names can stay come first: so that nobody who needs a new name takes them. */
  async addUsers(source: ChatSource): Promise<void> {
    const nameless: { user: SourceUser; id: number; reason: string }[] = [];
    for await (const batch of batches(source.users())) nameless.push(...(await this.#addNamed(batch)));
    for (const { user, id, reason } of nameless) {
      const username = await this.#freeUsername(id, user);
      this.report(
        `user ${user.key}: the name ${JSON.stringify(user.username)} ${reason}; it is now ${username}`,
      );
      await this.repositories.users.restoreAll([this.#accountOf(id, user, username)]);
    }
  }

  /** Returns those whose names cannot stay. */
  async #addNamed(batch: readonly SourceUser[]) {
    const { users } = this.repositories;
    const read = batch.map((user) => ({ user, username: validUsername(user.username) }));
    const holders = await users.findHolders(
      read.map(({ username = '' }) => ({ username, externalId: undefined })),
    );
    const taken = new Map<string, number>();
    const added: User[] = [];
    const nameless: { user: SourceUser; id: number; reason: string }[] = [];
    for (const [index, { user, username }] of read.entries()) {
      const id = this.#users.of(user.key);
      if (id !== user.key) this.report(`user ${user.key}: is now user ${id}`);
      if (username === undefined) {
        nameless.push({ user, id, reason: `is not ${usernameRule.text}` });
        continue;
      }
      const key = usernameKey(username);
      const holder = holders[index]?.username ?? taken.get(key);
      if (holder === undefined) {
        taken.set(key, id);
        added.push(this.#accountOf(id, user, username));
      } else {
        nameless.push({ user, id, reason: `is taken by user ${holder}, whatever the case` });
      }
    }
    await users.restoreAll(added);
    return nameless;
  }

  #accountOf(id: number, user: SourceUser, username: string): User {
    const { key, passwordHash, role, active } = user;
    const who = `user ${key} (${username})`;
    if (passwordHash === undefined) {
      this.report(`${who}: has no password that works here; an admin has to set one`);
    }
    if (user.created === undefined) this.report(`${who}: the time of joining is unreadable`);
    const created = this.#past(timeOf(user), who);
    this.#imported.users += 1;
    return {
      ...unknownProfile,
      id,
      username,
      name: this.#nameOf(user, who),
      passwordHash: passwordHash ?? noPassword,
      role,
      active,
      created,
    };
  }

  #nameOf({ name }: SourceUser, who: string): string | undefined {
    if (name === undefined || isName(name)) return name;
    this.report(`${who}: the name ${JSON.stringify(name)} is left out, because it is not ${nameRule.text}`);
    return undefined;
  }

  async #freeUsername(id: number, { username }: SourceUser): Promise<string> {
    for (let name = `${usernameLike(username)}_${id}`; ; name += '_') {
      if ((await this.repositories.users.findByUsername(name)) === undefined) return name;
    }
  }

  async addThreads(batch: readonly SourceThread[]): Promise<void> {
    const { users, threads } = this.repositories;
    const known = batch.flatMap(({ participants }) =>
      participants.map((user) => this.#users.known(user) ?? 0),
    );
    const present = await users.present(known);
    const pairs = new Map<SourceThread, ParticipantPair>();
    for (const thread of batch) {
      const pair = this.#pairOf(thread, present);
      if (pair !== undefined) pairs.set(thread, pair);
    }
    const oldest = new Map<string, number>();
    const nameOf = ({ low, high }: ParticipantPair) => `${low} ${high}`;
    const names = [...pairs.values()].map((participants) => ({ participants }));
    for (const { id, participants } of await threads.findAllOf(names)) {
      oldest.set(nameOf(participants), id);
    }
    const added: Decision<unknown>[] = [];
    for (const [{ key, created: opened = this.now, updated: active = opened }, participants] of pairs) {
      const older = oldest.get(nameOf(participants));
      if (older !== undefined) {
        this.report(`thread ${key}: its pair has thread ${older}, which is older; merged into that`);
        this.#merged.set(key, older);
        continue;
      }
      const id = this.#threads.of(key);
      if (id !== key) this.report(`thread ${key}: is now thread ${id}`);
      oldest.set(nameOf(participants), id);
      this.#lastThread = Math.max(this.#lastThread, id);
      const created = this.#past(opened, `thread ${key}`);
      const last = this.#past(active, `thread ${key}`);
      added.push(restoreThread({ id, participants, created, updated: last > created ? last : created }));
    }
    await this.#filling.add(added);
    this.#imported.threads += added.length;
  }

  /** Undefined, which is reported, for a thread that Duet cannot have. */
  #pairOf(thread: SourceThread, present: ReadonlySet<number>): ParticipantPair | undefined {
    const skip = (reason: string) => {
      this.report(`thread ${thread.key}: ${reason}; skipped, with its messages`);
      return undefined;
    };
    if (thread.deleted) {
      skip('is marked as deleted');
      return;
    }
    const named = new Set(thread.participants);
    const [one, other] = [...named].map((key) => ({ key, id: this.#users.known(key) ?? 0 }));
    if (one === undefined || other === undefined || named.size > 2) {
      skip(`has ${named.size} participants, not 2`);
      return;
    }
    const missing = [one, other].find(({ id }) => !present.has(id));
    if (missing !== undefined) {
      skip(`is with user ${missing.key}, who is not there`);
      return;
    }
    if (thread.created === undefined) {
      skip('its time is unreadable, or there is none');
      return;
    }
    return ParticipantPair.of(one.id, other.id);
  }

  async addMessages(batch: readonly SourceMessage[]): Promise<void> {
    const { threads } = this.repositories;
    const ids = new Set(batch.map(({ thread }) => this.#threadOf(thread)));
    const found = new Map((await threads.findAll([...ids])).map((thread) => [thread.id, thread]));
    const added = batch.flatMap((message) => {
      const restored = this.#messageIn(found.get(this.#threadOf(message.thread)), message);
      return restored === undefined ? [] : [restored];
    });
    await this.#filling.add(added);
  }

  #threadOf(key: SourceKey): number {
    return this.#merged.get(key) ?? this.#threads.known(key) ?? 0;
  }

  /** Undefined, which is reported, for a message that Duet cannot have. */
  #messageIn(thread: Thread | undefined, message: SourceMessage): Decision<unknown> | undefined {
    const { key, text, sender, isRead } = message;
    const skip = (reason: string) => {
      this.report(`message ${key}: ${reason}; skipped`);
      return undefined;
    };
    if (message.deleted) {
      skip('is marked as deleted');
      return;
    }
    if (thread === undefined) {
      skip(`its thread ${message.thread} was skipped, or is not there`);
      return;
    }
    const senderId = this.#users.known(sender);
    if (senderId === undefined || !thread.participants.includes(senderId)) {
      skip(`its sender, user ${sender}, takes no part in thread ${message.thread}`);
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
    this.#imported.messages += 1;
    const { id: threadId, participants } = thread;
    const id = this.#imported.messages;
    const content = wholeContent({ text });
    const said = { id, threadId, participants, senderId, ...content, created, isRead };
    return restoreMessage(thread, { ...said, edited: undefined });
  }

  /** So that counts are right and what comes next gets new ids. */
  async finish(): Promise<void> {
    await this.#filling.finish();
    await this.repositories.threads.continueAfter(this.#lastThread);
    await this.repositories.messages.continueAfter(this.#imported.messages);
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
