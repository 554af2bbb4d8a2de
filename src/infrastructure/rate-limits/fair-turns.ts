import { Outage } from '../../application/ports/outage.js';

interface Task {
  readonly account: string;
  readonly address: string;
  readonly begin: () => void;
  readonly refuse: () => void;
}

/**
 * Does costly work a few at a time, in turns that go round by account and by address, alternately. So many requests for
 * one account do not hold up other accounts, and one address that asks for many accounts does not hold up other
 * addresses.
 */
export class FairTurns {
  readonly #byAccount = new Lanes(({ account }) => account);
  readonly #byAddress = new Lanes(({ address }) => address);
  #running = 0;
  #waiting = 0;
  #turn = 0;

  /**
   * @param concurrency how many work at once.
   * @param most how many may wait. Beyond that, the one that came last for the busiest account or address is refused.
   */
  constructor(
    private readonly concurrency: number,
    private readonly most: number,
  ) {}

  /** @throws Outage `logins_busy` without doing the work if too many wait. */
  async run<Result>(account: string, address: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.concurrency) await this.#wait(account, address);
    else this.#running += 1;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #wait(account: string, address: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const refuse = () =>
        reject(new Outage('logins_busy', 'Too many log in at once. Nothing was done: try again.'));
      const task: Task = { account, address, begin: resolve, refuse };
      this.#byAccount.add(task);
      this.#byAddress.add(task);
      this.#waiting += 1;
      if (this.#waiting > this.most) this.#refuseOne();
    });
  }

  /** Hands the place of who has finished on to the next, if somebody waits. */
  #next(): void {
    const lanes = (this.#turn += 1) % 2 === 0 ? this.#byAccount : this.#byAddress;
    const task = lanes.next();
    if (task === undefined) this.#running -= 1;
    else this.#settle(task).begin();
  }

  /** The last one of those whose account and address many others wait for. */
  #refuseOne(): void {
    let busiest: Task | undefined;
    let crowd = 0;
    for (const task of this.#byAddress.all()) {
      const beside = this.#byAccount.beside(task) + this.#byAddress.beside(task);
      if (beside < crowd) continue;
      [busiest, crowd] = [task, beside];
    }
    if (busiest !== undefined) this.#settle(busiest).refuse();
  }

  #settle(task: Task): Task {
    this.#waiting -= 1;
    this.#byAccount.remove(task);
    this.#byAddress.remove(task);
    return task;
  }
}

/** Those who wait, by one of their keys. Keys take turns. */
class Lanes {
  /** In the order of their next turns; none is empty. */
  readonly #lanes = new Map<string, Task[]>();

  constructor(private readonly keyOf: (task: Task) => string) {}

  add(task: Task): void {
    const key = this.keyOf(task);
    const lane = this.#lanes.get(key);
    if (lane === undefined) this.#lanes.set(key, [task]);
    else lane.push(task);
  }

  remove(task: Task): void {
    const key = this.keyOf(task);
    const lane = this.#lanes.get(key) ?? [];
    lane.splice(lane.indexOf(task), 1);
    if (lane.length === 0) this.#lanes.delete(key);
  }

  next(): Task | undefined {
    for (const [key, lane] of this.#lanes) {
      this.#lanes.delete(key);
      this.#lanes.set(key, lane);
      return lane[0];
    }
    return undefined;
  }

  /** How many wait with the same key, this one included. */
  beside(task: Task): number {
    return this.#lanes.get(this.keyOf(task))?.length ?? 0;
  }

  *all(): Generator<Task> {
    for (const lane of this.#lanes.values()) yield* lane;
  }
}
