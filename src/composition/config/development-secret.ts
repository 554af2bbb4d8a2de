import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from './config-error.js';
import { secretBytes } from './environment.js';

/**
 * Made once and kept beside the development database, so that tokens outlive a restart.
 * @throws ConfigError if the file cannot be used.
 */
export function developmentSecret(): string {
  const folder = resolve('database');
  const file = join(folder, '.jwt-secret');
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(file)) {
      // Whole or not at all, and the first of several processes decides.
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600 });
      try {
        linkSync(draft, file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      } finally {
        unlinkSync(draft);
      }
    }
    const secret = readFileSync(file, 'utf8');
    if (Buffer.byteLength(secret) >= secretBytes) return secret;
  } catch (error) {
    throw new ConfigError(`JWT_SECRET is not set, and ${file} cannot be used: ${(error as Error).message}`);
  }
  throw new ConfigError(`JWT_SECRET is not set, and ${file} is too short: remove it, and a new one is made`);
}
