import { send } from '../../domain/conversation/conversation.js';
import type { Message } from '../../domain/conversation/message.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

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
    const { caller, thread: threadId, text, idempotencyKey } = input;
    const key = idempotencyKey === undefined ? undefined : { sender: caller.id, key: idempotencyKey };
    return this.unitOfWork.decide({ thread: threadId, key }, ({ standing, first }) =>
      send(standing, first, { threadId, caller, text, idempotencyKey }, this.clock.now()),
    );
  }
}
