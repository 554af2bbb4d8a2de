import type {
  TokenFamily,
  TokenFamilyRepository,
} from '../../../application/ports/token-family-repository.js';
import type { Dialect, Sql } from './sql.js';

export const removeExpired = ({ skipHeld }: Dialect): string =>
  `DELETE FROM token_families WHERE id IN (
    SELECT id FROM token_families WHERE expires <= ? ORDER BY expires LIMIT ? ${skipHeld})`;

export class SqlTokenFamilyRepository implements TokenFamilyRepository {
  constructor(private readonly sql: Sql) {}

  async allOf(userId: number): Promise<readonly TokenFamily[]> {
    const rows = await this.sql.rows<{ id: string; user_id: number; current: string; expires: number }>(
      'SELECT id, user_id, current, expires FROM token_families WHERE user_id = ? ORDER BY expires, id',
      [userId],
    );
    return rows.map((row) => ({
      id: row.id,
      userId: row.user_id,
      current: row.current,
      expires: new Date(row.expires),
    }));
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

  async removeAllOf(userId: number): Promise<void> {
    await this.sql.change('DELETE FROM token_families WHERE user_id = ?', [userId]);
  }

  async removeExpired(now: Date, limit: number): Promise<number> {
    const { affected } = await this.sql.change(removeExpired(this.sql.dialect), [now.getTime(), limit]);
    return affected;
  }
}
