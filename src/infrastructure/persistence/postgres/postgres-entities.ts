import {
  EntitySchema,
  type EntitySchemaColumnOptions,
  type EntitySchemaIndexOptions,
  type EntitySchemaOptions,
} from 'typeorm';
import { entities } from '../sql/entities.js';

/** The log of events goes by the numbers of transactions here, because several write at the same time, and by timelines. */
const transactionColumns: Record<string, Columns> = {
  // The casts are in the migration; TypeORM leaves them out when it looks.
  events: { xid: { type: 'bigint', default: () => '((pg_current_xact_id()))' } },
  event_log: {
    prunedXid: { name: 'pruned_xid', type: 'bigint', default: 0 },
    timeline: { type: 'integer', default: 0 },
    timelineBefore: { name: 'timeline_before', type: 'integer', default: 0 },
    timelineXid: { name: 'timeline_xid', type: 'bigint', default: 0 },
  },
};

type Options = EntitySchemaOptions<unknown>;
type Index = EntitySchemaIndexOptions & { readonly columns: string[] };
type Columns = Record<string, EntitySchemaColumnOptions>;

/** The entities as PostgreSQL has them: the differences follow from rules, so that there is one list of columns. */
export const postgresEntities = entities.map(({ options }) => new EntitySchema(onPostgres(options)));

function onPostgres(options: Options): Options {
  const table = options.tableName;
  const columns = { ...(options.columns as Columns), ...transactionColumns[table ?? ''] };
  const indices = (options.indices ?? []) as readonly Index[];
  const named = Object.entries(columns).map(([property, column]) => ({
    property,
    column,
    name: column.name ?? property,
  }));
  const { id } = columns;
  const flags = named.filter(({ column }) => column.type === 'boolean');
  const leading = new Set([
    ...((options.uniques ?? []) as readonly Index[]).map(({ columns: [first] }) => first),
    ...indices.filter(({ where }) => where === undefined).map(({ columns: [first] }) => first),
    ...named.filter(({ column }) => column.primary).map(({ property }) => property),
  ]);
  const referring = (options.foreignKeys ?? [])
    .flatMap(({ columnNames = [] }) => columnNames)
    .filter((property) => !leading.has(property));
  return Object.assign({}, options, {
    columns: Object.fromEntries(
      named.map(({ property, column, name }) => [property, columnOnPostgres(column, name)]),
    ),
    checks: [
      ...(options.checks ?? []),
      // Numbers, as in SQLite: so the SQL is the same for both.
      ...flags.map(({ name }) => ({ name: `${table}_${name}`, expression: `${name} IN (0, 1)` })),
    ],
    indices: [
      ...indices,
      // Or removing a user would look through the whole table.
      ...referring.map((property): Index => ({
        name: `${table}_${columns[property]?.name ?? property}`,
        columns: [property],
      })),
      ...(table === 'events' ? [{ name: 'events_xid', columns: [] }] : []),
    ].map((index) =>
      // SQLite ends every index entry with the row's id by itself.
      id?.generated && !index.unique
        ? { ...index, columns: [...index.columns, table === 'events' ? 'xid' : 'id'] }
        : index,
    ),
  });
}

function columnOnPostgres(column: EntitySchemaColumnOptions, name: string): EntitySchemaColumnOptions {
  if (column.type === 'boolean') {
    return {
      ...column,
      type: 'smallint',
      ...(column.default === undefined ? {} : { default: Number(column.default) }),
    };
  }
  if (name === 'username_key' || name === 'word') return { ...column, collation: 'C' }; // ordered by code points, as in SQLite
  if (column.type !== 'integer' || !/^(id|.+_id)$/.test(name)) return column;
  const generated = column.generated && ('identity' as 'increment'); // a strategy that the type forgets
  return { ...column, type: 'bigint', ...(generated ? { generated } : {}) };
}
