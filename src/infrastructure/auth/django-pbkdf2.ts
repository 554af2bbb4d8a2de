import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
const shape = /^pbkdf2_sha256\$([1-9]\d{0,7})\$([^$]+)\$([A-Za-z0-9+/]{43}=)$/;

/** A password hash as Django stores it: `pbkdf2_sha256$<iterations>$<salt>$<key>`. */
export class DjangoPbkdf2 {
  private constructor(
    readonly iterations: number,
    private readonly salt: string,
    private readonly key: Buffer,
  ) {}

  /** Undefined if the hash is another method's. */
  static parse(hash: string): DjangoPbkdf2 | undefined {
    const [, iterations, salt = '', key = ''] = shape.exec(hash) ?? [];
    if (iterations === undefined) return undefined;
    return new DjangoPbkdf2(Number(iterations), salt, Buffer.from(key, 'base64'));
  }

  async matches(password: string): Promise<boolean> {
    return timingSafeEqual(await derive(password, this.salt, this.iterations, 32, 'sha256'), this.key);
  }

  /** Takes the time of so many iterations. */
  static async spend(iterations: number): Promise<void> {
    if (iterations > 0) await derive('', '', iterations, 32, 'sha256');
  }
}
