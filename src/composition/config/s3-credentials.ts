import type { S3Place } from '../../infrastructure/attachments/s3-file-store.js';
import { ConfigError } from './config-error.js';
import { withSecretFiles } from './secret-files.js';

/**
 * Those in files that the environment names. Where there are none, the SDK looks where it always does: in
 * AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in profiles, and at the machine that it runs on.
 * @throws ConfigError if a file cannot be read.
 */
export function credentialsIn(environment: NodeJS.ProcessEnv): S3Place['credentials'] {
  if ((environment['AWS_SECRET_ACCESS_KEY_FILE'] ?? '') === '') return undefined;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    withSecretFiles(environment);
  if (accessKeyId !== '') return { accessKeyId, secretAccessKey };
  throw new ConfigError('AWS_SECRET_ACCESS_KEY_FILE needs AWS_ACCESS_KEY_ID or AWS_ACCESS_KEY_ID_FILE');
}
