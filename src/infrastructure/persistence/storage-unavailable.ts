import { Outage } from '../../application/ports/outage.js';

export function storageUnavailable(message: string, cause?: unknown): Outage {
  return new Outage('storage_unavailable', `${message} Nothing was stored; try again.`, { cause });
}
