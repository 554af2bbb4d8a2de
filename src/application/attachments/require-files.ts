import { DomainError } from '../../domain/errors.js';
import { Outage } from '../ports/outage.js';
import type { FileStore } from '../ports/file-store.js';

/** @throws DomainError `attachments_off` where none are kept. */
export function requireFiles(files: FileStore | undefined): FileStore {
  if (files !== undefined) return files;
  throw new DomainError('attachments_off', 'This service keeps no attachments: send the text alone.');
}

/** What the store of files was asked. @throws Outage `storage_unavailable` if it fails. */
export async function answered<Result>(asked: Promise<Result>): Promise<Result> {
  try {
    return await asked;
  } catch (cause) {
    throw new Outage('storage_unavailable', 'Files cannot be kept or read now. Try again.', { cause });
  }
}
