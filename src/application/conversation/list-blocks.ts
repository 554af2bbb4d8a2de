import type { UserCaller, User } from '../../domain/accounts/user.js';
import type { Page, Slice } from '../ports/page.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Lists the users that the caller blocks. Nobody is told who blocks them. */
export class ListBlocks {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  execute(input: { caller: UserCaller } & Slice): Promise<Page<User>> {
    return this.unitOfWork.read(({ blocks }) => blocks.pageOf(input.caller.id, input));
  }
}
