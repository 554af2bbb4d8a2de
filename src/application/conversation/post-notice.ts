import { notify } from '../../domain/conversation/conversation.js';
import type { Message, Wording } from '../../domain/conversation/message.js';
import type { Caller } from '../../domain/accounts/user.js';
import { DomainError } from '../../domain/errors.js';
import { decideOwn, messageDeed } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** A service puts a system message into a thread: something that happened, which neither of the two says. */
export class PostNotice {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Once: with an idempotency key, a repeat by the same service returns the first message and `sent: false`.
   * @throws DomainError `services_only` if the caller is no service, or acts as somebody; `thread_not_found`,
   * `invalid_text`, `unknown_attachment` or `idempotency_key_reused`.
   */
  execute(input: {
    caller: Caller;
    thread: number;
    content: Wording;
    idempotencyKey?: string | undefined;
  }): Promise<{ message: Message; sent: boolean }> {
    const { caller, thread: threadId, content, idempotencyKey } = input;
    if (caller.id !== undefined) {
      throw new DomainError('services_only', 'System messages come from services that act as nobody.');
    }
    const { service } = caller;
    const key = idempotencyKey === undefined ? undefined : { sender: { service }, key: idempotencyKey };
    return decideOwn(
      this.unitOfWork,
      caller,
      { thread: threadId, key },
      ({ standing, first }) =>
        notify(standing, first, { threadId, service, content, idempotencyKey }, this.clock.now()),
      ({ message, sent }) => (sent ? messageDeed('send', message, message.created) : undefined),
    );
  }
}
