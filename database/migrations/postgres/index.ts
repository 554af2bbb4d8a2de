import { PostgresInitial1763960000000 } from './1763960000000-initial.js';
import { PostgresBlocks1764000000000 } from './1764000000000-blocks.js';
import { PostgresIdentities1764050000000 } from './1764050000000-identities.js';
import { PostgresEvents1764100000000 } from './1764100000000-events.js';
import { PostgresPrivacy1764110000000 } from './1764110000000-privacy.js';

/** In the order in which they were made. */
export const postgresMigrations = [
  PostgresInitial1763960000000,
  PostgresBlocks1764000000000,
  PostgresIdentities1764050000000,
  PostgresEvents1764100000000,
  PostgresPrivacy1764110000000,
];
