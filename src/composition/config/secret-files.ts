import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.js';

/** What nobody should read in a list of processes or in a compose file. */
const secretNames = [
  'JWT_SECRET',
  'JWT_SECRET_PREVIOUS',
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'DATABASE_READ_URL',
  'NEW_DATABASE_URL',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
] as const;

/**
 * The environment, in which each secret that a file has is set: `JWT_SECRET_FILE=/run/secrets/jwt` stands for
 * `JWT_SECRET` with what is in it, without the line break at its end.
 * @throws ConfigError if a file cannot be read or is empty, or if a secret is given in both ways.
 */
export function withSecretFiles(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const read = { ...environment };
  for (const name of secretNames) {
    const variable = `${name}_FILE`;
    const file = environment[variable] ?? '';
    if (file === '') continue;
    if ((environment[name] ?? '') !== '')
      throw new ConfigError(`${name} and ${variable} are both set: keep one`);
    read[name] = contentOf(file, variable);
  }
  return read;
}

function contentOf(file: string, variable: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new ConfigError(`${variable} cannot be read: ${(error as Error).message}`);
  }
  if (text === '') throw new ConfigError(`${variable} is an empty file: ${file}`);
  return text;
}
