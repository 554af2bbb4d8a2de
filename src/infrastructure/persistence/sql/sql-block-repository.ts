import type { BlockRepository } from '../../../application/ports/block-repository.js';
import type { Page, Slice } from '../../../application/ports/page.js';
import type { Block } from '../../../domain/conversation/block.js';
import type { User } from '../../../domain/accounts/user.js';
import type { Sql } from './sql.js';
import { toUser, userColumns, type UserFields } from './sql-user-repository.js';

// With an OFFSET, PostgreSQL seeks for each row, and does not read all blocks when there are some rows.
const blocks = (one: string, other: string) =>
  `EXISTS (SELECT 1 FROM blocks WHERE blocker_id = ${one} AND blocked_id = ${other} LIMIT 1 OFFSET 0)`;

/** Whether one of two users blocks the other: two seeks in the primary key. Names `one`, `other`, `other` and `one`. */
export const blockedBetween = (one: string, other: string): string => `
  CASE WHEN ${blocks(one, other)} OR ${blocks(other, one)}
       THEN 1 ELSE 0 END AS blocked`;

/** Of a thread `t`: whether one of its participants blocks the other. */
export const blockedColumn = blockedBetween('t.low_id', 't.high_id');

// The total comes first, so that it is there beside an empty page too.
const page = `
  SELECT c.total, p.* FROM (SELECT count(*) AS total FROM blocks WHERE blocker_id = ?) c
  LEFT JOIN (
    SELECT ${userColumns}, username_key FROM users
    WHERE id IN (SELECT blocked_id FROM blocks WHERE blocker_id = ?)
    ORDER BY username_key LIMIT ? OFFSET ?
  ) p ON true
  ORDER BY p.username_key`;

export class SqlBlockRepository implements BlockRepository {
  constructor(private readonly sql: Sql) {}

  async pageOf(blocker: number, { limit, offset }: Slice): Promise<Page<User>> {
    const rows = await this.sql.rows<{ total: number } & (UserFields | { id: null })>(page, [
      blocker,
      blocker,
      limit,
      offset,
    ]);
    const items = rows.filter((row) => row.id !== null).map(toUser);
    return { total: rows[0]?.total ?? 0, items };
  }

  async pageAfter(blocker: number, after: number, limit: number): Promise<readonly Block[]> {
    const rows = await this.sql.rows<{ blocker_id: number; blocked_id: number; created: number }>(
      `SELECT blocker_id, blocked_id, created FROM blocks WHERE blocker_id = ? AND blocked_id > ?
       ORDER BY blocked_id LIMIT ?`,
      [blocker, after, limit],
    );
    return rows.map((row) => ({
      blockerId: row.blocker_id,
      blockedId: row.blocked_id,
      created: new Date(row.created),
    }));
  }

  async add({ blockerId, blockedId, created }: Block): Promise<boolean> {
    const { affected } = await this.sql.change(
      `INSERT INTO blocks (blocker_id, blocked_id, created) VALUES (?, ?, ?)
       ON CONFLICT (blocker_id, blocked_id) DO NOTHING`,
      [blockerId, blockedId, created.getTime()],
    );
    return affected > 0;
  }

  async remove(blocker: number, blocked: number): Promise<boolean> {
    const text = 'DELETE FROM blocks WHERE blocker_id = ? AND blocked_id = ?';
    return (await this.sql.change(text, [blocker, blocked])).affected > 0;
  }

  async removeAllOf(userId: number): Promise<void> {
    await this.sql.change('DELETE FROM blocks WHERE blocker_id = ? OR blocked_id = ?', [userId, userId]);
  }
}
