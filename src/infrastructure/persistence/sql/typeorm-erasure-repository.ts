import type { Erasure, ErasureRepository } from '../../../application/ports/erasure-repository.js';
import type { Sql } from './sql.js';

export class TypeormErasureRepository implements ErasureRepository {
  constructor(private readonly sql: Sql) {}

  async add({ userId, created }: Erasure): Promise<void> {
    await this.sql.change('INSERT INTO erasures (user_id, created) VALUES (?, ?)', [
      userId,
      created.getTime(),
    ]);
  }

  async pending(after: number, limit: number): Promise<readonly Erasure[]> {
    const rows = await this.sql.rows<{ user_id: number; created: number }>(
      'SELECT user_id, created FROM erasures WHERE user_id > ? ORDER BY user_id LIMIT ?',
      [after, limit],
    );
    return rows.map((row) => ({ userId: row.user_id, created: new Date(row.created) }));
  }

  async remove(userId: number): Promise<void> {
    await this.sql.change('DELETE FROM erasures WHERE user_id = ?', [userId]);
  }
}
