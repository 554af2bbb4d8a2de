import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../src/composition/config/config.js';
import {
  ahead,
  expectRefusal,
  fileOf,
  launch,
  processSuite,
  production,
  run,
  runMain,
  sql,
} from '../support/process.js';
import { storeUrl } from '../support/service.js';

const wrong: Record<string, string[]> = {
  PORT: ['abc', '70000', '80.5'],
  WORKERS: ['0', '1.5', '257', 'auto'],
  HOST: ['not a host', '999.1.1.1', '203.0.113.1'],
  DATABASE_URL: ['mysql://x', 'sqlite::memory:', 'sqlite:', 'duet.sqlite'],
  JWT_SECRET: ['x'.repeat(31)],
  NODE_ENV: ['prod'],
  LOG_LEVEL: ['loud'],
  REGISTRATION: ['maybe'],
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
};

processSuite('a start with few open files', () => {
  it('is refused, and says what to do', async () => {
    const command = ['sh', '-c', 'ulimit -n 64; exec node dist/src/composition/programs/main.js'];
    expectRefusal(await run(command, production(storeUrl('better-sqlite3'))), 'only 64 files', 'ulimit -n');
  });
});

processSuite('a wrong configuration', () => {
  const refuses = (title: string, env: () => Record<string, string>, ...mentions: (string | RegExp)[]) => {
    const ended = ahead(() => runMain(env()));
    it(title, async () => expectRefusal(await ended(), ...mentions));
  };
  const fresh = () => production(storeUrl('better-sqlite3'));

  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      refuses(`stops the start: ${name}=${value}`, () => ({ ...fresh(), [name]: value }), `\\b${name}\\b`);
    }
  }
  refuses('is told in one line, all of it', () => ({ PORT: 'abc', LOG_LEVEL: 'loud' }), /PORT.*LOG_LEVEL/);
  refuses(
    'stops a production without JWT_SECRET',
    () => ({ ...fresh(), JWT_SECRET: '' }),
    /JWT_SECRET.*production/,
  );

  refuses(
    'stops workers that would each have a memory of their own',
    () => ({ WORKERS: '2', DATABASE_URL: 'memory:' }),
    /WORKERS.*memory:/,
  );

  const issuer = { JWT_ISSUER: 'https://host.example' };
  refuses(
    'stops a production that would fetch keys in the clear',
    () => ({ ...fresh(), ...issuer, JWKS_URL: 'http://host.example/keys' }),
    /JWKS_URL must be https/,
  );

  it('may fetch keys in the clear on this machine', () => {
    for (const host of ['localhost', '127.0.0.1:1', '[::1]:1']) {
      const JWKS_URL = `http://${host}/keys`;
      expect(loadConfig({ ...fresh(), ...issuer, JWKS_URL }).issuer?.keysUrl.href).to.equal(JWKS_URL);
    }
  });

  it('does not show the secret', async () => {
    expect((await runMain({ JWT_SECRET: 'too short to be one' })).stderr).not.to.include('too short');
  });

  it('does not stop the start if its values are empty', async () => {
    const empty = Object.fromEntries(Object.keys(wrong).map((name) => [name, '']));
    const service = await launch({ ...empty, ...fresh(), PORT: '0' });
    await service.stop();
  });
});

processSuite('a place that cannot be had', () => {
  it('is a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = storeUrl('better-sqlite3');
    expectRefusal(await runMain({ ...production(url), PORT: String(port) }), `\\b${port}\\b.*PORT`);
    await new Promise((resolve) => server.close(resolve));
  });

  for (const store of ['better-sqlite3', 'sqlite3'] as const) {
    const places: Record<string, (url: string) => string | Promise<string>> = {
      'no database': (url) => {
        writeFileSync(fileOf(url), 'Dear diary,\n'.repeat(1000));
        return url;
      },
      'a damaged database': async (url) => {
        await sql(url, 'CREATE TABLE users (id)', 'CREATE TABLE more (id)');
        const bytes = readFileSync(fileOf(url));
        writeFileSync(fileOf(url), bytes.fill(0xff, 60));
        return url;
      },
      'the database of something else': async (url) => {
        await sql(url, 'CREATE TABLE users (name TEXT)');
        return url;
      },
      'a folder': (url) => {
        mkdirSync(fileOf(url));
        return url;
      },
      'in a folder that cannot be made': (url) => {
        writeFileSync(fileOf(url), '');
        return `${url}/below/duet.sqlite`;
      },
      'in a place that cannot be written': (url) => url.replace(dirname(fileOf(url)), '/proc'),
    };
    for (const [title, make] of Object.entries(places)) {
      const tried = ahead(async () => {
        const url = await make(storeUrl(store));
        return { url, ended: await runMain(production(url)) };
      });
      it(`is a file that is ${title} (${store})`, async () => {
        const { url, ended } = await tried();
        expectRefusal(ended, `DATABASE_URL|${dirname(fileOf(url))}`);
      });
    }
  }
});
