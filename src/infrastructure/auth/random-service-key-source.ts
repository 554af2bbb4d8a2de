import { createHash, randomBytes } from 'node:crypto';
import type { ServiceKeySource } from '../../application/ports/service-key-source.js';
import { keyOf } from '../../domain/accounts/service-key.js';

export class RandomServiceKeySource implements ServiceKeySource {
  next(): { key: string; hash: string } {
    const key = keyOf(randomBytes(32).toString('base64url'));
    return { key, hash: hashOfKey(key) };
  }
}

/** Plain SHA-256 in hex: a key is random and long, so nobody finds it by trying, however fast the hash is. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
