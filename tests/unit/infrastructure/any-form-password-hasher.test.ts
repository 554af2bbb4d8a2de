import { expect } from 'chai';
import { AnyFormPasswordHasher } from '../../../src/infrastructure/auth/any-form-password-hasher.js';
import { PlainHasher } from '../../support/fakes.js';

describe('AnyFormPasswordHasher', () => {
  const plain = new PlainHasher();
  const hasher = new AnyFormPasswordHasher(plain);
  const [composed, decomposed] = ['pässwörd', 'pässwörd'.normalize('NFD')];

  it('takes a password for the same in each Unicode form', async () => {
    for (const stored of [composed, decomposed, 'ﬁve ﬁsh', '１２３４５６７８']) {
      const hash = await hasher.hash(stored);
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
        expect(await hasher.verify(hash, stored.normalize(form)), `${stored} in ${form}`).to.equal(true);
      }
      expect(await hasher.verify(hash, `${stored}!`)).to.equal(false);
    }
  });

  it('lets in whose hash was made of another form', async () => {
    for (const stored of [composed, decomposed]) {
      const hash = await plain.hash(stored);
      expect(await hasher.verify(hash, composed)).to.equal(true);
      expect(await hasher.verify(hash, decomposed)).to.equal(true);
    }
  });

  it('tries as often whether there is a hash or not, and once for a password of ASCII', async () => {
    for (const [password, tries] of [
      ['correct horse', 1],
      [composed, 2],
    ] as const) {
      for (const hash of [undefined, await plain.hash('another')]) {
        plain.verified.length = 0;
        expect(await hasher.verify(hash, password)).to.equal(false);
        expect(plain.verified).to.have.lengthOf(tries);
      }
    }
  });
});
