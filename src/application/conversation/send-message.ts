import { requireUnblocked } from '../../domain/conversation/block.js';
import { DomainError } from '../../domain/errors.js';
import { draftMessage, type Message } from '../../domain/conversation/message.js';
import { threadNotFound, visibleThread } from '../../domain/conversation/thread.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

export class SendMessage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a message once: with an idempotency key, a repeat returns the first message and `sent: false`.
   * @throws DomainError `thread_not_found`, `not_a_participant`, `invalid_text`, `blocked`, or
   * `idempotency_key_reused` if the sender used the key for another text or thread.
   */
  execute(input: {
    caller: Caller;
    thread: number;
    text: string;
    idempotencyKey?: string | undefined;
  }): Promise<{ message: Message; sent: boolean }> {
    const { caller, text, idempotencyKey: key } = input;
    const send = async ({ threads, messages }: Repositories) => {
      const found = await threads.findWithStanding(input.thread);
      if (found === undefined) throw threadNotFound(input.thread);
      const thread = visibleThread(found.thread, input.thread, caller);
      const draft = draftMessage(thread, caller, text, this.clock.now(), key);
      const first = key === undefined ? undefined : await messages.findByIdempotencyKey(caller.id, key);
      if (first === undefined) {
        requireUnblocked(found);
        return { message: await messages.add(draft), sent: true };
      }
      if (first.threadId !== thread.id || first.text !== text) {
        throw new DomainError(
          'idempotency_key_reused',
          'You used this Idempotency-Key for another message: choose a new one for each message.',
        );
      }
      return { message: first, sent: false };
    };
    return this.unitOfWork.run(send, { thread: input.thread });
  }
}
