import { holdToDemote } from '../accounts/hold-to-demote.js';
import { DomainError } from '../../domain/errors.js';
import { isErased, userNotFound, type Caller } from '../../domain/accounts/user.js';
import { addToTrail } from '../admin/add-to-trail.js';
import { eraseAccount, type ErasedMessages } from './erase-account.js';
import { eraseDeed } from './erase-deed.js';
import { resolveUser } from '../accounts/resolve-user.js';
import type { Clock } from '../ports/clock.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { requireOwnerOrAdmin } from '../accounts/require-owner-or-admin.js';

/** An admin erases somebody who asked for it. Written down in the audit trail, without the name. */
export class EraseUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    readonly messages: ErasedMessages,
  ) {}

  /** @throws DomainError `password_required` for oneself, `not_your_account`, `user_not_found`, `last_admin`. */
  async execute(input: { caller: Caller; user: UserReference }): Promise<void> {
    const { caller } = input;
    const id = await this.unitOfWork.read((readers) => resolveUser(readers, input.user, caller));
    if (caller.id === id) {
      throw new DomainError('password_required', 'Your own account is erased with your password.');
    }
    await requireOwnerOrAdmin(this.unitOfWork, caller, id);
    await this.unitOfWork.run(
      async (repositories) => {
        const user = await holdToDemote(repositories.users, id);
        if (user === undefined || isErased(user)) throw userNotFound(input.user);
        const now = this.clock.now();
        await eraseAccount(repositories, user, now, this.messages);
        await addToTrail(repositories, caller, eraseDeed(user.id, this.messages, now));
      },
      { erases: true },
    );
  }
}
