import type { Session, SessionRepository } from '../../../application/ports/session-repository.js';
import type { Sql } from './sql.js';

interface Row {
  id: string;
  user_id: number;
  data: string;
  expires: number;
}

export class TypeormSessionRepository implements SessionRepository {
  constructor(private readonly sql: Sql) {}

  async find(id: string): Promise<Session | undefined> {
    const [row] = await this.sql.rows<Row>('SELECT id, user_id, data, expires FROM sessions WHERE id = ?', [
      id,
    ]);
    return row && toSession(row);
  }

  async allOf(userId: number): Promise<readonly Session[]> {
    const rows = await this.sql.rows<Row>(
      'SELECT id, user_id, data, expires FROM sessions WHERE user_id = ? ORDER BY expires, id',
      [userId],
    );
    return rows.map(toSession);
  }

  async save({ id, userId, data, expires }: Session): Promise<void> {
    await this.sql.change(
      `INSERT INTO sessions (id, user_id, data, expires) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, data = excluded.data, expires = excluded.expires`,
      [id, userId, data, expires.getTime()],
    );
  }

  async remove(id: string): Promise<void> {
    await this.sql.change('DELETE FROM sessions WHERE id = ?', [id]);
  }

  async removeAllOf(userId: number): Promise<void> {
    await this.sql.change('DELETE FROM sessions WHERE user_id = ?', [userId]);
  }

  async removeExpired(now: Date): Promise<void> {
    await this.sql.change('DELETE FROM sessions WHERE expires <= ?', [now.getTime()]);
  }
}

function toSession(row: Row): Session {
  return { id: row.id, userId: row.user_id, data: row.data, expires: new Date(row.expires) };
}
