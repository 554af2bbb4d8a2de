import { visibleMessage, type Message } from '../../domain/conversation/message.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

export class GetMessage {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `message_not_found`. */
  async execute(input: { caller: Caller; message: number }): Promise<Message> {
    const message = await this.unitOfWork.read(({ messages }) => messages.find(input.message));
    return visibleMessage(message, input.message, input.caller);
  }
}
