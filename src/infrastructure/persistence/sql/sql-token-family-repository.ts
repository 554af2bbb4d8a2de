import type { TokenFamilyRepository } from '../../../application/ports/token-family-repository.js';
import type {
  NextToken,
  TokenFamily,
  TokenFamilyChange,
  TokenFamilyStanding,
} from '../../../domain/accounts/token-family.js';
import type { Dialect, Sql } from './sql.js';

export const removeExpired = ({ skipHeld }: Dialect): string =>
  `DELETE FROM token_families WHERE id IN (
    SELECT id FROM token_families WHERE expires <= ? ORDER BY expires LIMIT ? ${skipHeld})`;

export const changeTokenFamilies = (dialect: Dialect): string =>
  `UPDATE token_families SET current = given.current, expires = given.expires
   FROM ${dialect.given({ id: 'text', current: 'text', expires: 'bigint' })} WHERE token_families.id = given.id`;

interface Row {
  id: string;
  user_id: number;
  current: string;
  expires: number;
}

export interface StandingRow extends Row {
  active: number;
}

const columns = 'id, user_id, current, expires';

/** Which families, is for others to say. */
export const standingFamilies = `SELECT f.id, f.user_id, f.current, f.expires, u.is_active AS active
  FROM token_families f JOIN users u ON u.id = f.user_id`;

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

  async hold(id: string): Promise<TokenFamilyStanding | undefined> {
    const text = `${standingFamilies} WHERE f.id = ? ${this.sql.dialect.hold('f')}`;
    const [row] = await this.sql.rows<StandingRow>(text, [id]);
    return row && toStanding(row);
  }

  /** Of one that is held. */
  async change({ id, next }: TokenFamilyChange): Promise<void> {
    if (next === undefined) return this.remove(id);
    await this.sql.change('UPDATE token_families SET current = ?, expires = ? WHERE id = ?', [
      next.current,
      next.expires.getTime(),
      id,
    ]);
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

/** A row for `changeTokenFamilies`. */
export function givenNextToken(id: string, { current, expires }: NextToken) {
  return { id, current, expires: expires.getTime() };
}

export function toStanding(row: StandingRow): TokenFamilyStanding {
  return { family: toFamily(row), active: row.active === 1 };
}

function toFamily(row: Row): TokenFamily {
  return { id: row.id, userId: row.user_id, current: row.current, expires: new Date(row.expires) };
}
