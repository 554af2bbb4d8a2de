import { DomainError } from '../../domain/errors.js';
import type { Identity } from '../../domain/accounts/identity.js';
import { noPassword, usernameLike, type User } from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';
import type { UserReader } from '../ports/user-repository.js';

/** Finds the user that another issuer's token names, and makes an account at the first visit. */
export class RecogniseUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * However many ask at once, one account is made.
   * @param name what the username should be like; only a new account takes it.
   */
  async execute(identity: Identity, name: string): Promise<User> {
    const known = await this.unitOfWork.read(({ identities }) => identities.userOf(identity));
    if (known !== undefined) return known;
    for (;;) {
      try {
        return await this.unitOfWork.run((repositories) => this.#enter(repositories, identity, name));
      } catch (error) {
        const overtaken =
          error instanceof Overtaken || (error instanceof DomainError && error.code === 'username_taken');
        if (!overtaken) throw error;
      }
    }
  }

  async #enter({ users, identities }: Repositories, identity: Identity, name: string): Promise<User> {
    const known = await identities.userOf(identity);
    if (known !== undefined) return known;
    const user = await users.add({
      username: await freeUsername(users, usernameLike(name)),
      passwordHash: noPassword,
      role: 'user',
      active: true,
      created: this.clock.now(),
    });
    if (!(await identities.add(identity, user.id))) throw new Overtaken();
    return user;
  }
}

/** Another process has made the account since this one looked: so the one made here must not stay. */
class Overtaken extends Error {}

/** Never the name of an existing account: its owner would be taken for this user. */
async function freeUsername(users: UserReader, base: string): Promise<string> {
  let name = base;
  for (let number = 2; (await users.findByUsername(name)) !== undefined; number += 1) {
    name = `${base}_${number}`;
  }
  return name;
}
