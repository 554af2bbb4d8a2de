import { ChangeUser } from '../../../application/admin/change-user.js';
import { CreateUser } from '../../../application/admin/create-user.js';
import { operator, type User } from '../../../domain/accounts/user.js';
import { commandFor } from '../../command.js';
import { useCasesOn } from '../../container.js';
import { readNewPassword } from '../read-password.js';
import { UsageError } from '../run-tool.js';
import { lastingDatabase, existingDatabase, withStore } from '../tool.js';

const [command = '', ...given] = process.argv.slice(2);

export async function run(): Promise<void> {
  const options = given.filter((argument) => argument.startsWith('--'));
  const [name = '', ...more] = given.filter((argument) => !options.includes(argument));
  const known = command === 'create' ? '--admin' : undefined;
  if (name === '' || more.length > 0 || options.some((option) => option !== known)) {
    throw new UsageError(
      `write ${commandFor(`user:${command}`, command === 'create' ? '[--admin] NAME' : 'NAME')}, with one name.`,
    );
  }
  const done = await carryOut(name, options.includes('--admin'));
  process.stdout.write(`${done}\n`);
}

async function carryOut(name: string, admin: boolean): Promise<string> {
  if (command === 'create') {
    const database = lastingDatabase();
    const password = await readNewPassword();
    return withStore(database, async (store) => {
      const role = admin ? 'admin' : 'user';
      const { id, username } = await useCasesOn(store)
        .get(CreateUser)
        .execute({ caller: operator, username: name, password, role });
      return `${admin ? 'Admin' : 'User'} ${username} has the id ${id}.`;
    });
  }
  if (command === 'password') {
    const password = await change(name, async () => ({ password: await readNewPassword() }));
    return `${password.username} has a new password, and has to log in again everywhere.`;
  }
  if (command === 'activate' || command === 'deactivate') {
    const active = command === 'activate';
    const { username } = await change(name, async () => ({ active }));
    return active ? `${username} can log in.` : `${username} is deactivated, and logged out everywhere.`;
  }
  throw new UsageError(
    `write ${['user:create', 'user:password', 'user:deactivate', 'user:activate'].map((tool) => commandFor(tool)).join(', or ')}.`,
  );
}

function change(
  name: string,
  changes: () => Promise<{ active?: boolean; password?: string }>,
): Promise<User> {
  return withStore(existingDatabase(), async (store) => {
    const user = await store.read(({ users }) => users.findByUsername(name));
    if (user === undefined) throw new Error(`there is no user ${name}.`);
    const { id } = user;
    return useCasesOn(store)
      .get(ChangeUser)
      .execute({ caller: operator, user: id, ...(await changes()) });
  });
}
