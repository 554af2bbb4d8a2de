/** How many rows are put back at once: so many that the statements cost little, so few that they take little memory. */
export const batchSize = 1000;

/** The items in batches, in their order. */
export async function* batches<Item>(items: AsyncIterable<Item>): AsyncGenerator<readonly Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
