import { MoreThan } from 'typeorm';
import type { Erasure, ErasureRepository } from '../../../application/ports/erasure-repository.js';
import { erasureEntity } from './entities.js';
import type { Connection } from './sql.js';

export class TypeormErasureRepository implements ErasureRepository {
  constructor(private readonly connection: Connection) {}

  async add({ userId, created }: Erasure): Promise<void> {
    await this.connection.orm.manager.insert(erasureEntity, { userId, created: created.getTime() });
  }

  async pending(after: number, limit: number): Promise<readonly Erasure[]> {
    const rows = await this.connection.orm.manager.find(erasureEntity, {
      where: { userId: MoreThan(after) },
      order: { userId: 'ASC' },
      take: limit,
    });
    return rows.map(({ userId, created }) => ({ userId, created: new Date(created) }));
  }

  async remove(userId: number): Promise<void> {
    await this.connection.orm.manager.delete(erasureEntity, { userId });
  }
}
