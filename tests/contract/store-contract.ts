import type { AdminDirectory } from '../../src/application/ports/admin-directory.js';
import type { Archive } from '../../src/application/ports/archive.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { describeAdmins } from './admin-contract.js';
import { describeAdminDirectory } from './admin-directory-contract.js';
import { describeArchive } from './archive-contract.js';
import { describeAttachments } from './attachment-contract.js';
import { describeAuditTrail } from './audit-contract.js';
import { describeBlocks } from './block-contract.js';
import { describeCounts } from './counts-contract.js';
import { describeDeletedThreads } from './deleted-thread-contract.js';
import { describeEvidence } from './evidence-contract.js';
import { describeErasures } from './erasure-contract.js';
import { describeEvents } from './event-contract.js';
import { describeMessages } from './message-contract.js';
import { describeSearch } from './search-contract.js';
import { describeServiceKeys } from './service-key-contract.js';
import { describeSessions } from './session-contract.js';
import { describeThreadSettings } from './thread-settings-contract.js';
import { describeThreads } from './thread-contract.js';
import { describeTokenFamilies } from './token-family-contract.js';
import { describeUnitOfWork } from './unit-of-work-contract.js';
import { describeUsers } from './user-contract.js';
import { describeWebhooks } from './webhook-contract.js';

export interface Store {
  readonly unitOfWork: UnitOfWork & Archive & { readonly adminDirectory?: AdminDirectory };
  close(): Promise<void>;
}

/** @param options.timeout how long one unit of work may take, in milliseconds. */
export type OpenStore = (options?: { timeout?: number }) => Promise<Store>;

/**
 * What every store promises by implementing the ports. Each test gets an empty store.
 * @param only.forPanel whether admins can look through it.
 */
export function describeStore(name: string, open: OpenStore, only = { forPanel: true }): void {
  describe(`Store: ${name}`, () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });

    afterEach(() => store.close());

    const current = () => store.unitOfWork;
    describeUsers(current);
    describeThreads(current);
    describeThreadSettings(current);
    describeMessages(current);
    describeSearch(current);
    describeAttachments(current);
    describeBlocks(current);
    describeCounts(current);
    describeTokenFamilies(current);
    describeDeletedThreads(current);
    describeErasures(current);
    describeEvidence(current);
    describeEvents(current);
    describeArchive(current);
    describeSessions(current);
    describeServiceKeys(current);
    describeWebhooks(current);
    describeAuditTrail(current);
    describeAdmins(current);
    if (only.forPanel) describeAdminDirectory(current);
    describeUnitOfWork(current, open);
  });
}
