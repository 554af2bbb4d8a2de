import type { User } from '../../src/domain/accounts/user.js';
import { InMemoryUnitOfWork } from '../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { FixedClock } from './fakes.js';
import { addUsers, newUser } from './fixtures.js';

export interface World {
  readonly unitOfWork: InMemoryUnitOfWork;
  readonly clock: FixedClock;
  readonly alice: User;
  readonly bob: User;
  readonly carol: User;
  readonly admin: User;
  /** An id that no user has. */
  readonly nobody: number;
}

/** Three users and an admin, without threads. */
export async function newWorld(): Promise<World> {
  const unitOfWork = new InMemoryUnitOfWork();
  const [alice, bob, carol] = await addUsers(unitOfWork, 'alice', 'bob', 'carol');
  const admin = await unitOfWork.run(({ users }) => users.add(newUser('admin', { role: 'admin' })));
  return { unitOfWork, clock: new FixedClock(), alice, bob, carol, admin, nobody: admin.id + 1 };
}

export function deactivate({ unitOfWork }: World, user: User): Promise<void> {
  return unitOfWork.run(({ users }) => users.update({ ...user, active: false }));
}
