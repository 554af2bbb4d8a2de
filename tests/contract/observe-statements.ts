import type pg from 'pg';
import type { DataSource } from 'typeorm';

/** The part of both drivers' connections that runs SQL. */
interface Connection {
  prepare(text: string): Record<'all' | 'run', (...parameters: unknown[]) => unknown>;
  all(text: string, ...rest: unknown[]): unknown;
  run(text: string, ...rest: unknown[]): unknown;
}

/**
 * Notes the text of each statement that the connection of this data source runs from now on. Where they are prepared
 * once, that must not have happened yet.
 */
export function observeStatements(dataSource: DataSource, note: (text: string) => void): void {
  const { databaseConnection: connection } = dataSource.driver as unknown as {
    databaseConnection: Connection;
  };
  if (dataSource.options.type === 'better-sqlite3') {
    const prepare = connection.prepare.bind(connection);
    connection.prepare = (text) => {
      const statement = prepare(text);
      for (const method of ['all', 'run'] as const) {
        const execute = statement[method].bind(statement);
        statement[method] = (...parameters) => {
          note(text);
          return execute(...parameters);
        };
      }
      return statement;
    };
    return;
  }
  for (const method of ['all', 'run'] as const) {
    const execute = connection[method].bind(connection);
    connection[method] = (text, ...rest) => {
      note(text);
      return execute(text, ...rest);
    };
  }
}

/** Notes each statement that is run by name, as Duet's repositories do, with what is bound to it. */
export function observePostgres(
  dataSource: DataSource,
  note: (text: string, values: unknown[]) => void,
): void {
  const { master: pool } = dataSource.driver as unknown as { master: pg.Pool };
  const observed = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (observed.has(client)) return;
    observed.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((config: { name?: string; text: string; values: unknown[] }, ...rest: unknown[]) => {
      if (config.name !== undefined) note(config.text, config.values);
      return query(config, ...rest);
    }) as typeof client.query;
  });
}
