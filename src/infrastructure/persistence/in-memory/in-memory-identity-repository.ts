import type { IdentityRepository } from '../../../application/ports/identity-repository.js';
import type { Identity } from '../../../domain/accounts/identity.js';
import type { User } from '../../../domain/accounts/user.js';
import type { Draft } from './state.js';

export class InMemoryIdentityRepository implements IdentityRepository {
  constructor(private readonly draft: Draft) {}

  async userOf(identity: Identity): Promise<User | undefined> {
    const row = this.draft.state.identities.get(keyOf(identity));
    return row && this.draft.state.users.get(row.userId)?.user;
  }

  async allOf(userId: number): Promise<readonly Identity[]> {
    return [...this.draft.state.identities]
      .filter(([, row]) => row.userId === userId)
      .sort(byKey)
      .map(([, { issuer, subject }]) => ({ issuer, subject }));
  }

  async removeAllOf(userId: number): Promise<void> {
    for (const [key, row] of this.draft.state.identities) {
      if (row.userId === userId) this.draft.table('identities').delete(key);
    }
  }

  async add(identity: Identity, userId: number): Promise<boolean> {
    if (!this.draft.state.users.has(userId)) throw new Error(`There is no user ${userId}.`);
    const { issuer, subject } = identity;
    if (this.draft.state.identities.has(keyOf(identity))) return false;
    this.draft.table('identities').set(keyOf(identity), { issuer, subject, userId });
    return true;
  }
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function keyOf({ issuer, subject }: Identity): string {
  return JSON.stringify([issuer, subject]);
}
