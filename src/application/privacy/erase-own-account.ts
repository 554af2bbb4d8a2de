import { holdToDemote } from '../accounts/hold-to-demote.js';
import { DomainError } from '../../domain/errors.js';
import type { Caller } from '../../domain/accounts/user.js';
import { eraseAccount, type ErasedMessages } from './erase-account.js';
import type { Clock } from '../ports/clock.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Erases the caller's account for good. It asks for the password, because a token may be stolen. */
export class EraseOwnAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
    private readonly messages: ErasedMessages,
  ) {}

  /** @throws DomainError `invalid_credentials` or `last_admin`. */
  async execute(input: { caller: Caller; password: string }): Promise<void> {
    const user = await this.unitOfWork.read(({ users }) => users.find(input.caller.id));
    const hash = user?.active === true ? user.passwordHash : undefined;
    const matches = await this.hasher.verify(hash, input.password);
    if (user === undefined || !matches) {
      throw new DomainError('invalid_credentials', 'This is not the password of your account.');
    }
    const erased = await this.unitOfWork.run(
      async (repositories) => {
        const now = await holdToDemote(repositories.users, user.id);
        if (now?.active !== true || now.passwordHash !== user.passwordHash) return false;
        await eraseAccount(repositories, now, this.clock.now(), this.messages);
        return true;
      },
      { erases: true },
    );
    // The account was changed while its password was being checked: so look again.
    if (!erased) await this.execute(input);
  }
}
