import { postgresSuite } from '../support/postgres.js';
import { openPostgres } from './open-postgres.js';
import { describeStore } from './store-contract.js';

postgresSuite('PostgreSQL', () => describeStore('PostgreSQL', openPostgres()));
