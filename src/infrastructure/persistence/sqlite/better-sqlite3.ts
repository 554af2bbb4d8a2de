import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

/**
 * Version 13 needs Node-API 10, which came with Node 22.14. Version 12 is for Node 20: from Node 24.19 on it ends the
 * process when a statement is collected as garbage outside of JavaScript (`Assertion failed: (env) != nullptr`),
 * because the class of Node's that it extends has a clean-up hook since then. Their API is the same.
 */
const name = Number(process.versions['napi']) >= 10 ? 'better-sqlite3-13' : 'better-sqlite3';

/** The driver, in the version that this Node can run. Loaded by the first call, so that other stores do without it. */
export function betterSqlite3(): typeof BetterSqlite3 {
  return createRequire(import.meta.url)(name) as typeof BetterSqlite3;
}
