import { userNotFound, type UserCaller, type User } from '../../domain/accounts/user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Shows the caller their own account. */
export class GetOwnUser {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `user_not_found` if the account has just been removed. */
  async execute(input: { caller: UserCaller }): Promise<User> {
    const user = await this.unitOfWork.read(({ users }) => users.find(input.caller.id));
    if (user === undefined) throw userNotFound(input.caller.id);
    return user;
  }
}
