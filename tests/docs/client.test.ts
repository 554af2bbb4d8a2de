import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { clientSchema, clientSchemaFile } from '../../scripts/client-schema.js';

describe(clientSchemaFile, () => {
  it('is what `npm run client` writes', async () => {
    const committed = await readFile(clientSchemaFile, 'utf8');
    expect(committed === (await clientSchema()), 'run `npm run client`').to.equal(true);
  });
});
