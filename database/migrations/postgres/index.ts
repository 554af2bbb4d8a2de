import { PostgresInitial1763960000000 } from './1763960000000-initial.js';

export const postgresMigrations = [PostgresInitial1763960000000];
