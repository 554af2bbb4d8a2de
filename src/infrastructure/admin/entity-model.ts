import { BaseEntity, type DataSource, type Repository } from 'typeorm';

/** Knows the columns of the entities. */
export type Entities = Pick<DataSource, 'getRepository'>;

/**
 * An entity as `@adminjs/typeorm` takes it, which is a model class; Duet's entities are schemas. It has only the columns
 * that the panel may read: AdminJS would send, filter and sort by a column that it is told to hide.
 */
export function modelOf(entities: Entities, name: string, columns: readonly string[]): typeof BaseEntity {
  const repository = entities.getRepository<BaseEntity>(name);
  const known = repository.metadata.columns.filter(({ propertyName }) => columns.includes(propertyName));
  const metadata: unknown = Object.create(repository.metadata, { columns: { value: known } });
  const narrowed: unknown = Object.create(repository, { metadata: { value: metadata } });
  class Model extends BaseEntity {
    static override getRepository<Entity extends BaseEntity>(): Repository<Entity> {
      return narrowed as Repository<Entity>;
    }
  }
  return Object.defineProperty(Model, 'name', { value: name });
}
