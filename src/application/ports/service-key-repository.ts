import type { ServiceKey } from '../../domain/accounts/service-key.js';

export interface ServiceKeyReader {
  /** Those that were made first before the others. There are as many as the host application has programs: few. */
  all(): Promise<readonly ServiceKey[]>;
}

export interface ServiceKeyRepository extends ServiceKeyReader {
  /** @throws DomainError `service_name_taken`. */
  add(key: Omit<ServiceKey, 'id' | 'lastUsed'>): Promise<ServiceKey>;

  /** Removes the key of this name, and returns it; undefined if there is none. */
  remove(name: string): Promise<ServiceKey | undefined>;

  /** Notes that a key, if it is there, was used, unless a later use is noted. */
  noteUse(id: number, used: Date): Promise<void>;
}
