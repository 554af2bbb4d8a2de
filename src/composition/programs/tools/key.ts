import { CreateServiceKey } from '../../../application/accounts/create-service-key.js';
import { ListServiceKeys } from '../../../application/accounts/list-service-keys.js';
import { RevokeServiceKey } from '../../../application/accounts/revoke-service-key.js';
import { operator } from '../../../domain/accounts/user.js';
import type { ServiceKey } from '../../../domain/accounts/service-key.js';
import { commandFor } from '../../command.js';
import { useCasesOn } from '../../container.js';
import { UsageError } from '../run-tool.js';
import { existingDatabase, lastingDatabase, withStore } from '../tool.js';

const [command = '', ...given] = process.argv.slice(2);

export async function run(): Promise<void> {
  if (command === 'create') await create(onlyName());
  else if (command === 'revoke') await revoke(onlyName());
  else if (command === 'list') await list();
  else
    throw new UsageError(
      `write ${['key:create', 'key:list', 'key:revoke'].map((tool) => commandFor(tool)).join(', or ')}.`,
    );
}

function onlyName(): string {
  const [name, ...more] = given;
  if (name === undefined || name.startsWith('-') || more.length > 0) {
    throw new UsageError(`write ${commandFor(`key:${command}`, 'NAME')}, with one name.`);
  }
  return name;
}

/** Only the key goes to standard output, so that a script can take it from there. */
async function create(name: string): Promise<void> {
  const { key } = await withStore(lastingDatabase(), (store) =>
    useCasesOn(store).get(CreateServiceKey).execute({ caller: operator, name }),
  );
  process.stderr.write(
    `This is the key of ${name}. It is shown this once: keep it where secrets are kept.\n`,
  );
  process.stdout.write(`${key}\n`);
}

async function list(): Promise<void> {
  if (given.length > 0) throw new UsageError(`write ${commandFor('key:list')}, and nothing after it.`);
  const keys = await withStore(existingDatabase(), (store) =>
    useCasesOn(store).get(ListServiceKeys).execute(),
  );
  process.stdout.write(keys.length === 0 ? 'There are no service keys.\n' : keys.map(lineOf).join(''));
}

function lineOf({ name, created, lastUsed }: ServiceKey): string {
  const used = lastUsed === undefined ? 'never used' : `last used ${lastUsed.toISOString()}`;
  return `${name}: made ${created.toISOString()}, ${used}\n`;
}

async function revoke(name: string): Promise<void> {
  await withStore(existingDatabase(), (store) =>
    useCasesOn(store).get(RevokeServiceKey).execute({ caller: operator, name }),
  );
  process.stdout.write(`The key of ${name} is revoked: it is refused within a second.\n`);
}
