import type { AdminList } from '../../application/ports/admin-directory.js';

/** A list of so few records that all of them are read. */
export function shortList<
  Item extends { readonly id: number },
  Order extends { [Key in keyof Item]: Item[Key] extends string | Date ? Key : never }[keyof Item] & string,
>(all: () => Promise<readonly Item[]>): AdminList<Item, Record<string, unknown>, Order> {
  return {
    page: async (_, { limit, offset, order, direction }) => {
      const sign = direction === 'DESC' ? -1 : 1;
      const sorted = (await all()).toSorted(
        (one, other) => sign * (compare(one[order], other[order]) || one.id - other.id),
      );
      return sorted.slice(offset, offset + limit);
    },
    count: async () => ({ count: (await all()).length, isExact: true }),
    withIds: async (ids) => (await all()).filter(({ id }) => ids.includes(id)),
  };
}

function compare(one: unknown, other: unknown): number {
  return one instanceof Date ? Number(one) - Number(other) : String(one).localeCompare(String(other));
}
