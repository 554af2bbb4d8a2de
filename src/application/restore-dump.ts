import { DomainError } from '../domain/errors.js';
import { checkText } from '../domain/message.js';
import { ParticipantPair } from '../domain/participant-pair.js';
import { parseUsername, type User } from '../domain/user.js';
import type { UnitOfWork } from './ports/unit-of-work.js';

/** One line of a dump. What a line refers to stands on a line before it. */
export type DumpRecord =
  | { readonly user: User }
  | {
      readonly thread: {
        readonly id: number;
        readonly participants: readonly [number, number];
        readonly created: Date;
        readonly updated: Date;
      };
    }
  | {
      readonly message: {
        readonly id: number;
        readonly thread: number;
        readonly sender: number;
        readonly text: string;
        readonly created: Date;
        readonly isRead: boolean;
      };
    };

/** Fills an empty store from a dump: all of it or, if a line is wrong, nothing. */
export class RestoreDump {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws DomainError `database_not_empty`.
   * @throws Error that names the line of the first wrong record, and what is wrong with it.
   */
  execute(records: readonly DumpRecord[]): Promise<void> {
    return this.unitOfWork.run(async ({ users, threads, messages }) => {
      if (!(await users.isEmpty())) {
        throw new DomainError(
          'database_not_empty',
          'A dump goes into an empty database only: name a new one.',
        );
      }
      const pairs = new Map<number, ParticipantPair>();
      let lastMessage = 0;
      const restore = async (record: DumpRecord) => {
        if ('user' in record) {
          if (parseUsername(record.user.username) !== record.user.username) {
            throw new Error(`The username ${record.user.username} is not in its normal form.`);
          }
          await users.restore(record.user);
        } else if ('thread' in record) {
          const { participants: named, ...thread } = record.thread;
          const participants = ParticipantPair.of(...named);
          pairs.set(thread.id, participants);
          await threads.restore({ ...thread, participants });
        } else {
          const { thread: threadId, sender: senderId, ...message } = record.message;
          checkText(message.text);
          const participants = pairs.get(threadId);
          if (participants?.includes(senderId) !== true) {
            throw new Error(`Message ${message.id} is in no thread of its sender.`);
          }
          if (message.id <= lastMessage) {
            throw new Error(`Message ${message.id} does not come in the order of ids.`);
          }
          lastMessage = message.id;
          await messages.restore({ ...message, threadId, senderId, participants });
        }
      };
      for (const [index, record] of records.entries()) {
        await restore(record).catch((cause: unknown) => {
          throw new Error(`line ${index + 2}: ${(cause as Error).message}`, { cause }); // the header is line 1
        });
      }
    });
  }
}
