import { newBlock } from '../domain/block.js';
import { userNotFound, type Caller } from '../domain/user.js';
import type { Clock } from './ports/clock.js';
import type { UnitOfWork } from './ports/unit-of-work.js';

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
      // The caller too, whose account may have gone since their token was last looked at.
      for (const id of [input.user, input.caller.id]) {
        if ((await users.find(id)) === undefined) throw userNotFound(id);
      }
      await blocks.add(block);
    });
  }
}
