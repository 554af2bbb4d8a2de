import { confirmPassword, isAsConfirmed } from '../accounts/confirm-password.js';
import { holdToDemote } from '../accounts/hold-to-demote.js';
import type { UserCaller } from '../../domain/accounts/user.js';
import { eraseAccount, type ErasedMessages } from './erase-account.js';
import { addToTrail, isWrittenDown } from '../admin/add-to-trail.js';
import { eraseDeed } from './erase-deed.js';
import type { Clock } from '../ports/clock.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Erases the caller's account for good. They give its password. */
export class EraseOwnAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
    private readonly messages: ErasedMessages,
  ) {}

  /** @throws DomainError `invalid_credentials` or `last_admin`. */
  async execute(input: { caller: UserCaller; password: string }): Promise<void> {
    const user = await confirmPassword(this.unitOfWork, this.hasher, input.caller.id, input.password);
    const erased = await this.unitOfWork.run(
      async (repositories) => {
        const now = await holdToDemote(repositories.users, user.id);
        if (!isAsConfirmed(now, user)) return false;
        const created = this.clock.now();
        await eraseAccount(repositories, now, created, this.messages);
        if (isWrittenDown(input.caller, true)) {
          await addToTrail(repositories, input.caller, eraseDeed(user.id, this.messages, created));
        }
        return true;
      },
      { erases: true },
    );
    // The account was changed while its password was being checked: so look again.
    if (!erased) await this.execute(input);
  }
}
