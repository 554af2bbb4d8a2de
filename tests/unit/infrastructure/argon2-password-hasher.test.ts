import { pbkdf2Sync } from 'node:crypto';
import { expect } from 'chai';
import { Argon2PasswordHasher } from '../../../src/infrastructure/auth/argon2-password-hasher.js';

function djangoHash(password: string, iterations: number): string {
  const key = pbkdf2Sync(password, 'salt', iterations, 32, 'sha256').toString('base64');
  return `pbkdf2_sha256$${iterations}$salt$${key}`;
}

describe('Argon2PasswordHasher', () => {
  const hasher = new Argon2PasswordHasher();

  it('verifies what it hashed, and leaves it as it is', async () => {
    const hash = await hasher.hash('pässword');
    expect(hash).to.match(/^\$argon2id\$/);
    expect(await hasher.verify(hash, 'pässword')).to.equal(true);
    expect(await hasher.verify(hash, 'passwort')).to.equal(false);
    expect(hasher.needsRehash(hash)).to.equal(false);
  });

  it("verifies Django's hashes, to be replaced", async () => {
    for (const iterations of [20, 1000, 30]) {
      const hash = djangoHash('pässword', iterations);
      expect(await hasher.verify(hash, 'pässword')).to.equal(true);
      expect(await hasher.verify(hash, 'passwort')).to.equal(false);
      expect(hasher.needsRehash(hash)).to.equal(true);
    }
    expect(await hasher.verify(await hasher.hash('pässword'), 'passwort')).to.equal(false);
  });

  it('matches nothing to no hash, and to one that it does not know', async () => {
    const whole = await hasher.hash('password');
    const django = djangoHash('password', 10);
    const strange = [
      '',
      '!',
      'password',
      whole.slice(0, 30),
      '$argon2id$',
      django.slice(0, -4),
      `bcrypt$${django}`,
    ];
    for (const hash of [undefined, ...strange]) {
      expect(await hasher.verify(hash, 'password'), hash).to.equal(false);
    }
  });

  it('replaces hashes of another cost', async () => {
    const cheaper = (await hasher.hash('password')).replace(/t=\d+/, 't=1');
    expect(hasher.needsRehash(cheaper)).to.equal(true);
  });

  it("takes as long to refuse a name without account as an account with Django's hash", async () => {
    const slow = djangoHash('password', 1_500_000);
    const cpu = async (hash: string | undefined) => {
      const start = process.cpuUsage();
      await hasher.verify(hash, 'wrong');
      const { user } = process.cpuUsage(start);
      return user;
    };
    const first = await cpu(slow);
    const unknown = await cpu(undefined);
    const known = await cpu(await hasher.hash('password'));
    for (const other of [unknown, known]) expect(other / first).to.be.within(0.5, 2);
  });
});
