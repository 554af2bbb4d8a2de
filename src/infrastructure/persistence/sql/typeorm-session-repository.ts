import { LessThanOrEqual } from 'typeorm';
import type { Session, SessionRepository } from '../../../application/ports/session-repository.js';
import { sessionEntity, type SessionRow } from './entities.js';
import type { Connection } from './sql.js';

export class TypeormSessionRepository implements SessionRepository {
  constructor(private readonly connection: Connection) {}

  async find(id: string): Promise<Session | undefined> {
    const row = await this.connection.orm.manager.findOneBy(sessionEntity, { id });
    return row ? toSession(row) : undefined;
  }

  async allOf(userId: number): Promise<readonly Session[]> {
    const rows = await this.connection.orm.manager.find(sessionEntity, {
      where: { userId },
      order: { expires: 'ASC', id: 'ASC' },
    });
    return rows.map(toSession);
  }

  async save({ expires, ...session }: Session): Promise<void> {
    const row = { ...session, expires: expires.getTime() };
    await this.connection.orm.manager.upsert(sessionEntity, row, ['id']);
  }

  async remove(id: string): Promise<void> {
    await this.connection.orm.manager.delete(sessionEntity, { id });
  }

  async removeAllOf(userId: number): Promise<void> {
    await this.connection.orm.manager.delete(sessionEntity, { userId });
  }

  async removeExpired(now: Date): Promise<void> {
    await this.connection.orm.manager.delete(sessionEntity, { expires: LessThanOrEqual(now.getTime()) });
  }
}

function toSession({ expires, ...row }: SessionRow): Session {
  return { ...row, expires: new Date(expires) };
}
