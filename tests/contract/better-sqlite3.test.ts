import { openSqlite } from './open-sqlite.js';
import { describeStore } from './store-contract.js';

describeStore('better-sqlite3', openSqlite('better-sqlite3'));
