import { requireAdmin, userNotFound, type Caller } from '../../domain/accounts/user.js';
import { newBlock } from '../../domain/conversation/block.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { addToTrail } from './add-to-trail.js';

/** An admin blocks somebody for a user who asked for it, by a report. The user can take that back. */
export class BlockForUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Blocking again changes nothing. @throws DomainError `admins_only`, `self_block` or `user_not_found`. */
  async execute(input: { caller: Caller; blocker: number; blocked: number }): Promise<void> {
    const { caller, blocker, blocked } = input;
    requireAdmin(caller);
    await this.unitOfWork.run(async (repositories) => {
      const { users, blocks } = repositories;
      const block = newBlock(blocker, blocked, this.clock.now());
      const other = await users.find(blocked);
      if (other === undefined) throw userNotFound(blocked);
      if ((await users.find(blocker)) === undefined) throw userNotFound(blocker);
      if (!(await blocks.add(block))) return;
      await addToTrail(repositories, caller, {
        action: 'block',
        resource: 'User',
        recordId: blocker,
        details: `${other.username} (${other.id})`,
        created: block.created,
      });
    });
  }
}
