import type Database from 'better-sqlite3';

/** A foreign key of one column. */
export interface Reference {
  readonly from: Table;
  readonly column: string;
  readonly to: Table;
  /** The column that it points to. */
  readonly key: string;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** The column that is the primary key; undefined if there is none, or if it has several. */
  readonly key: string | undefined;
  /** Columns that hold no value twice, the key among them. */
  readonly unique: ReadonlySet<string>;
  readonly references: readonly Reference[];
}

const list = `
  SELECT name FROM sqlite_master
  WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`;

/** The tables of a database, by name, with what they refer to. */
export function readSchema(database: Database.Database): readonly Table[] {
  const tables = database
    .prepare<[], { name: string }>(list)
    .all()
    .map(({ name }) => ({ ...columnsOf(database, name), references: [] as Reference[] }));
  for (const table of tables) {
    const declared = database
      .prepare<[string], { id: number; to: string | null; table: string; from: string }>(
        'SELECT id, "from", "table", "to" FROM pragma_foreign_key_list(?) ORDER BY id',
      )
      .all(table.name);
    for (const { id, from, table: target, to } of declared) {
      if (declared.filter((other) => other.id === id).length > 1) continue;
      const [column] = table.columns.filter((name) => same(name, from));
      const [other] = tables.filter(({ name }) => same(name, target));
      const key = to ?? other?.key;
      if (column !== undefined && other !== undefined && key !== undefined) {
        table.references.push({ from: table, column, to: other, key });
      }
    }
  }
  for (const table of tables) {
    const place = ({ column }: Reference) => table.columns.indexOf(column);
    table.references.push(...undeclared(table, tables));
    table.references.sort((one, other) => place(one) - place(other));
  }
  return tables;
}

function columnsOf(database: Database.Database, name: string) {
  const columns = database
    .prepare<[string], { name: string; pk: number }>('SELECT name, pk FROM pragma_table_info(?) ORDER BY cid')
    .all(name);
  const [key, ...more] = columns.filter(({ pk }) => pk > 0).map((column) => column.name);
  const unique = database
    .prepare<[string], { column: string }>(
      `SELECT min(c.name) AS "column" FROM pragma_index_list(?) i JOIN pragma_index_info(i.name) c
       WHERE i."unique" = 1 AND i.partial = 0 GROUP BY i.name HAVING count(*) = 1`,
    )
    .all(name)
    .map(({ column }) => column);
  const single = more.length === 0 ? key : undefined;
  return {
    name,
    columns: columns.map((column) => column.name),
    key: single,
    unique: new Set(single === undefined ? unique : [single, ...unique]),
  };
}

/** Without a constraint (`db_constraint=False`), `thread_id` refers to the table `thread` of the same app. */
function undeclared(table: Table, tables: readonly Table[]): Reference[] {
  return table.columns.flatMap((column) => {
    const [, what = ''] = /^(.+)_id$/i.exec(column) ?? [];
    if (what === '' || table.references.some((reference) => reference.column === column)) return [];
    const named = tables.filter((other) => other !== table && same(other.name.split('_').at(-1) ?? '', what));
    const app = (name: string) => name.slice(0, name.lastIndexOf('_') + 1);
    const [to, ...others] = named.filter((other) => table.name.startsWith(app(other.name)));
    const target = to !== undefined && others.length === 0 ? to : named.length === 1 ? named[0] : undefined;
    return target?.key === undefined ? [] : [{ from: table, column, to: target, key: target.key }];
  });
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
