import { send } from '../../domain/conversation/conversation.js';
import type { Message, Wording } from '../../domain/conversation/message.js';
import type { UserCaller } from '../../domain/accounts/user.js';
import { decideOwn, messageDeed } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

export class SendMessage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a message once: with an idempotency key, a repeat returns the first message and `sent: false`.
   * @throws DomainError `thread_not_found`, `not_a_participant`, `invalid_text`, `unknown_attachment`, `blocked`,
   * or `idempotency_key_reused` if the sender used the key for another message.
   */
  execute(input: {
    caller: UserCaller;
    thread: number;
    content: Wording;
    idempotencyKey?: string | undefined;
  }): Promise<{ message: Message; sent: boolean }> {
    const { caller, thread: threadId, content, idempotencyKey } = input;
    const key = idempotencyKey === undefined ? undefined : { sender: caller.id, key: idempotencyKey };
    const ids = content.attachments ?? [];
    const uploads = ids.length === 0 ? undefined : { uploader: caller.id, ids };
    return decideOwn(
      this.unitOfWork,
      caller,
      { thread: threadId, key, uploads },
      ({ standing, first, uploads }) =>
        send(standing, first, { threadId, caller, content, idempotencyKey }, this.clock.now(), uploads),
      ({ message, sent }) => (sent ? messageDeed('send', message, message.created) : undefined),
    );
  }
}
