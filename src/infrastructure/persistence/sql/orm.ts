import type { QueryRunner } from 'typeorm';

const notYours = [
  'connect',
  'release',
  'stream',
  'startTransaction',
  'commitTransaction',
  'rollbackTransaction',
] as const;

/**
 * TypeORM's way to a connection, with each statement run by `around`. Its `manager` knows the entities. It takes what
 * it is given for a transaction under way: what TypeORM would put into one of its own, like `save`, joins that.
 */
export function ormThrough(
  base: QueryRunner,
  around: <Result>(statement: () => Promise<Result>) => Promise<Result>,
): QueryRunner {
  const refuse = () => Promise.reject(new Error('Connections and transactions belong to the unit of work.'));
  // TypeORM takes any QueryRunner; this is the base with some members of that interface replaced.
  const orm = Object.create(base, {
    query: {
      value: (...statement: Parameters<QueryRunner['query']>) => around(() => base.query(...statement)),
    },
    isTransactionActive: { value: true },
    ...Object.fromEntries(notYours.map((method) => [method, { value: refuse }])),
  }) as QueryRunner;
  // The base's manager would pass `around` by.
  return Object.defineProperty(orm, 'manager', { value: base.connection.createEntityManager(orm) });
}
