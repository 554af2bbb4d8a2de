import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from '../../../src/composition/config/config-error.js';
import { loadConfig } from '../../../src/composition/config/config.js';
import { loadDatabaseUrl } from '../../../src/composition/config/environment.js';

const wrong: Record<string, string[]> = {
  PORT: ['abc', '70000', '80.5'],
  WORKERS: ['0', '1.5', '257', 'auto'],
  HOST: ['not a host'],
  DATABASE_URL: [
    ...['mysql://x', 'sqlite::memory:', 'sqlite:', 'duet.sqlite'],
    ...[
      'postgres://one:x/duet',
      'postgres://one:5432,two:x/duet',
      'postgres://one,/duet',
      'postgres://,two/duet',
    ],
    ...['postgres://one,two', 'postgres://one,two/', 'postgres://one,two/duet?target_session_attrs=any'],
  ],
  DATABASE_DIRECT_URL: ['sqlite:x', 'postgres://db', 'postgres://db/duet'],
  DATABASE_READ_URL: ['memory:', 'standby', 'postgres://db/duet', 'postgres://one,two/duet'],
  DATABASE_PREPARE: ['no'],
  JWT_SECRET: ['x'.repeat(31)],
  JWT_SECRET_PREVIOUS: ['x'.repeat(31)],
  NODE_ENV: ['prod'],
  LOG_LEVEL: ['loud'],
  REGISTRATION: ['maybe'],
  MESSAGE_SEARCH: ['maybe'],
  OWN_TOKENS: ['maybe', 'off'],
  JWT_ISSUER: ['https://host.example'],
  JWKS_URL: ['https://host.example/keys', 'keys', 'ftp://host.example', 'https://user@host.example/keys'],
  JWT_AUDIENCE: ['chat'],
  JWT_USER_CLAIM: ['uid'],
  ADMIN: ['yes'],
  RATE_LIMIT: ['maybe'],
  RATE_LIMIT_LOGIN_ADDRESS: ['10'],
  RATE_LIMIT_LOGIN_ACCOUNT: ['0/60'],
  RATE_LIMIT_REGISTRATION: ['10/86401'],
  RATE_LIMIT_SEND: ['1.5/60'],
  PUBLIC_URL: ['ftp://x', 'duet.example'],
  TRUST_PROXY: ['banana', '999.1.1.1', '10.0.0.0/33', '-1'],
  CORS_ORIGINS: ['foo', 'https://a.example/x', '*'],
  ACCESS_TOKEN_SECONDS: ['0'],
  REFRESH_TOKEN_SECONDS: ['soon'],
  IDEMPOTENCY_KEY_HOURS: ['0'],
  EDIT_SECONDS: ['-1', '1.5', 'never'],
  EVIDENCE_DAYS: ['3651', 'forever'],
};

const right = { NODE_ENV: 'production', JWT_SECRET: 'a secret of the tests, of more than 32 bytes' };

/** It is refused in one line that mentions all of this. */
function expectRefused(environment: Record<string, string>, mentions: RegExp): void {
  expect(() => loadConfig(environment))
    .to.throw(ConfigError, mentions)
    .with.property('message')
    .match(/^.+$/);
}

describe('the configuration', () => {
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      it(`is refused for ${name}=${value}`, () => {
        expectRefused({ ...right, [name]: value }, new RegExp(`\\b${name}\\b`));
      });
    }
  }

  it('is refused for all that is wrong, in one line', () => {
    expectRefused({ PORT: 'abc', LOG_LEVEL: 'loud' }, /PORT.*LOG_LEVEL/);
  });

  it('is refused for a production without JWT_SECRET', () => {
    expectRefused({ ...right, JWT_SECRET: '' }, /JWT_SECRET.*production/);
  });

  it('is refused for workers that would each have a memory of their own', () => {
    expectRefused({ WORKERS: '2', DATABASE_URL: 'memory:' }, /WORKERS.*memory:/);
  });

  const issuer = { JWT_ISSUER: 'https://host.example' };

  it('is refused for a production that would fetch keys in the clear', () => {
    const env = { ...right, ...issuer, JWKS_URL: 'http://host.example/keys' };
    expectRefused(env, /JWKS_URL must be https/);
  });

  it('may fetch keys in the clear on this machine', () => {
    for (const host of ['localhost', '127.0.0.1:1', '[::1]:1']) {
      const JWKS_URL = `http://${host}/keys`;
      expect(loadConfig({ ...right, ...issuer, JWKS_URL }).issuer?.keysUrl.href).to.equal(JWKS_URL);
    }
  });

  it('does not show the secret', () => {
    expect(() => loadConfig({ JWT_SECRET: 'too short to be one' }))
      .to.throw(ConfigError)
      .with.property('message')
      .not.include('too short');
  });

  it('is refused for an earlier secret that nothing has replaced', () => {
    expectRefused({ JWT_SECRET_PREVIOUS: right.JWT_SECRET }, /JWT_SECRET_PREVIOUS needs JWT_SECRET/);
  });

  describe('of secrets in files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'duet-secrets-'));
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    after(() => rmSync(folder, { recursive: true }));

    it('is that of the files, without the line break at the end', () => {
      const config = loadConfig({
        NODE_ENV: 'production',
        JWT_SECRET_FILE: file('secret', `${right.JWT_SECRET}\n`),
        JWT_SECRET_PREVIOUS_FILE: file('previous', `${right.JWT_SECRET} before`),
        DATABASE_URL_FILE: file('url', 'postgres://duet:secret@db/duet\n'),
      });
      expect(config.jwtSecret).to.equal(right.JWT_SECRET);
      expect(config.previousJwtSecret).to.equal(`${right.JWT_SECRET} before`);
      expect(config.database).to.deep.equal({ kind: 'postgres', url: 'postgres://duet:secret@db/duet' });
    });

    it('is the same for the tools', () => {
      expect(
        loadDatabaseUrl({
          DATABASE_URL: 'postgres://pooler/duet',
          DATABASE_DIRECT_URL_FILE: file('direct', 'postgres://duet:secret@db/duet\n'),
          DATABASE_READ_URL_FILE: file('read', 'postgres://duet:secret@standby/duet\n'),
          DATABASE_PREPARE: 'off',
        }),
      ).to.deep.equal({
        kind: 'postgres',
        url: 'postgres://pooler/duet',
        directUrl: 'postgres://duet:secret@db/duet',
        readUrl: 'postgres://duet:secret@standby/duet',
        prepare: false,
      });
      const DATABASE_URL_FILE = file('tools', 'sqlite:/data/duet.sqlite');
      expect(loadDatabaseUrl({ DATABASE_URL_FILE })).to.deep.equal({
        kind: 'better-sqlite3',
        file: '/data/duet.sqlite',
      });
    });

    it('is refused where a secret is given twice, or its file is empty or not there', () => {
      const JWT_SECRET_FILE = file('twice', right.JWT_SECRET);
      expectRefused({ ...right, JWT_SECRET_FILE }, /JWT_SECRET and JWT_SECRET_FILE are both set/);
      expectRefused({ JWT_SECRET_FILE: file('empty', '\n') }, /JWT_SECRET_FILE is an empty file/);
      expectRefused({ JWT_SECRET_FILE: join(folder, 'none') }, /JWT_SECRET_FILE cannot be read: ENOENT/);
      expectRefused({ JWT_SECRET_FILE: file('short', 'short') }, /JWT_SECRET must have at least 32 bytes/);
    });
  });

  it('takes an empty value for none', () => {
    const empty = Object.fromEntries(Object.keys(wrong).map((name) => [name, '']));
    expect(loadConfig({ ...empty, ...right })).to.deep.equal(loadConfig(right));
  });
});
