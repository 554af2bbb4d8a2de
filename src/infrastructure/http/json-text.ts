import { setImmediate as nextTurn } from 'node:timers/promises';

/** How much is written at once, in characters. */
const chunk = 16_384;

/**
 * The text of a JSON object, piece by piece. A field that is an async iterable becomes an array, and is read no
 * faster than the text is taken.
 */
export async function* jsonText(fields: Readonly<Record<string, unknown>>): AsyncGenerator<string> {
  let text = '';
  let separator = '{';
  for (const [name, value] of Object.entries(fields)) {
    text += `${separator}${JSON.stringify(name)}:`;
    separator = ',\n';
    if (!isAsyncIterable(value)) {
      text += JSON.stringify(value);
      continue;
    }
    let between = '[';
    for await (const item of value) {
      text += between + JSON.stringify(item);
      between = ',\n';
      if (text.length < chunk) continue;
      yield text;
      text = '';
      await nextTurn(); // a driver may read without ever waiting, and others want their turn
    }
    text += between === '[' ? '[]' : ']';
  }
  yield `${text}}\n`;
}

export async function* mapped<Item>(
  items: AsyncIterable<Item>,
  present: (item: Item) => unknown,
): AsyncGenerator {
  for await (const item of items) yield present(item);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
