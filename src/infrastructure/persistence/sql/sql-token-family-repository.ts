import type {
  TokenFamily,
  TokenFamilyRepository,
} from '../../../application/ports/token-family-repository.js';
import type { Dialect, Sql } from './sql.js';

export const removeExpired = ({ skipHeld }: Dialect): string =>
  `DELETE FROM token_families WHERE id IN (
    SELECT id FROM token_families WHERE expires <= ? ORDER BY expires LIMIT ? ${skipHeld})`;

interface Row {
  id: string;
  user_id: number;
  current: string;
  expires: number;
}

const columns = 'id, user_id, current, expires';

/** How many ids go into one statement, which is filled up: so that there is one text to prepare. */
const together = 100;
const withIds = `SELECT ${columns} FROM token_families WHERE id IN (${Array<string>(together).fill('?').join()})`;

export class SqlTokenFamilyRepository implements TokenFamilyRepository {
  constructor(private readonly sql: Sql) {}

  async allOf(userId: number): Promise<readonly TokenFamily[]> {
    const rows = await this.sql.rows<Row>(
      `SELECT ${columns} FROM token_families WHERE user_id = ? ORDER BY expires, id`,
      [userId],
    );
    return rows.map(toFamily);
  }

  async withIds(ids: readonly string[]): Promise<readonly TokenFamily[]> {
    const families: TokenFamily[] = [];
    for (let start = 0; start < ids.length; start += together) {
      const some = Array.from({ length: together }, (_, index) => ids[start + index] ?? '');
      families.push(...(await this.sql.rows<Row>(withIds, some)).map(toFamily));
    }
    return families;
  }

  async add(family: TokenFamily): Promise<void> {
    await this.sql.change('INSERT INTO token_families (id, user_id, current, expires) VALUES (?, ?, ?, ?)', [
      family.id,
      family.userId,
      family.current,
      family.expires.getTime(),
    ]);
  }

  async rotate(id: string, spent: string, next: string, expires: Date): Promise<boolean> {
    const { affected } = await this.sql.change(
      'UPDATE token_families SET current = ?, expires = ? WHERE id = ? AND current = ?',
      [next, expires.getTime(), id, spent],
    );
    return affected === 1;
  }

  async remove(id: string): Promise<void> {
    await this.sql.change('DELETE FROM token_families WHERE id = ?', [id]);
  }

  async removeAllOf(userId: number, butOne = ''): Promise<void> {
    await this.sql.change('DELETE FROM token_families WHERE user_id = ? AND id <> ?', [userId, butOne]);
  }

  async removeExpired(now: Date, limit: number): Promise<number> {
    const { affected } = await this.sql.change(removeExpired(this.sql.dialect), [now.getTime(), limit]);
    return affected;
  }
}

function toFamily(row: Row): TokenFamily {
  return { id: row.id, userId: row.user_id, current: row.current, expires: new Date(row.expires) };
}
