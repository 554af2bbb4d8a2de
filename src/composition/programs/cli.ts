#!/usr/bin/env node
import { toolsAreCommandsOf } from '../command.js';
import { version } from '../version.js';

// duet-messaging [COMMAND]: the program of the package. Each command imports what it needs by itself.

const program = 'duet-messaging';

interface Command {
  readonly name: string;
  /** What comes after the name. */
  readonly given?: string;
  readonly does: string;
  readonly run: () => Promise<unknown>;
}

const key = () => import('./key.js');
const user = () => import('./user.js');

const commands: readonly Command[] = [
  { name: 'start', does: 'serve; also what happens without a command', run: () => import('./main.js') },
  { name: 'key create', given: 'NAME', does: 'make a service key, and print it once', run: key },
  { name: 'key list', does: 'list the service keys', run: key },
  { name: 'key revoke', given: 'NAME', does: 'revoke a service key', run: key },
  { name: 'user create', given: '[--admin] NAME', does: 'make a user', run: user },
  { name: 'user password', given: 'NAME', does: 'give a user a new password', run: user },
  { name: 'user deactivate', given: 'NAME', does: 'log a user out, and let them in no more', run: user },
  { name: 'user activate', given: 'NAME', does: 'let a user in again', run: user },
  {
    name: 'db load',
    given: '[FILE]',
    does: 'load a dump, or the test data, into an empty database',
    run: () => import('./db-load.js'),
  },
  {
    name: 'db dump',
    given: '[FILE]',
    does: 'write all that is stored to a file',
    run: () => import('./db-dump.js'),
  },
  {
    name: 'db backup',
    given: 'FILE',
    does: 'copy a SQLite database that is in use',
    run: () => import('./db-backup.js'),
  },
  {
    name: 'db migrate-to',
    given: '[URL]',
    does: 'move everything to another database',
    run: () => import('./db-migrate-to.js'),
  },
  {
    name: 'db import-django',
    given: 'FILE [--zone ZONE] [--map PART=NAME]…',
    does: 'bring over a chat from Django',
    run: () => import('./db-import-django.js'),
  },
  {
    name: 'attachments copy',
    given: 'FROM TO',
    does: 'copy the files of attachments to another place',
    run: () => import('./attachments-copy.js'),
  },
];

const help = `${program} ${version}: one-to-one messaging, self-hosted

${commands.map(({ name, given = '', does }) => `  ${`${program} ${name} ${given}`.padEnd(48)} ${does}`).join('\n')}
  ${`${program} --version, --help`.padEnd(48)} say the version, or this

Settings come from the environment: DATABASE_URL, PORT, JWT_SECRET and others.
Without NODE_ENV=production it is for trying out: on this machine alone, with test accounts.
`;

const words = process.argv.slice(2);
const [first, second] = words;

if (first === '--help' || first === '-h' || first === 'help') {
  process.stdout.write(help);
} else if (first === '--version' || first === '-v') {
  process.stdout.write(`${version}\n`);
} else {
  toolsAreCommandsOf(program);
  const command = commands.find(({ name }) =>
    [first ?? 'start', `${first ?? ''} ${second ?? ''}`].includes(name),
  );
  if (command === undefined || (command.name === 'start' && words.length > 1)) {
    process.stderr.write(`${program}: there is no command ${words.join(' ')}: see ${program} --help\n`);
    process.exitCode = 2;
  } else {
    // The tools of the database and of attachments are a file each; those of keys and users look at the second word themselves.
    const own = first === 'db' || first === 'attachments' ? 2 : 1;
    if (command.name !== 'start') process.argv.splice(2, own);
    await command.run();
  }
}
