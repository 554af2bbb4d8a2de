import type { AdminList, AdminSlice, Count } from '../../../application/ports/admin-directory.js';
import { conditionsOf, conjunction, oneOf, type Conditions } from './condition.js';
import { readPage } from './deep-pages.js';
import type { ReadingSql } from './sql.js';

export interface AdminTable<Row, Item, Filters, Order extends string> {
  readonly select: string;
  /** The table with the alias that filters and orders use. */
  readonly from: string;
  readonly id: string;
  readonly conditions: Conditions<Filters>;
  readonly orders: Readonly<Record<Order, string>>;
  toItem(row: Row): Item;
}

/** A list of a table that is small enough to be sorted and counted whenever somebody looks. */
export class SqlAdminList<Row, Item, Filters extends object, Order extends string> implements AdminList<
  Item,
  Filters,
  Order
> {
  constructor(
    private readonly sql: ReadingSql,
    private readonly table: AdminTable<Row, Item, Filters, Order>,
  ) {}

  async page(
    filters: Filters,
    { limit, offset, order, direction }: AdminSlice<Order>,
  ): Promise<readonly Item[]> {
    const { select, from, id, orders, conditions } = this.table;
    const { sql, parameters } = conjunction(conditionsOf(filters, conditions));
    const by = `${orders[order]} ${direction}, ${id} ${direction}`;
    // The inner query finds the ids of the page, so that the joins are done only for these.
    const rows = await readPage(offset, () =>
      this.sql.rows<Row>(
        `${select} JOIN (SELECT ${id} AS page_id FROM ${from} WHERE ${sql} ORDER BY ${by} LIMIT ? OFFSET ?) p
           ON p.page_id = ${id} ORDER BY ${by}`,
        [...parameters, limit, offset],
      ),
    );
    return rows.map((row) => this.table.toItem(row));
  }

  async count(filters: Filters): Promise<Count> {
    const { from, conditions } = this.table;
    const { sql, parameters } = conjunction(conditionsOf(filters, conditions));
    const [row] = await this.sql.rows<{ count: number }>(
      `SELECT count(*) AS count FROM ${from} WHERE ${sql}`,
      parameters,
    );
    return { count: row?.count ?? 0, isExact: true };
  }

  async withIds(ids: readonly number[]): Promise<readonly Item[]> {
    const rows = await rowsWithIds<Row>(this.sql, this.table, ids);
    return rows.map((row) => this.table.toItem(row));
  }
}

export async function rowsWithIds<Row>(
  sql: ReadingSql,
  { select, id }: { readonly select: string; readonly id: string },
  ids: readonly number[],
): Promise<Row[]> {
  if (ids.length === 0) return [];
  const condition = oneOf(sql.dialect, id, ids);
  return sql.rows<Row>(`${select} WHERE ${condition.sql}`, condition.parameters);
}
