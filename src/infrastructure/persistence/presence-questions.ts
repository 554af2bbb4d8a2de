/** A process asks who is online, and the others answer if they have somebody. */
export interface PresenceMessage {
  readonly question: string;
  readonly asks?: readonly number[];
  readonly online?: readonly number[];
}

/** For how long other processes may answer, in milliseconds. */
const patience = 200;

/** Asks the other processes of a service who is online. How many there are is not known: so it waits a moment. */
export class Questions {
  readonly #asked = new Map<string, (online: readonly number[]) => void>();

  /**
   * @param own who is online at this process.
   * @param tell reaches all other processes, or those that it can.
   */
  constructor(
    private readonly own: (users: readonly number[]) => Promise<ReadonlySet<number>>,
    private readonly tell: (message: PresenceMessage) => void,
  ) {}

  async ask(users: readonly number[]): Promise<ReadonlySet<number>> {
    const online = new Set(await this.own(users));
    const asks = users.filter((id) => !online.has(id));
    if (asks.length === 0) return online;
    const question = crypto.randomUUID();
    this.#asked.set(question, (answer) => {
      for (const id of answer) online.add(id);
    });
    this.tell({ question, asks });
    await new Promise((resolve) => setTimeout(resolve, patience));
    this.#asked.delete(question);
    return online;
  }

  /** What another process asks or answers. */
  hear({ question, asks, online }: PresenceMessage): void {
    if (online !== undefined) this.#asked.get(question)?.(online);
    if (asks !== undefined) void this.#answer(question, asks);
  }

  async #answer(question: string, asks: readonly number[]): Promise<void> {
    const online = [...(await this.own(asks))];
    if (online.length > 0) this.tell({ question, online });
  }
}
