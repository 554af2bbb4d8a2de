import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileStore } from '../application/ports/file-store.js';
import type { S3Place } from '../infrastructure/attachments/s3-file-store.js';
import { FolderFileStore } from '../infrastructure/attachments/folder-file-store.js';
import { ConfigError } from './config/config-error.js';
import type { AttachmentsPlace } from './config/attachments-place.js';

type Place = Exclude<AttachmentsPlace, { kind: 'off' }>;

/**
 * The store of files of that place; undefined if it is none. What S3 needs is loaded only for it.
 * @param credentials undefined: what the SDK finds by itself.
 */
export async function openFiles(
  place: AttachmentsPlace,
  credentials: S3Place['credentials'],
): Promise<FileStore | undefined> {
  if (place.kind === 'off') return undefined;
  if (place.kind === 'file') return new FolderFileStore(place.folder);
  // The lockfile keeps the SDK at a version for the oldest Node that Duet runs on.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { S3FileStore } = await import('../infrastructure/attachments/s3-file-store.js');
  return new S3FileStore({ ...place, credentials });
}

/** @throws ConfigError if files cannot be kept there. */
export async function requireUsable(files: FileStore): Promise<void> {
  try {
    await files.check();
  } catch (error) {
    throw new ConfigError(
      `ATTACHMENTS: files cannot be kept in ${files.name}: ${(error as Error).message}. ` +
        'Let this process write there, name another place, or set ATTACHMENTS=off.',
    );
  }
}

/** Where uploads are looked at before they are kept: in the same file system, where the place is one. */
export function intakeFolder(place: Place): string {
  return place.kind === 'file' ? join(place.folder, 'incoming') : temporaryIntake;
}

/** For a store of files that is elsewhere. */
export const temporaryIntake = join(tmpdir(), 'duet-incoming');
