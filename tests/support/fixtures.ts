import { acts } from './acts.js';
import type { ThreadSummary } from '../../src/domain/conversation/thread-summary.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import type { Message, NewMessage } from '../../src/domain/conversation/message.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import { unknownProfile, type NewUser, type User } from '../../src/domain/accounts/user.js';

/** A moment, by its milliseconds since the tests' beginning of time. */
export function at(milliseconds: number): Date {
  return new Date(Date.UTC(2026, 0, 31, 12) + milliseconds);
}

export function newUser(username: string, change: Partial<NewUser> = {}): NewUser {
  return {
    ...unknownProfile,
    username,
    passwordHash: `hash of ${username}`,
    role: 'user',
    active: true,
    created: at(0),
    ...change,
  };
}

/** Adds users in this order, so that their ids rise. */
export function addUsers<const Names extends readonly string[]>(
  unitOfWork: UnitOfWork,
  ...names: Names
): Promise<{ readonly [Index in keyof Names]: User }> {
  return unitOfWork.run(async ({ users }) => {
    const added: User[] = [];
    for (const name of names) added.push(await users.add(newUser(name)));
    return added as unknown as { [Index in keyof Names]: User };
  });
}

export async function openThread(
  unitOfWork: UnitOfWork,
  one: User,
  other: User,
  now = at(0),
): Promise<Thread> {
  const pair = ParticipantPair.of(one.id, other.id);
  return (await unitOfWork.run((all) => acts(all).open(pair, now))).thread;
}

export function newMessage(
  thread: Thread,
  sender: { id: number },
  change: Partial<NewMessage> = {},
): NewMessage {
  return {
    threadId: thread.id,
    participants: thread.participants,
    senderId: sender.id,
    text: 'Hello',
    metadata: {},
    attachments: [],
    created: thread.updated,
    idempotencyKey: undefined,
    ...change,
  };
}

export function addMessage(
  unitOfWork: UnitOfWork,
  thread: Thread,
  sender: { id: number },
  change: Partial<NewMessage> = {},
): Promise<Message> {
  return unitOfWork.run((all) => acts(all).add(newMessage(thread, sender, change)));
}

export function addMessages(
  unitOfWork: UnitOfWork,
  thread: Thread,
  sender: { id: number },
  count: number,
): Promise<Message[]> {
  const texts = Array.from({ length: count }, (_, index) => `Message ${index + 1}`);
  return addInParts(
    unitOfWork,
    texts.map((text) => newMessage(thread, sender, { text })),
  );
}

/** Adds messages, so few in each unit of work that it ends in time, however busy the machine is. */
export async function addInParts(unitOfWork: UnitOfWork, drafts: readonly NewMessage[]): Promise<Message[]> {
  const all: Message[] = [];
  while (all.length < drafts.length) {
    const part = drafts.slice(all.length, all.length + 50);
    const added = await unitOfWork.run(async (repositories) => {
      const messages: Message[] = [];
      for (const draft of part) messages.push(await acts(repositories).add(draft));
      return messages;
    });
    all.push(...added);
  }
  return all;
}

export async function summaryOf(unitOfWork: UnitOfWork, thread: { id: number }): Promise<ThreadSummary> {
  const summary = await unitOfWork.read(({ threads }) => threads.summary(thread.id));
  if (summary === undefined) throw new Error(`There is no thread ${thread.id}.`);
  return summary;
}

export function unreadCount(unitOfWork: UnitOfWork, user: { id: number }): Promise<number | undefined> {
  return unitOfWork.read(({ users }) => users.unreadCount(user.id));
}

export function idsOf(items: readonly { id: number }[]): number[] {
  return items.map(({ id }) => id);
}
