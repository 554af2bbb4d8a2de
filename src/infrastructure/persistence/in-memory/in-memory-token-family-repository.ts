import type {
  TokenFamily,
  TokenFamilyRepository,
} from '../../../application/ports/token-family-repository.js';
import { byExpiry, type Draft } from './state.js';

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

  async rotate(id: string, spent: string, next: string, expires: Date): Promise<boolean> {
    const family = this.draft.state.tokenFamilies.get(id);
    if (family?.current !== spent) return false;
    this.draft.table('tokenFamilies').set(id, { ...family, current: next, expires });
    return true;
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
