import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { replace } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import { ScryptPasswordHasher } from '../../docs/examples/scrypt-password-hasher.js';
import { conformance } from '../support/conformance.js';
import { startService, type Service } from '../support/service.js';

describe('docs/swap-an-adapter.md', () => {
  let service: Service;

  before(async () => {
    service = await startService({}, replace(tokens.hashMethod, new ScryptPasswordHasher()));
  });

  after(() => service.stop());

  const post = async (path: string, body: object) => {
    const response = await fetch(`${service.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { status, headers, url } = response;
    (await conformance()).check('POST', url, { status, headers, raw: await response.text() });
    return response;
  };

  it('swaps the password hash of the whole service', async () => {
    const account = { username: 'anna', password: 'correct horse' };
    expect((await post('/users', account)).status).to.equal(201);
    const user = await service.store.read(({ users }) => users.findByUsername('anna'));
    expect(user?.passwordHash).to.match(/^scrypt\$/);
    expect((await post('/auth/token', account)).status).to.equal(200);
    expect((await post('/auth/token', { ...account, password: 'battery staple' })).status).to.equal(401);
    expect((await post('/auth/token', { ...account, username: 'nobody' })).status).to.equal(401);
  });

  it('shows the code that runs', async () => {
    const page = await readFile('docs/swap-an-adapter.md', 'utf8');
    const blocks = [...page.matchAll(/^```ts file=(\S+)\n([^]*?)^```$/gm)];
    expect(blocks).to.have.length(4);
    for (const [, file = '', code = ''] of blocks) {
      expect(withoutIndent(await readFile(file, 'utf8')), file).to.include(withoutIndent(code));
    }
  });
});

function withoutIndent(code: string): string {
  return code.replace(/^ +/gm, '');
}
