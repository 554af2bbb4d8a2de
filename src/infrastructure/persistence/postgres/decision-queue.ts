import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnswerTo, Question } from '../../../application/ports/conversations.js';
import { Outage } from '../../../application/ports/outage.js';
import type { Decision } from '../../../domain/conversation/decision.js';

/** What `UnitOfWork.decide` was given. */
export interface Undecided<Asked extends Question = Question, Result = unknown> {
  readonly question: Asked;
  readonly decide: (answer: AnswerTo<Asked>) => Decision<Result>;
}

/** What became of one of a group: it goes into the next group, or has to be run by itself, where neither is said. */
export type Fate = { readonly stored: unknown } | { readonly refused: unknown } | 'goes later' | 'goes alone';

export interface DecisionQueueOptions {
  /** Runs one in a transaction of its own, which waits for locks of others. */
  readonly alone: (one: Undecided) => Promise<unknown>;
  /**
   * Runs several in one transaction, which has ended when it answers for each of them.
   * @throws Outage that all of them end with; whatever else it throws, nothing is stored and each is run alone.
   */
  readonly together: (group: readonly Undecided[]) => Promise<readonly Fate[]>;
  /** Makes the error for those whose turn did not come in time. */
  readonly tooLate: () => Outage;
  /** Is told how many came to their turn together. */
  readonly onGroup: (size: number) => void;
  /** How many may share a commit. */
  readonly maxGroup?: number;
  /** How long one may wait for its turn, in milliseconds. */
  readonly patience: number;
}

interface Waiting {
  readonly undecided: Undecided;
  readonly deadline: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** After this, in milliseconds, a group is held up by something that is not the others' affair: the next one begins. */
const usual = 100;

/** Decisions that wait while a group is under way are the next group. One that comes alone goes at once. */
export class DecisionQueue {
  #waiting: Waiting[] = [];
  #draining = false;

  constructor(private readonly options: DecisionQueueOptions) {}

  take<Asked extends Question, Result>(undecided: Undecided<Asked, Result>): Promise<Result> {
    const deadline = performance.now() + this.options.patience;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({
        undecided: undecided, // each is given the answer to its own question
        deadline,
        resolve: resolve as (value: unknown) => void,
        reject,
      });
      this.#drain();
    });
  }

  #drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    void this.#empty().finally(() => (this.#draining = false));
  }

  async #empty(): Promise<void> {
    do {
      await nextTurn(); // what arrives in the same turn of the event loop goes together
      const group = this.#next();
      if (group.length === 0) continue;
      this.options.onGroup(group.length);
      await atMost(usual, this.#carryOut(group));
    } while (this.#waiting.length > 0);
  }

  #next(): Waiting[] {
    const now = performance.now();
    return this.#waiting.splice(0, this.options.maxGroup ?? 64).filter(({ deadline, reject }) => {
      if (now <= deadline) return true;
      reject(this.options.tooLate());
      return false;
    });
  }

  /** Never rejects. */
  async #carryOut(group: readonly Waiting[]): Promise<void> {
    const [first] = group;
    if (first !== undefined && group.length === 1) return this.#alone(first);
    try {
      const fates = await this.options.together(group.map(({ undecided }) => undecided));
      const later: Waiting[] = [];
      group.forEach((one, index) => {
        const fate = fates[index] ?? 'goes alone';
        if (fate === 'goes later') later.push(one);
        else if (fate === 'goes alone') void this.#alone(one);
        else if ('stored' in fate) one.resolve(fate.stored);
        else one.reject(fate.refused);
      });
      this.#waiting.unshift(...later);
      if (later.length > 0) this.#drain();
    } catch (error) {
      for (const one of group) {
        if (error instanceof Outage) one.reject(error);
        else void this.#alone(one);
      }
    }
  }

  /** Never rejects. */
  #alone({ undecided, resolve, reject }: Waiting): Promise<void> {
    return this.options.alone(undecided).then(resolve, reject);
  }
}

/** Waits until this is over, but not longer than these milliseconds. */
async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
