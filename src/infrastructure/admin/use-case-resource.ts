import { Resource } from '@adminjs/typeorm';
import { AppError, BaseProperty, BaseRecord, ForbiddenError, ValidationError } from 'adminjs';
import type { ActionContext, Filter, RecordActionResponse, SupportedDatabasesType } from 'adminjs';
import { Outage } from '../../application/ports/outage.js';
import { DomainError } from '../../domain/errors.js';
import type { Admin } from './admin-actions.js';
import type { Condition } from './query.js';
import { isId } from './query.js';
import type { Database, Fields, Filters, Records, Run } from './records.js';

/** The fields that AdminJS passes. A key with dots stands for a nested value. */
export type Params = Record<string, unknown>;

/** The changes that a resource allows. A change that is left out is refused. */
export interface Writes {
  /** @returns the id of the new record. */
  readonly create?: (admin: Admin, params: Params, context: ActionContext) => Promise<number>;
  readonly update?: (admin: Admin, id: number, params: Params) => Promise<void>;
  readonly delete?: (admin: Admin, id: number) => Promise<void>;
  /** The field at which an error of the domain is shown, if it belongs to one. */
  readonly fieldOf: (error: DomainError) => string;
}

export interface ResourceDefinition {
  /** The name of the TypeORM entity, which is also the id of the resource. */
  readonly name: string;
  /** The columns that the panel may read. */
  readonly columns: readonly string[];
  /** The columns that are true or false. PostgreSQL stores them as numbers. */
  readonly flags?: readonly string[];
  /** Fields that are not columns. */
  readonly extra: readonly string[];
  readonly title: string;
  readonly records: Records;
  readonly writes: Writes;
}

const defaultLimit = 20;
const highestLimit = 500;

/** Reads through TypeORM's connection for readers, and writes through use cases. */
export class UseCaseResource extends Resource {
  readonly #definition: ResourceDefinition;
  readonly #run: Run;
  readonly #properties: ReadonlyMap<string, BaseProperty>;

  constructor(definition: ResourceDefinition, { entities, run }: Database) {
    // The adapter expects a model class, but Duet's entities are schemas.
    super({ name: definition.name, getRepository: () => entities.getRepository(definition.name) } as never);
    this.#definition = definition;
    this.#run = run;
    const { columns, flags = [], extra, title, records } = definition;
    // Secret columns are left out here, because AdminJS would still send, filter and sort by a column that it only
    // hides.
    const properties = [...columns, ...extra].map((path, position) => {
      const column = columns.includes(path) ? super.property(path) : undefined;
      const property = new BaseProperty({
        path,
        isId: path === 'id',
        type: flags.includes(path) ? 'boolean' : (column?.type() ?? 'string'),
        isSortable: records.sorts.includes(path),
        position,
      });
      property.isTitle = () => path === title;
      return [path, property] as const;
    });
    this.#properties = new Map(properties);
  }

  override databaseName(): string {
    return 'Duet';
  }

  override databaseType(): SupportedDatabasesType {
    return 'SQLite';
  }

  override properties(): never[] {
    return [...this.#properties.values()] as never[];
  }

  override property(path: string): never {
    return (this.#properties.get(path) ?? null) as never;
  }

  override async count(filter: Filter, context?: ActionContext): Promise<number> {
    const { count, isExact } = await this.#definition.records.count(this.#run, this.#conditions(filter));
    if (context !== undefined) context['totalIsMinimum'] = !isExact;
    return count;
  }

  override async find(
    filter: Filter,
    options: { limit?: unknown; offset?: unknown; sort?: { sortBy?: string; direction?: 'asc' | 'desc' } },
  ): Promise<BaseRecord[]> {
    const { records } = this.#definition;
    const { sortBy = records.sorts[0] ?? 'id', direction } = options.sort ?? {};
    if (!records.sorts.includes(sortBy)) throw new AppError(`This list cannot be sorted by ${sortBy}.`);
    const slice = {
      limit: Math.min(wholeNumber(options.limit) || defaultLimit, highestLimit),
      offset: wholeNumber(options.offset),
      sort: sortBy,
      direction: direction === 'desc' ? 'DESC' : 'ASC',
    } as const;
    const page = await records.page(this.#run, this.#conditions(filter), slice);
    return page.map((fields) => new BaseRecord(fields, this));
  }

  override async findOne(id: unknown): Promise<BaseRecord> {
    const [record] = await this.findMany([id]);
    return (record ?? null) as BaseRecord; // AdminJS expects null, although the adapter's type does not allow it
  }

  override async findMany(ids: readonly unknown[]): Promise<BaseRecord[]> {
    const valid = [...new Set(ids.filter(isId).map(Number))].slice(0, highestLimit);
    const rows = await this.#definition.records.withIds(this.#run, valid);
    return rows.map((fields) => new BaseRecord(fields, this));
  }

  override async create(params: Params, context?: ActionContext): Promise<Fields> {
    const { create } = this.#definition.writes;
    if (create === undefined || context === undefined) throw new ForbiddenError('Nothing can be added here.');
    const id = await this.#explained(create(adminOf(context), params, context));
    return this.#fields(id);
  }

  override async update(id: string, params: Params = {}, context?: ActionContext): Promise<Fields> {
    const { update } = this.#definition.writes;
    if (update === undefined || context === undefined)
      throw new ForbiddenError('Nothing can be changed here.');
    await this.#explained(update(adminOf(context), Number(id), params));
    return this.#fields(Number(id));
  }

  override async delete(id: string, context?: ActionContext): Promise<void> {
    const remove = this.#definition.writes.delete;
    if (remove === undefined || context === undefined)
      throw new ForbiddenError('Nothing can be deleted here.');
    await this.#explained(remove(adminOf(context), Number(id)));
  }

  async #fields(id: number): Promise<Fields> {
    const [fields] = await this.#definition.records.withIds(this.#run, [id]);
    return fields ?? { id };
  }

  #conditions(filter: Filter | undefined): Filters {
    const { filters } = this.#definition.records;
    const conditions = new Map<string, Condition>();
    for (const { path, value } of Object.values(filter?.filters ?? {})) {
      const parse = Object.hasOwn(filters, path) ? filters[path] : undefined;
      if (parse === undefined) throw new AppError(`This list cannot be filtered by ${path}.`);
      conditions.set(path, parse(value));
    }
    return conditions;
  }

  /** Turns a domain error into an error at its field. AdminJS would report success otherwise. */
  async #explained<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof Outage) throw new AppError(error.message);
      if (!(error instanceof DomainError)) throw error;
      const shown = { type: error.code, message: error.message };
      throw new ValidationError({ [this.#definition.writes.fieldOf(error)]: shown }, shown);
    }
  }
}

/** Adds to a list whether it was counted to the end. */
export function withCount<Response extends { meta?: object }>(
  response: Response,
  _: unknown,
  context: ActionContext,
): Response {
  return { ...response, meta: { ...response.meta, totalIsMinimum: context['totalIsMinimum'] === true } };
}

export function adminOf(context: ActionContext): Admin {
  return context.currentAdmin as unknown as Admin;
}

/** @throws AppError if the action came without its record. */
export function recordOf({ record }: ActionContext): BaseRecord {
  if (record === undefined) throw new AppError('There is no such record.');
  return record;
}

/** Sends the browser back to the record, with a notice. */
export function doneWith(context: ActionContext, message: string): RecordActionResponse {
  const record = recordOf(context);
  return {
    record: record.toJSON(context.currentAdmin),
    redirectUrl: context.h.recordActionUrl({
      resourceId: context.resource.id(),
      recordId: record.id(),
      actionName: 'show',
    }),
    notice: { message, type: 'success' },
  };
}

function wholeNumber(value: unknown): number {
  const number = Math.floor(Number(value));
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
