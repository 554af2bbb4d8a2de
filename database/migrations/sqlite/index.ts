import { Initial1763800000000 } from './1763800000000-initial.js';
import { Pruning1763920000000 } from './1763920000000-pruning.js';
import { Admin1763940000000 } from './1763940000000-admin.js';
import { Blocks1764000000000 } from './1764000000000-blocks.js';
import { Identities1764050000000 } from './1764050000000-identities.js';
import { Events1764100000000 } from './1764100000000-events.js';
import { Privacy1764110000000 } from './1764110000000-privacy.js';
import { DeletedThreads1764190000000 } from './1764190000000-deleted-threads.js';
import { Profiles1764210000000 } from './1764210000000-profiles.js';
import { ThreadsByKey1764220000000 } from './1764220000000-threads-by-key.js';
import { Services1764230000000 } from './1764230000000-services.js';
import { UserEvents1764240000000 } from './1764240000000-user-events.js';
import { Webhooks1764250000000 } from './1764250000000-webhooks.js';
import { UserRemovals1764260000000 } from './1764260000000-user-removals.js';
import { Evidence1764270000000 } from './1764270000000-evidence.js';
import { Attachments1764280000000 } from './1764280000000-attachments.js';
import { MessageSearch1764290000000 } from './1764290000000-message-search.js';
import { MessageSearchSwitch1764330000000 } from './1764330000000-message-search-switch.js';
import { HeldAttachments1764350000000 } from './1764350000000-held-attachments.js';

/** In the order in which they were made. */
export const sqliteMigrations = [
  Initial1763800000000,
  Pruning1763920000000,
  Admin1763940000000,
  Blocks1764000000000,
  Identities1764050000000,
  Events1764100000000,
  Privacy1764110000000,
  DeletedThreads1764190000000,
  Profiles1764210000000,
  ThreadsByKey1764220000000,
  Services1764230000000,
  UserEvents1764240000000,
  Webhooks1764250000000,
  UserRemovals1764260000000,
  Evidence1764270000000,
  Attachments1764280000000,
  MessageSearch1764290000000,
  MessageSearchSwitch1764330000000,
  HeldAttachments1764350000000,
];
