import { DomainError } from '../../domain/errors.js';
import { restoreMessage, restoreThread } from '../../domain/conversation/conversation.js';
import { checkText } from '../../domain/conversation/message.js';
import { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import { noPassword, parseUsername, usernameLike, usernameRule } from '../../domain/accounts/user.js';
import type { ChatSource, SourceMessage, SourceThread, SourceUser } from '../ports/chat-source.js';
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
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Users and threads keep their ids. Messages get new ones, in the order of their times.
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
        const run = new ImportRun(repositories, report);
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
    const user = await users.find(first.id);
    return user !== undefined && user.created.getTime() === timeOf(first).getTime();
  }
  return false;
}

class ImportRun {
  #imported = { users: 0, threads: 0, messages: 0 };
  /** Threads that are no more, and the one of their pair that has their messages. */
  readonly #merged = new Map<number, number>();

  constructor(
    private readonly repositories: Repositories,
    private readonly report: Report,
  ) {}

  get imported(): Imported {
    return this.#imported;
  }

  /** Those whose names can stay come first, lest they lose them to somebody who needs a new one. */
  async addUsers(source: ChatSource): Promise<void> {
    const nameless: { user: SourceUser; reason: string }[] = [];
    for await (const user of source.users()) {
      const username = validUsername(user.username);
      const holder =
        username === undefined ? undefined : await this.repositories.users.findByUsername(username);
      if (username === undefined) {
        nameless.push({ user, reason: `is not ${usernameRule.text}` });
      } else if (holder !== undefined) {
        nameless.push({ user, reason: `is taken by user ${holder.id}, whatever the case` });
      } else {
        await this.#addUser(user, username);
      }
    }
    for (const { user, reason } of nameless) {
      const username = await this.#freeUsername(user);
      this.report(
        `user ${user.id}: the name ${JSON.stringify(user.username)} ${reason}; it is now ${username}`,
      );
      await this.#addUser(user, username);
    }
  }

  async #addUser(user: SourceUser, username: string): Promise<void> {
    const { id, passwordHash, role, active } = user;
    if (passwordHash === undefined) {
      this.report(`user ${id} (${username}): has no password that works here; an admin has to set one`);
    }
    if (user.created === undefined)
      this.report(`user ${id} (${username}): the time of joining is unreadable`);
    await this.repositories.users.restore({
      id,
      username,
      passwordHash: passwordHash ?? noPassword,
      role,
      active,
      created: timeOf(user),
    });
    this.#imported.users += 1;
  }

  async #freeUsername({ id, username }: SourceUser): Promise<string> {
    for (let name = `${usernameLike(username)}_${id}`; ; name += '_') {
      if ((await this.repositories.users.findByUsername(name)) === undefined) return name;
    }
  }

  async addThread(thread: SourceThread): Promise<void> {
    const { users, threads, conversations } = this.repositories;
    const { id, created } = thread;
    const skip = (reason: string) => this.report(`thread ${id}: ${reason}; skipped, with its messages`);
    const [one, other, ...more] = new Set(thread.participants);
    if (one === undefined || other === undefined || more.length > 0) {
      skip(`has ${new Set(thread.participants).size} participants, not 2`);
      return;
    }
    for (const participant of [one, other]) {
      if ((await users.find(participant)) === undefined) {
        skip(`is with user ${participant}, who is not there`);
        return;
      }
    }
    if (created === undefined) {
      skip('its time is unreadable');
      return;
    }
    const participants = ParticipantPair.of(one, other);
    const oldest = await threads.summaryOfPair(participants);
    if (oldest !== undefined) {
      this.report(`thread ${id}: its pair has thread ${oldest.thread.id}, which is older; merged into that`);
      this.#merged.set(id, oldest.thread.id);
      return;
    }
    const updated = thread.updated !== undefined && thread.updated > created ? thread.updated : created;
    await conversations.apply(restoreThread({ id, participants, created, updated }));
    this.#imported.threads += 1;
  }

  async addMessage(message: SourceMessage): Promise<void> {
    const threadId = this.#merged.get(message.thread) ?? message.thread;
    const { standing } = await this.repositories.conversations.hold({ thread: threadId });
    const thread = standing?.thread;
    const { sender: senderId, text, created, isRead } = message;
    const skip = (reason: string) => this.report(`message ${message.id}: ${reason}; skipped`);
    if (thread === undefined) {
      skip(`its thread ${message.thread} was skipped, or is not there`);
      return;
    }
    if (!thread.participants.includes(senderId)) {
      skip(`its sender, user ${senderId}, takes no part in thread ${message.thread}`);
      return;
    }
    if (created === undefined) {
      skip('its time is unreadable');
      return;
    }
    const refusal = refusalOf(text);
    if (refusal !== undefined || text === undefined) {
      skip(refusal ?? 'has no text');
      return;
    }
    const { participants } = thread;
    const id = this.#imported.messages + 1;
    const restored = { id, threadId, participants, senderId, text, created, isRead };
    await this.repositories.conversations.apply(restoreMessage(thread, restored));
    this.#imported.messages = id;
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
