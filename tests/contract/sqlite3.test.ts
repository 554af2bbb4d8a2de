import { openSqlite } from './open-sqlite.js';
import { describeStore } from './store-contract.js';

describeStore('sqlite3', openSqlite('sqlite3'));
