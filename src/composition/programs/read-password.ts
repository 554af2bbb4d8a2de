import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';

/**
 * Asks for a new password, twice and without showing it; if standard input is no terminal, its first line is the
 * password.
 * @throws Error if the two differ, or nobody answers.
 */
export async function readNewPassword(): Promise<string> {
  if (!process.stdin.isTTY) {
    const [line = ''] = (await text(process.stdin)).split(/\r?\n/);
    if (line === '') throw new Error('no password came on standard input.');
    return line;
  }
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: hidden, terminal: true });
  const cancelled = new Promise<never>((_, reject) => {
    terminal.once('SIGINT', () => terminal.close());
    terminal.once('close', () => reject(new Error('no password was given.')));
  });
  cancelled.catch(() => undefined); // closing it at the end rejects, too
  const ask = async (prompt: string) => {
    process.stderr.write(prompt);
    const answer = await Promise.race([terminal.question(''), cancelled]).finally(() =>
      process.stderr.write('\n'),
    );
    return answer;
  };
  try {
    const password = await ask('Password: ');
    if ((await ask('Again: ')) !== password) throw new Error('the two passwords differ.');
    return password;
  } finally {
    terminal.close();
  }
}
