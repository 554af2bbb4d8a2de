import type { TokenFamilyRepository } from '../../../application/ports/token-family-repository.js';
import type {
  TokenFamily,
  TokenFamilyChange,
  TokenFamilyStanding,
} from '../../../domain/accounts/token-family.js';
import { byExpiry, present, type Draft } from './state.js';

export class InMemoryTokenFamilyRepository implements TokenFamilyRepository {
  constructor(private readonly draft: Draft) {}

  async allOf(userId: number): Promise<readonly TokenFamily[]> {
    return [...this.draft.state.tokenFamilies.values()].filter((one) => one.userId === userId).sort(byExpiry);
  }

  async withIds(ids: readonly string[]): Promise<readonly TokenFamily[]> {
    const { tokenFamilies } = this.draft.state;
    return ids.map((id) => tokenFamilies.get(id)).filter((family) => family !== undefined);
  }

  async add(family: TokenFamily): Promise<void> {
    const { tokenFamilies, users } = this.draft.state;
    if (tokenFamilies.has(family.id)) throw new Error(`There is a token family ${family.id}.`);
    if (!users.has(family.userId)) throw new Error(`There is no user ${family.userId}.`);
    this.draft.table('tokenFamilies').set(family.id, family);
  }

  hold(id: string): TokenFamilyStanding | undefined {
    const family = this.draft.state.tokenFamilies.get(id);
    if (family === undefined) return undefined;
    return { family, active: present(this.draft.state.users.get(family.userId)).user.active };
  }

  /** Of one that is held. */
  change({ id, next }: TokenFamilyChange): void {
    const table = this.draft.table('tokenFamilies');
    if (next === undefined) table.delete(id);
    else table.set(id, { ...present(this.draft.state.tokenFamilies.get(id)), ...next });
  }

  async remove(id: string): Promise<void> {
    this.draft.table('tokenFamilies').delete(id);
  }

  async removeAllOf(userId: number, butOne?: string): Promise<void> {
    this.#removeSome((family) => family.userId === userId && family.id !== butOne);
  }

  async removeExpired(now: Date, limit: number): Promise<number> {
    return this.#removeSome(({ expires }) => expires <= now, limit);
  }

  #removeSome(condition: (family: TokenFamily) => boolean, limit = Infinity): number {
    const found = [...this.draft.state.tokenFamilies.values()].filter(condition).slice(0, limit);
    for (const { id } of found) this.draft.table('tokenFamilies').delete(id);
    return found.length;
  }
}
