import { Initial1763800000000 } from './1763800000000-initial.js';
import { Pruning1763920000000 } from './1763920000000-pruning.js';
import { Admin1763940000000 } from './1763940000000-admin.js';
import { Blocks1764000000000 } from './1764000000000-blocks.js';
import { Identities1764050000000 } from './1764050000000-identities.js';
import { Events1764100000000 } from './1764100000000-events.js';
import { Privacy1764110000000 } from './1764110000000-privacy.js';

/** In the order in which they were made. */
export const sqliteMigrations = [
  Initial1763800000000,
  Pruning1763920000000,
  Admin1763940000000,
  Blocks1764000000000,
  Identities1764050000000,
  Events1764100000000,
  Privacy1764110000000,
];
