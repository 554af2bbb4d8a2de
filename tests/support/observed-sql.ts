import type { Sql, SqlValue } from '../../src/infrastructure/persistence/sql/sql.js';

/** The same SQL, which tells of each SELECT before it runs. */
export function observedSql(sql: Sql, saw: (text: string, values: readonly SqlValue[]) => void): Sql {
  return {
    dialect: sql.dialect,
    rows: (text, values = []) => {
      saw(text, values);
      return sql.rows(text, values);
    },
    change: (text, values) => sql.change(text, values),
    insert: (text, values) => sql.insert(text, values),
    together: (statements) => sql.together(statements),
    inOrder: (statements) => sql.inOrder(statements),
  };
}
