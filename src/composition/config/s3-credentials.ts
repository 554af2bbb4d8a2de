import type { S3Place } from '../../infrastructure/attachments/s3-file-store.js';
import { ConfigError } from './config-error.js';
import { withSecretFiles } from './secret-files.js';

/**
 * Those in files that the environment names. Where there are none, the SDK looks where it always does: in
 * AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in profiles, and at the machine that it runs on.
 * @throws ConfigError if a file cannot be read.
 */
export function credentialsInFiles(environment: NodeJS.ProcessEnv): S3Place['credentials'] {
  if ((environment['AWS_SECRET_ACCESS_KEY_FILE'] ?? '') === '') return undefined;
  return credentialsIn(environment);
}

/**
 * Those that are given by these names, in a file or not.
 * @throws ConfigError if a file cannot be read, or if there is one of the two alone.
 */
export function credentialsIn(settings: NodeJS.ProcessEnv): S3Place['credentials'] {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    withSecretFiles(settings);
  if (accessKeyId === '' && secretAccessKey === '') return undefined;
  if (accessKeyId !== '' && secretAccessKey !== '') return { accessKeyId, secretAccessKey };
  throw new ConfigError('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set together');
}
