import type { ServiceKeyRepository } from '../../../application/ports/service-key-repository.js';
import { serviceNameTaken, type ServiceKey } from '../../../domain/accounts/service-key.js';
import { isUniqueViolation, type Sql } from './sql.js';

interface Row {
  id: number;
  name: string;
  hash: string;
  created: number;
  last_used: number | null;
}

const columns = 'id, name, hash, created, last_used';

export class SqlServiceKeyRepository implements ServiceKeyRepository {
  constructor(private readonly sql: Sql) {}

  async all(): Promise<readonly ServiceKey[]> {
    const rows = await this.sql.rows<Row>(`SELECT ${columns} FROM service_keys ORDER BY id`);
    return rows.map(toServiceKey);
  }

  async add(key: Omit<ServiceKey, 'id' | 'lastUsed'>): Promise<ServiceKey> {
    const { name, hash, created } = key;
    try {
      const id = await this.sql.insert('INSERT INTO service_keys (name, hash, created) VALUES (?, ?, ?)', [
        name,
        hash,
        created.getTime(),
      ]);
      return { ...key, id: id as number, lastUsed: undefined };
    } catch (error) {
      if (isUniqueViolation(error, 'service_keys.name')) throw serviceNameTaken(name);
      throw error;
    }
  }

  async remove(name: string): Promise<ServiceKey | undefined> {
    const [row] = await this.sql.rows<Row>(
      `SELECT ${columns} FROM service_keys WHERE name = ? ${this.sql.dialect.hold('service_keys')}`,
      [name],
    );
    if (row === undefined) return undefined;
    await this.sql.change('DELETE FROM service_keys WHERE id = ?', [row.id]);
    return toServiceKey(row);
  }

  async noteUse(id: number, used: Date): Promise<void> {
    await this.sql.change(
      'UPDATE service_keys SET last_used = ? WHERE id = ? AND (last_used IS NULL OR last_used < ?)',
      [used.getTime(), id, used.getTime()],
    );
  }
}

function toServiceKey({ id, name, hash, created, last_used }: Row): ServiceKey {
  const lastUsed = last_used === null ? undefined : new Date(last_used);
  return { id, name, hash, created: new Date(created), lastUsed };
}
