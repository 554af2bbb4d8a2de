import type { Archive } from '../../src/application/ports/archive.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { describeAdmins } from './admin-contract.js';
import { describeArchive } from './archive-contract.js';
import { describeAuditTrail } from './audit-contract.js';
import { describeBlocks } from './block-contract.js';
import { describeCounts } from './counts-contract.js';
import { describeErasures } from './erasure-contract.js';
import { describeEvents } from './event-contract.js';
import { describeIdentities } from './identity-contract.js';
import { describeMessages } from './message-contract.js';
import { describeSessions } from './session-contract.js';
import { describeThreads } from './thread-contract.js';
import { describeTokenFamilies } from './token-family-contract.js';
import { describeUnitOfWork } from './unit-of-work-contract.js';
import { describeUsers } from './user-contract.js';

export interface Store {
  readonly unitOfWork: UnitOfWork & Archive;
  close(): Promise<void>;
}

/** @param options.timeout how long one unit of work may take, in milliseconds. */
export type OpenStore = (options?: { timeout?: number }) => Promise<Store>;

/** What every store promises by implementing the ports. Each test gets an empty store. */
export function describeStore(name: string, open: OpenStore): void {
  describe(`Store: ${name}`, () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });

    afterEach(() => store.close());

    const current = () => store.unitOfWork;
    describeUsers(current);
    describeThreads(current);
    describeMessages(current);
    describeBlocks(current);
    describeCounts(current);
    describeIdentities(current);
    describeTokenFamilies(current);
    describeErasures(current);
    describeEvents(current);
    describeArchive(current);
    describeSessions(current);
    describeAuditTrail(current);
    describeAdmins(current);
    describeUnitOfWork(current, open);
  });
}
