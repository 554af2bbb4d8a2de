import { DomainError } from '../../domain/errors.js';

export function storageUnavailable(message: string, cause?: unknown): DomainError {
  return new DomainError('storage_unavailable', `${message} Nothing was stored; try again.`, { cause });
}
