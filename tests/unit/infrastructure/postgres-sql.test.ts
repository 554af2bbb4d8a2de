import { expect } from 'chai';
import type pg from 'pg';
import {
  postgresReading,
  PostgresSql,
} from '../../../src/infrastructure/persistence/postgres/postgres-sql.js';

describe('SQL for PostgreSQL', () => {
  it('numbers the parameters, and leaves texts as they are', async () => {
    const asked: string[] = [];
    const query = ({ text }: pg.QueryConfig) => {
      asked.push(text);
      return Promise.resolve({ rows: [], rowCount: 0 });
    };
    const sql = new PostgresSql({ query } as unknown as pg.ClientBase, postgresReading);
    await sql.rows(`SELECT ? WHERE 'it''s (x)?' ~ ? OR '?' = ?`, [1, 'x', '?']);
    expect(asked).to.deep.equal([`SELECT $1 WHERE 'it''s (x)?' ~ $2 OR '?' = $3`]);
  });
});
