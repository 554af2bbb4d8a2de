import { newBlock } from '../../domain/conversation/block.js';
import { userNotFound, type UserCaller } from '../../domain/accounts/user.js';
import { resolveUser } from '../accounts/resolve-user.js';
import { addToTrail, isWrittenDown } from '../admin/add-to-trail.js';
import { blockDeed } from './block-deed.js';
import type { Clock } from '../ports/clock.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Keeps somebody and the caller from writing to each other. Blocking again changes nothing. */
export class BlockUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `self_block` or `user_not_found`. */
  async execute(input: { caller: UserCaller; user: UserReference }): Promise<void> {
    await this.unitOfWork.run(async (repositories) => {
      const { users, blocks } = repositories;
      const user = await resolveUser(repositories, input.user, input.caller);
      const block = newBlock(input.caller.id, user, this.clock.now());
      const blocked = await users.find(user);
      if (blocked === undefined) throw userNotFound(input.user);
      // Whose account may have gone since their token was last looked at.
      if ((await users.find(input.caller.id))?.active !== true) throw userNotFound(input.caller.id);
      const added = await blocks.add(block);
      if (added && isWrittenDown(input.caller, true)) {
        await addToTrail(
          repositories,
          input.caller,
          blockDeed('block', block.blockerId, blocked, block.created),
        );
      }
    });
  }
}
