// Loaded into Duet before anything else: makes every commit wait as if for a slow disk, SLOW_COMMIT milliseconds, and
// as a real one would: with the thread held.
import { createRequire } from 'node:module';

// The one that Duet takes: see src/infrastructure/persistence/sqlite/better-sqlite3.ts.
const name = Number(process.versions.napi) >= 10 ? 'better-sqlite3-13' : 'better-sqlite3';
const Database = createRequire(import.meta.url)(name);
const milliseconds = Number(process.env.SLOW_COMMIT);
const never = new Int32Array(new SharedArrayBuffer(4));
const { prepare } = Database.prototype;

Database.prototype.prepare = function (text) {
  const statement = prepare.call(this, text);
  if (text !== 'COMMIT') return statement;
  const run = statement.run.bind(statement);
  statement.run = () => {
    Atomics.wait(never, 0, 0, milliseconds);
    return run();
  };
  return statement;
};
