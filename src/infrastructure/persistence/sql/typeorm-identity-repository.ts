import type { IdentityRepository } from '../../../application/ports/identity-repository.js';
import type { Identity } from '../../../domain/accounts/identity.js';
import type { User } from '../../../domain/accounts/user.js';
import type { Sql } from './sql.js';
import { toUser, userColumns, type UserFields } from './sql-user-repository.js';

export class TypeormIdentityRepository implements IdentityRepository {
  constructor(private readonly sql: Sql) {}

  async userOf({ issuer, subject }: Identity): Promise<User | undefined> {
    const [row] = await this.sql.rows<UserFields>(
      `SELECT ${userColumns} FROM users
       WHERE id = (SELECT user_id FROM identities WHERE issuer = ? AND subject = ?)`,
      [issuer, subject],
    );
    return row && toUser(row);
  }

  allOf(userId: number): Promise<readonly Identity[]> {
    return this.sql.rows<Identity>(
      'SELECT issuer, subject FROM identities WHERE user_id = ? ORDER BY issuer, subject',
      [userId],
    );
  }

  async removeAllOf(userId: number): Promise<void> {
    await this.sql.change('DELETE FROM identities WHERE user_id = ?', [userId]);
  }

  async add({ issuer, subject }: Identity, userId: number): Promise<boolean> {
    const { affected } = await this.sql.change(
      `INSERT INTO identities (issuer, subject, user_id) VALUES (?, ?, ?)
       ON CONFLICT (issuer, subject) DO NOTHING`,
      [issuer, subject, userId],
    );
    return affected > 0;
  }
}
