import { expect } from 'chai';
import {
  checkPassword,
  lookupKey,
  parseUsername,
  passwordForms,
  requireUser,
  usernameKey,
  usernameLike,
} from '../../../../src/domain/accounts/user.js';
import { expectRefused } from '../../../support/rejection-of.js';

describe('username', () => {
  it('is of letters and digits of any script, and @ . + - _', () => {
    for (const name of ['a', 'A.b+c-d_e@f', '0', '٣', 'Ωmega', 'שלום', '你好', '\u{10400}', '_', 'ı']) {
      expect(parseUsername(name), name).to.equal(name);
    }
  });

  it('has the marks that belong to letters, a few after each', () => {
    for (const name of [
      'हिन्दी', // Hindi
      'ภาษาไทย', // Thai
      'தமிழ்', // Tamil
      'বাংলা', // Bengali
      'လျှော့မြန်မာ', // Burmese: five marks after one letter
      'שָׁלוֹם', // pointed Hebrew
      'مُحَمَّد', // pointed Arabic
      'ខ្មែរ', // Khmer
    ]) {
      expect(parseUsername(name), name).to.equal(name.normalize('NFKC'));
    }
    for (const name of ['\u0301a', '1\u0301', `a${'\u0316'.repeat(6)}`]) {
      expectRefused(() => parseUsername(name), 'invalid_username');
    }
  });

  it('has nothing that cannot be seen', () => {
    for (const hidden of [
      '\u3164',
      '\u115f',
      '\u1160',
      '\uffa0',
      '\u200b',
      '\u00ad',
      '\ufe0f',
      '\u{e0061}',
      '\u034f',
    ]) {
      expectRefused(() => parseUsername(`admin${hidden}`), 'invalid_username');
      expect(usernameLike(`admin${hidden}`), 'made of it').to.equal('admin_');
    }
  });

  it('is measured before it is normalised, which costs more than its length', () => {
    const marks = 'a' + '\u0300\u0316'.repeat(15_000);
    const normalised: number[] = [];
    const normalize = Object.getOwnPropertyDescriptor(String.prototype, 'normalize')?.value as (
      form?: string,
    ) => string;
    String.prototype.normalize = function (this: string, form?: string) {
      normalised.push(this.length);
      return normalize.call(this, form);
    };
    try {
      expectRefused(() => parseUsername(marks), 'invalid_username');
      expect(lookupKey(marks)).to.equal(undefined);
      expect(passwordForms(marks)).to.deep.equal([marks]);
      expect(Array.from(usernameLike(marks))).to.have.lengthOf(110);
    } finally {
      String.prototype.normalize = normalize;
    }
    expect(Math.max(0, ...normalised)).to.be.at.most(600);
  });

  it('has no other characters', () => {
    for (const name of [
      'a b',
      ' a',
      'a\n',
      'a/b',
      'a\0',
      '<b>',
      '😀',
      'a%',
      '½',
      'e\u0301\u0301\u200d',
      '\ud800',
      '',
    ]) {
      expectRefused(() => parseUsername(name), 'invalid_username');
    }
  });

  it('has 1 to 150 code points', () => {
    for (const letter of ['x', '\u{10400}']) {
      expect(parseUsername(letter.repeat(150))).to.equal(letter.repeat(150));
      expectRefused(() => parseUsername(letter.repeat(151)), 'invalid_username');
    }
  });

  it('is kept in the form NFKC', () => {
    expect(parseUsername('re\u0301mi')).to.equal('r\u00e9mi');
    expect(parseUsername('ﬁve')).to.equal('five');
    expect(parseUsername('Ａlice１')).to.equal('Alice1');
  });

  it('is measured in that form', () => {
    expect(parseUsername('e\u0301'.repeat(150))).to.equal('\u00e9'.repeat(150));
    expectRefused(() => parseUsername('ﬁ'.repeat(76)), 'invalid_username');
  });
});

describe('usernameKey', () => {
  const areSame = (...names: string[]) => new Set(names.map(usernameKey)).size === 1;

  it('is the same whatever the case', () => {
    expect(areSame('alice', 'ALICE', 'aLiCe')).to.equal(true);
    expect(areSame('Straße', 'STRASSE', 'strasse', 'STRAẞE')).to.equal(true);
    expect(areSame('Σίσυφος', 'ΣΊΣΥΦΟΣ', 'σίσυφοσ')).to.equal(true);
    expect(areSame('\u{10400}', '\u{10428}')).to.equal(true);
    expect(areSame('ſam', 'Sam')).to.equal(true);
  });

  it('is that of the upper and the lower case, for every letter that has them', () => {
    const isName = (text: string) => /^\p{L}+$/u.test(text.normalize('NFKC'));
    for (let code = 0; code < 0x20000; code += 1) {
      const letter = String.fromCodePoint(code).normalize('NFKC');
      for (const spelling of [letter.toUpperCase(), letter.toLowerCase()]) {
        if (spelling === letter || !isName(letter) || !isName(spelling)) continue;
        expect(usernameKey(spelling), `${letter} and ${spelling}`).to.equal(usernameKey(letter));
      }
    }
  });

  it('does not depend on what stands beside a letter', () => {
    expect(usernameKey('ΑΣ')).to.equal(usernameKey('ας'));
    expect(usernameKey('ΑΣΑ').startsWith(usernameKey('ΑΣ'))).to.equal(true);
  });

  it('is the same for spellings that NFKC makes one', () => {
    expect(areSame('ﬁve', 'FIVE', 'Ｆive')).to.equal(true);
    expect(areSame('re\u0301mi', 'R\u00c9MI')).to.equal(true);
  });

  it('is its own key', () => {
    for (const name of ['Alice', 'Straße', 'ΣΊΣΥΦΟΣ', 'ǅ', 'ŉ', 'ﬁve', 'İstanbul', 'ı', 'ᾳ', 'Ω', 'ẞ']) {
      expect(usernameKey(usernameKey(name)), name).to.equal(usernameKey(name));
    }
  });

  it('keeps apart what is different', () => {
    const names = ['alice', 'alic', 'alicé', 'a.lice', 'a_lice', 'a-lice', 'alice1'];
    expect(new Set(names.map(usernameKey)).size).to.equal(names.length);
  });
});

describe('password', () => {
  it('has 8 to 128 code points of any kind', () => {
    for (const password of ['12345678', ' '.repeat(8), '😀'.repeat(8), '😀'.repeat(128), 'x'.repeat(128)]) {
      expect(() => {
        checkPassword(password);
      }).not.to.throw();
    }
  });

  it('is refused otherwise', () => {
    for (const password of ['', '1234567', '😀'.repeat(7), 'x'.repeat(129), '12345678\0', '12345678\ud800']) {
      expectRefused(() => {
        checkPassword(password);
      }, 'invalid_password');
    }
  });
});

describe('caller', () => {
  it('is a user, or a service that acts as one', () => {
    const alice = { id: 1, role: 'user' } as const;
    expect(requireUser(alice)).to.equal(alice);
    const inHerName = { ...alice, service: 'shop' };
    expect(requireUser(inHerName)).to.equal(inHerName);
  });

  it('is no user if a service asks as nobody', () => {
    expectRefused(() => requireUser({ id: undefined, role: 'admin', service: 'shop' }), 'no_user');
  });
});
