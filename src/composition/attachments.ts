import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileStore } from '../application/ports/file-store.js';
import { FolderFileStore } from '../infrastructure/attachments/folder-file-store.js';
import { ConfigError } from './config/config-error.js';
import type { AttachmentsPlace } from './config/attachments-place.js';

type Place = Exclude<AttachmentsPlace, { kind: 'off' }>;

/** The store of files of that place; undefined if it is none. What S3 needs is loaded only for it. */
export async function openFiles(
  place: AttachmentsPlace,
  environment: NodeJS.ProcessEnv,
): Promise<FileStore | undefined> {
  if (place.kind === 'off') return undefined;
  if (place.kind === 'file') return new FolderFileStore(place.folder);
  // The lockfile keeps the SDK at a version for the oldest Node that Duet runs on.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { S3FileStore } = await import('../infrastructure/attachments/s3-file-store.js');
  const { credentialsIn } = await import('./config/s3-credentials.js');
  return new S3FileStore({ ...place, credentials: credentialsIn(environment) });
}

/** The same, when it is sure that files can be kept there. @throws ConfigError otherwise. */
export async function openUsableFiles(
  place: AttachmentsPlace,
  environment: NodeJS.ProcessEnv,
): Promise<FileStore | undefined> {
  const files = await openFiles(place, environment);
  try {
    await files?.check();
  } catch (error) {
    throw new ConfigError(
      `ATTACHMENTS: files cannot be kept in ${files?.name}: ${(error as Error).message}. ` +
        'Let this process write there, name another place, or set ATTACHMENTS=off.',
    );
  }
  return files;
}

/** Where uploads are looked at before they are kept: in the same file system, where the place is one. */
export function intakeFolder(place: Place): string {
  return place.kind === 'file' ? join(place.folder, 'incoming') : join(tmpdir(), 'duet-incoming');
}
