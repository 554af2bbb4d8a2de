import { DomainError } from '../../domain/errors.js';
import type { UserCaller } from '../../domain/accounts/user.js';
import type { Message } from '../../domain/conversation/message.js';
import { checkSearch, soughtWords } from '../../domain/conversation/search.js';
import { threadNotFound } from '../../domain/conversation/thread.js';
import { Outage } from '../ports/outage.js';
import type { Page, Slice } from '../ports/page.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** How many searches of one user there may be, of which one is looked for and the others wait. */
const mostAtOnce = 4;

/** Finds messages in one's own conversations, also for an admin: the panel looks through those of others. */
export class SearchMessages {
  /** By user: how many there are, and the end of the last one. */
  readonly #turns = new Map<number, { readonly count: number; readonly end: Promise<unknown> }>();

  /** @param isOn whether messages are indexed. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly isOn: boolean,
  ) {}

  /**
   * One search of a user at a time: common words in a long history cost seconds, which others share in between.
   * @throws DomainError `search_off`, `invalid_search` or `thread_not_found`.
   * @throws Outage `searches_busy` if too many of the user's wait.
   */
  async execute(
    input: { caller: UserCaller; search: string; thread?: number | undefined } & Slice,
  ): Promise<Page<Message>> {
    if (!this.isOn) throw new DomainError('search_off', 'Messages cannot be searched here.');
    const { caller, search, thread } = input;
    checkSearch(search);
    const words = soughtWords(search);
    return this.#inTurn(caller.id, () => this.#search(caller.id, thread, words, input));
  }

  #search(
    reader: number,
    thread: number | undefined,
    words: readonly string[],
    slice: Slice,
  ): Promise<Page<Message>> {
    return this.unitOfWork.read(async ({ threads, messageIndex }) => {
      if (thread !== undefined) {
        const found = await threads.summary(thread);
        if (found?.thread.participants.includes(reader) !== true) throw threadNotFound(thread);
      }
      return messageIndex.search({ reader, thread, words }, slice);
    });
  }

  async #inTurn<Result>(user: number, search: () => Promise<Result>): Promise<Result> {
    const { count = 0, end = Promise.resolve() } = this.#turns.get(user) ?? {};
    if (count >= mostAtOnce) {
      throw new Outage(
        'searches_busy',
        'Too many of your searches are waiting: try again when one has ended.',
      );
    }
    const result = end.then(search);
    this.#turns.set(user, { count: count + 1, end: result.catch(() => undefined) });
    try {
      return await result;
    } finally {
      const turn = this.#turns.get(user);
      if (turn === undefined || turn.count === 1) this.#turns.delete(user);
      else this.#turns.set(user, { ...turn, count: turn.count - 1 });
    }
  }
}
