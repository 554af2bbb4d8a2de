import type { SqlValue } from '../sql/sql.js';

/**
 * A function that makes an object of a row's values. It is compiled for its columns, as one writes it by hand: so all rows
 * of a statement are made in one go and are of one shape. Assigning name by name costs a list of threads a fifth more.
 * @param names of the columns: those of the program's own statements.
 */
export function rowMaker(names: readonly string[]): (values: readonly SqlValue[]) => unknown {
  const fields = names.map((name, index) => `${JSON.stringify(name)}: values[${index}]`);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- nothing that somebody sends is in it
  return new Function('values', `return { ${fields.join()} };`) as ReturnType<typeof rowMaker>;
}
