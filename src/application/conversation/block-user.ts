import { newBlock } from '../../domain/conversation/block.js';
import { userNotFound, type Caller } from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Keeps somebody and the caller from writing to each other. Blocking again changes nothing. */
export class BlockUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `self_block` or `user_not_found`. */
  async execute(input: { caller: Caller; user: number }): Promise<void> {
    const block = newBlock(input.caller.id, input.user, this.clock.now());
    await this.unitOfWork.run(async ({ users, blocks }) => {
      if ((await users.find(input.user)) === undefined) throw userNotFound(input.user);
      // Whose account may have gone since their token was last looked at.
      if ((await users.find(input.caller.id))?.active !== true) throw userNotFound(input.caller.id);
      await blocks.add(block);
    });
  }
}
