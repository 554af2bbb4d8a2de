import type { Erasure, ErasureRepository } from '../../../application/ports/erasure-repository.js';
import type { Draft } from './state.js';

export class InMemoryErasureRepository implements ErasureRepository {
  constructor(private readonly draft: Draft) {}

  async add(erasure: Erasure): Promise<void> {
    const { erasures, users } = this.draft.state;
    if (!users.has(erasure.userId)) throw new Error(`There is no user ${erasure.userId}.`);
    if (erasures.has(erasure.userId)) throw new Error(`User ${erasure.userId} has an erasure.`);
    this.draft.table('erasures').set(erasure.userId, erasure);
  }

  async pending(after: number, limit: number): Promise<readonly Erasure[]> {
    return [...this.draft.state.erasures.values()]
      .filter(({ userId }) => userId > after)
      .sort((one, other) => one.userId - other.userId)
      .slice(0, limit);
  }

  async remove(userId: number): Promise<void> {
    this.draft.table('erasures').delete(userId);
  }
}
