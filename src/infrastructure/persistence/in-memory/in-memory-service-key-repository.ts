import type { ServiceKeyRepository } from '../../../application/ports/service-key-repository.js';
import { serviceNameTaken, type ServiceKey } from '../../../domain/accounts/service-key.js';
import type { Draft, Sequence } from './state.js';

export class InMemoryServiceKeyRepository implements ServiceKeyRepository {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Sequence,
  ) {}

  async all(): Promise<readonly ServiceKey[]> {
    return [...this.draft.state.serviceKeys.values()];
  }

  async add(key: Omit<ServiceKey, 'id' | 'lastUsed'>): Promise<ServiceKey> {
    if (this.#named(key.name) !== undefined) throw serviceNameTaken(key.name);
    const added = { ...key, id: this.ids.next(), lastUsed: undefined };
    this.draft.table('serviceKeys').set(added.id, added);
    return added;
  }

  async remove(name: string): Promise<ServiceKey | undefined> {
    const key = this.#named(name);
    if (key !== undefined) this.draft.table('serviceKeys').delete(key.id);
    return key;
  }

  async noteUse(id: number, used: Date): Promise<void> {
    const key = this.draft.state.serviceKeys.get(id);
    if (key === undefined || (key.lastUsed !== undefined && key.lastUsed >= used)) return;
    this.draft.table('serviceKeys').set(id, { ...key, lastUsed: used });
  }

  #named(name: string): ServiceKey | undefined {
    return [...this.draft.state.serviceKeys.values()].find((key) => key.name === name);
  }
}
