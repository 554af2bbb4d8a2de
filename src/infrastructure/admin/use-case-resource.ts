import { Resource } from '@adminjs/typeorm';
import { AppError, BaseRecord, ForbiddenError, ValidationError } from 'adminjs';
import type { ActionContext, Filter, PropertyOptions, RecordActionResponse } from 'adminjs';
import type { AdminList } from '../../application/ports/admin-directory.js';
import { Outage } from '../../application/ports/outage.js';
import { DomainError } from '../../domain/errors.js';
import type { Admin } from './admin.js';
import { modelOf, type Entities } from './entity-model.js';
import { isId, type FilterParsers } from './query.js';

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

export interface ResourceDefinition<Filters = Record<string, unknown>, Order extends string = string> {
  /** The name of the TypeORM entity, which is also the id of the resource. */
  readonly name: string;
  /** The columns that the panel may read. */
  readonly columns: readonly string[];
  /** The columns that are true or false. PostgreSQL has numbers, by which AdminJS would read the panel's forms. */
  readonly flags?: readonly string[];
  /** What a record is called by, and what a list has on a phone. */
  readonly title: string;
  readonly list: AdminList<Item, Filters, Order>;
  readonly filters: FilterParsers<Filters>;
  /** What a list can be sorted by; the first unless something else is asked for. */
  readonly orders: readonly Order[];
  readonly writes: Writes;
}

/** What a list has of a record, which is all that is read of it. */
interface Item {
  readonly id: number;
}

const defaultLimit = 20;
const highestLimit = 500;

/**
 * What AdminJS knows of an entity: its properties as `@adminjs/typeorm` finds them in the entity's columns. Records are
 * read through the port, and written by use cases.
 */
export class UseCaseResource extends Resource {
  readonly #definition: ResourceDefinition;

  constructor(definition: ResourceDefinition, entities: Entities) {
    super(modelOf(entities, definition.name, definition.columns));
    this.#definition = definition;
    for (const property of this.properties()) {
      property.isTitle = () => property.path() === definition.title;
      if (definition.flags?.includes(property.path()) === true) property.type = () => 'boolean';
    }
  }

  /** The adapter would tell where the database lies. */
  override databaseName(): string {
    return 'Duet';
  }

  override async count(filter: Filter, context?: ActionContext): Promise<number> {
    const { count, isExact } = await this.#definition.list.count(this.#filtersOf(filter));
    if (context !== undefined) context['totalIsMinimum'] = !isExact;
    return count;
  }

  override async find(
    filter: Filter,
    options: { limit?: unknown; offset?: unknown; sort?: { sortBy?: string; direction?: 'asc' | 'desc' } },
  ): Promise<BaseRecord[]> {
    const { list, orders } = this.#definition;
    const { sortBy = orders[0] ?? 'id', direction } = options.sort ?? {};
    if (!orders.includes(sortBy)) throw new AppError(`This list cannot be sorted by ${sortBy}.`);
    const slice = {
      limit: Math.min(wholeNumber(options.limit) || defaultLimit, highestLimit),
      offset: wholeNumber(options.offset),
      order: sortBy,
      direction: direction === 'desc' ? 'DESC' : 'ASC',
    } as const;
    const page = await list.page(this.#filtersOf(filter), slice);
    return page.map((item) => new BaseRecord(shown(item), this));
  }

  override async findOne(id: unknown): Promise<BaseRecord> {
    const [record] = await this.findMany([id]);
    return (record ?? null) as BaseRecord; // AdminJS expects null, although the adapter's type does not allow it
  }

  override async findMany(ids: readonly unknown[]): Promise<BaseRecord[]> {
    const valid = [...new Set(ids.filter(isId).map(Number))].slice(0, highestLimit);
    const items = await this.#definition.list.withIds(valid);
    return items.map((item) => new BaseRecord(shown(item), this));
  }

  override async create(params: Params, context?: ActionContext): Promise<Params> {
    const { create } = this.#definition.writes;
    if (create === undefined || context === undefined) throw new ForbiddenError('Nothing can be added here.');
    const id = await this.#explained(create(adminOf(context), params, context));
    return this.#fields(id);
  }

  override async update(id: string, params: Params = {}, context?: ActionContext): Promise<Params> {
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

  async #fields(id: number): Promise<Params> {
    const [item] = await this.#definition.list.withIds([id]);
    return item === undefined ? { id } : shown(item);
  }

  #filtersOf(filter: Filter | undefined): Record<string, unknown> {
    const { filters } = this.#definition;
    const given = Object.values(filter?.filters ?? {}).map(({ path, value }) => {
      const parse = Object.hasOwn(filters, path) ? filters[path] : undefined;
      if (parse === undefined) throw new AppError(`This list cannot be filtered by ${path}.`);
      return [path, parse(value)] as const;
    });
    return Object.fromEntries(given);
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

/** The columns that have a head to sort a list by. */
export function sortable(
  columns: readonly string[],
  orders: readonly string[],
  options: Readonly<Record<string, PropertyOptions>>,
): Record<string, PropertyOptions> {
  const heads = columns.map((column) => [
    column,
    { isSortable: orders.includes(column), ...options[column] },
  ]);
  return { ...options, ...(Object.fromEntries(heads) as Record<string, PropertyOptions>) };
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

/** AdminJS takes times as text, and null where there is nothing. */
function shown(item: Item): Params {
  const fields: Params = {};
  for (const [name, value] of Object.entries<unknown>({ ...item })) {
    fields[name] = value instanceof Date ? value.toISOString() : (value ?? null);
  }
  return fields;
}

function wholeNumber(value: unknown): number {
  const number = Math.floor(Number(value));
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
