import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordHasher } from '../../src/application/ports/password-hasher.js';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** Hashes with Node's own scrypt, as `scrypt$<salt>$<key>` in hexadecimal. */
export class ScryptPasswordHasher implements PasswordHasher {
  readonly #decoy = this.hash(randomBytes(16).toString('hex'));

  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const key = await derive(password, salt, 64);
    return `scrypt$${salt.toString('hex')}$${key.toString('hex')}`;
  }

  needsRehash(hash: string): boolean {
    return !hash.startsWith('scrypt$');
  }

  async verify(hash: string | undefined, password: string): Promise<boolean> {
    const [, salt = '', key = ''] = (hash ?? (await this.#decoy)).split('$');
    const derived = await derive(password, Buffer.from(salt, 'hex'), 64);
    return timingSafeEqual(derived, Buffer.from(key, 'hex')) && hash !== undefined;
  }
}
