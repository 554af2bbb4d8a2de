import type { User } from '../../domain/accounts/user.js';
import type { Page, Slice } from '../ports/page.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Finds people to write to. */
export class SearchUsers {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  execute(input: { search: string } & Slice): Promise<Page<User>> {
    return this.unitOfWork.read(({ users }) => users.search(input.search, input));
  }
}
