import { setImmediate as nextTurn } from 'node:timers/promises';
import { Outage } from '../../application/ports/outage.js';
import { storageUnavailable } from './storage-unavailable.js';
import { UnitBounds } from './unit-bounds.js';

/** How a store commits several units of work together. All calls come one after the other. */
export interface GroupTransaction<Context> {
  /** Starts the transaction of a group. */
  begin(): Promise<void>;

  /**
   * Runs one unit of work within the group. If `work` or `expired` rejects, nothing of the unit remains and the
   * promise rejects with the same error; the rest of the group stands.
   * @throws GroupLost if the unit could not be undone alone.
   */
  attempt<Result>(work: (context: Context) => Promise<Result>, expired: Promise<never>): Promise<Result>;

  /** Makes the group durable and visible. */
  commit(): Promise<void>;

  /** Drops the group. Never rejects. */
  rollback(): Promise<void>;
}

/** The store has dropped the whole transaction, or cannot go on in it. */
export class GroupLost extends Error {}

interface Unit<Context> {
  readonly work: (context: Context) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface WriteQueueOptions {
  /** How many units of work may share a commit. */
  readonly maxGroup: number;
  /** How long one unit of work may take, counted from its turn, in milliseconds. */
  readonly timeout: number;
  /** Is told how many units of work came to their turn together. */
  readonly onGroup: (size: number) => void;
}

/**
 * One writer at a time: units of work that wait together run one after the other and share one commit, and none
 * is acknowledged before it. That makes full durability cheap, and it keeps apart what a store with one
 * connection would mix.
 */
export class WriteQueue<Context> {
  readonly #waiting: Unit<Context>[] = [];
  readonly #bounds: UnitBounds;
  #committing = 0;
  #draining: Promise<void> | undefined;
  #closed = false;

  readonly #options: WriteQueueOptions;

  constructor(
    private readonly transaction: GroupTransaction<Context>,
    options: Partial<WriteQueueOptions> = {},
  ) {
    this.#options = { maxGroup: 64, timeout: 5000, onGroup: () => undefined, ...options };
    this.#bounds = new UnitBounds(this.#options.timeout);
  }

  /** How many units of work wait for their commit, those that are being committed included. */
  get depth(): number {
    return this.#waiting.length + this.#committing;
  }

  async run<Result>(work: (context: Context) => Promise<Result>): Promise<Result> {
    this.refuseNesting();
    if (this.#closed) throw storageUnavailable('The server is stopping.');
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** @throws Error if called within a unit of work, which would wait for itself. */
  refuseNesting(): void {
    this.#bounds.refuseNesting();
  }

  /** Refuses new units of work and waits for those that were accepted. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    do {
      // What arrives in the same turn of the event loop shares a commit, and reads get their turn between two.
      await nextTurn();
      const group = this.#waiting.splice(0, this.#options.maxGroup);
      this.#committing = group.length;
      this.#options.onGroup(group.length);
      await this.#commit(group);
      this.#committing = 0;
    } while (this.#waiting.length > 0);
    this.#draining = undefined;
  }

  async #commit(group: readonly Unit<Context>[]): Promise<void> {
    const acknowledge: (() => void)[] = [];
    try {
      await this.transaction.begin();
      for (const unit of group) acknowledge.push(await this.#attempt(unit));
      await this.transaction.commit();
    } catch (error) {
      await this.transaction.rollback();
      const lost = error instanceof Outage ? error : storageUnavailable('The storage failed.', error);
      for (const unit of group) unit.reject(lost);
      return;
    }
    for (const settle of acknowledge) settle();
  }

  /** Returns how to settle the unit once the group is committed. */
  async #attempt({ work, resolve, reject }: Unit<Context>): Promise<() => void> {
    try {
      const value = await this.#bounds.run((expired) => this.transaction.attempt(work, expired));
      return () => resolve(value);
    } catch (error) {
      if (error instanceof GroupLost) throw error;
      return () => reject(error);
    }
  }
}
