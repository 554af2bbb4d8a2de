import { PostgresInitial1763960000000 } from './1763960000000-initial.js';
import { PostgresBlocks1764000000000 } from './1764000000000-blocks.js';

export const postgresMigrations = [PostgresInitial1763960000000, PostgresBlocks1764000000000];
