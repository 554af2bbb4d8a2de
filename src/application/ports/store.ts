import type { AdminDirectory } from './admin-directory.js';
import type { Archive } from './archive.js';
import type { EventSignals } from './event-signals.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Where everything is kept: what the service needs beside the units of work. */
export interface Store extends UnitOfWork, Archive {
  readonly signals: EventSignals;
  /** How many units of work wait, for the metrics. */
  readonly writeQueueDepth: number;
  /** What admins look through. */
  readonly adminDirectory?: AdminDirectory;
  /** Rejects if the storage does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
