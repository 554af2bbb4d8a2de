import { userNotFound, type Caller } from '../../domain/accounts/user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Takes back the caller's block of somebody, if there is one. */
export class UnblockUser {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `user_not_found`. */
  execute(input: { caller: Caller; user: number }): Promise<void> {
    return this.unitOfWork.run(async ({ users, blocks }) => {
      if ((await users.find(input.user)) === undefined) throw userNotFound(input.user);
      await blocks.remove(input.caller.id, input.user);
    });
  }
}
