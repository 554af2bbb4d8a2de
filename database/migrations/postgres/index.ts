import { PostgresInitial1763960000000 } from './1763960000000-initial.js';
import { PostgresBlocks1764000000000 } from './1764000000000-blocks.js';
import { PostgresIdentities1764050000000 } from './1764050000000-identities.js';
import { PostgresEvents1764100000000 } from './1764100000000-events.js';
import { PostgresPrivacy1764110000000 } from './1764110000000-privacy.js';
import { PostgresDeletedThreads1764190000000 } from './1764190000000-deleted-threads.js';
import { PostgresProfiles1764210000000 } from './1764210000000-profiles.js';
import { PostgresThreadsByKey1764220000000 } from './1764220000000-threads-by-key.js';
import { PostgresServices1764230000000 } from './1764230000000-services.js';
import { PostgresUserEvents1764240000000 } from './1764240000000-user-events.js';
import { PostgresWebhooks1764250000000 } from './1764250000000-webhooks.js';
import { PostgresUserRemovals1764260000000 } from './1764260000000-user-removals.js';
import { PostgresEvidence1764270000000 } from './1764270000000-evidence.js';
import { PostgresAttachments1764280000000 } from './1764280000000-attachments.js';
import { PostgresMessageSearch1764290000000 } from './1764290000000-message-search.js';
import { PostgresTimelines1764320000000 } from './1764320000000-timelines.js';
import { PostgresHeldAttachments1764350000000 } from './1764350000000-held-attachments.js';

/** In the order in which they were made. */
export const postgresMigrations = [
  PostgresInitial1763960000000,
  PostgresBlocks1764000000000,
  PostgresIdentities1764050000000,
  PostgresEvents1764100000000,
  PostgresPrivacy1764110000000,
  PostgresDeletedThreads1764190000000,
  PostgresProfiles1764210000000,
  PostgresThreadsByKey1764220000000,
  PostgresServices1764230000000,
  PostgresUserEvents1764240000000,
  PostgresWebhooks1764250000000,
  PostgresUserRemovals1764260000000,
  PostgresEvidence1764270000000,
  PostgresAttachments1764280000000,
  PostgresMessageSearch1764290000000,
  PostgresTimelines1764320000000,
  PostgresHeldAttachments1764350000000,
];
