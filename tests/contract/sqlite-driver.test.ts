import { execFileSync } from 'node:child_process';
import { expect } from 'chai';

// Objects that fill the memory, so that garbage is collected between the turns of the loop.
const program = `
  import { betterSqlite3 } from './src/infrastructure/persistence/sqlite/better-sqlite3.ts';
  const database = new (betterSqlite3())(':memory:');
  const kept = [];
  for (let round = 0; round < 20; round += 1) {
    for (let number = 0; number < 1000; number += 1) database.prepare('SELECT ' + number).get();
    kept[round % 20] = Array.from({ length: 100_000 }, () => ({}));
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log('alive');
`;

describe('The driver of SQLite', function () {
  this.timeout(30_000);

  it('survives that statements are collected while nothing runs', () => {
    const options = ['--import', 'tsx/esm', '--input-type', 'module', '--eval', program];
    expect(execFileSync(process.execPath, options, { encoding: 'utf8' })).to.equal('alive\n');
  });
});
