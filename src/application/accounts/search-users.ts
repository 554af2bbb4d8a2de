import { DomainError } from '../../domain/errors.js';
import type { Caller, User } from '../../domain/accounts/user.js';
import type { Page, Slice } from '../ports/page.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Who may look for people: everybody, or admins and services alone. */
export type Directory = 'open' | 'closed';

/** Finds people to write to. */
export class SearchUsers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: Directory,
  ) {}

  /** @throws DomainError `directory_closed`. */
  async execute(input: { caller: Caller; search: string } & Slice): Promise<Page<User>> {
    if (this.directory === 'closed' && input.caller.role !== 'admin') {
      throw new DomainError(
        'directory_closed',
        'Only admins look for people here: you are told who to write to.',
      );
    }
    return this.unitOfWork.read(({ users }) => users.search(input.search, input));
  }
}
