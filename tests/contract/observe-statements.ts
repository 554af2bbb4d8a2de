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
