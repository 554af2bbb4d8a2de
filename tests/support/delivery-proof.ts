import { AssertionError, expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { password, times, until, type Api, type Body, type User } from './client.js';
import { EventStream, type Received } from './event-stream.js';
import { seededRandom } from './seeded-random.js';

/** A row of the event log, as the database has it at the end, in the log's order. */
export interface LogRow {
  readonly type: string;
  readonly thread_id: number;
  readonly low_id: number;
  readonly high_id: number;
  readonly message_id: number | null;
  readonly reader_id: number | null;
  readonly up_to: number | null;
}

interface Ground {
  /** The processes of one service; each may be replaced meanwhile. */
  readonly apis: readonly Api[];
  /** At least; it goes on until each stream has been cut often enough. */
  readonly calls: number;
  /** Called at this many points of the load, evenly, one after the other. */
  readonly disturbances: readonly (() => Promise<void>)[];
  /** Where the database can be asked. */
  readonly log?: () => Promise<LogRow[]>;
}

const enoughCuts = 5;

/** Nothing goes on for longer, whatever comes of it: a test that is given up must end, too. In milliseconds. */
const longest = 140_000;

/** The users' access tokens, which expire meanwhile. */
class Tokens {
  readonly #of = new Map<number, Promise<string | undefined>>();

  /** Undefined if nobody answers. */
  async of(user: User, api: Api): Promise<string | undefined> {
    const known = this.#of.get(user.id) ?? logIn(api, user);
    this.#of.set(user.id, known);
    const token = await known;
    if (token === undefined) this.#of.delete(user.id);
    return token;
  }

  refused(user: User): void {
    this.#of.delete(user.id);
  }
}

/** What one client makes of its streams: the events of all, one after the other. */
class Follower {
  readonly received: Received[] = [];
  cuts = 0;
  #stream: EventStream | undefined;
  #lastId: string | undefined;
  readonly #done: Promise<void>;
  readonly started: Promise<void>;

  constructor(
    readonly user: User,
    private readonly apis: readonly Api[],
    private readonly tokens: Tokens,
    private readonly random: () => number,
    private readonly over: AbortSignal,
  ) {
    let begin: () => void = () => undefined;
    this.started = new Promise((resolve) => (begin = resolve));
    this.#done = this.#follow(begin);
    this.#done.catch(() => undefined); // `end` tells
  }

  /** Resolves when it has ended, after `over`. */
  async end(): Promise<void> {
    await this.#stream?.cut();
    await this.#done;
  }

  async #follow(begin: () => void): Promise<void> {
    while (!this.over.aborted) {
      const api = this.apis[Math.floor(this.random() * this.apis.length)]!;
      try {
        const access = (await this.tokens.of(this.user, api)) ?? '';
        const stream = await EventStream.open(api.base, access, this.#lastId, (one) =>
          this.received.push(one),
        );
        this.#stream = stream;
        begin();
        // Cut by chance, often before anything came, sometimes not until the server ends it.
        await Promise.race([stream.closed, pause(this.random() ** 3 * 1000)]);
        await stream.cut();
        this.cuts += 1;
        this.#lastId = stream.lastId ?? this.#lastId;
      } catch (error) {
        // 401: the token has expired. 503, or none at all: the process has been killed or is about to serve.
        const { actual: status } = error as { actual?: unknown };
        if (error instanceof AssertionError && status !== 401 && status !== 503) throw error;
        if (status === 401) this.tokens.refused(this.user);
        await pause(10);
      }
    }
  }
}

async function logIn(api: Api, { username }: User): Promise<string | undefined> {
  try {
    return (await api.anonymous('POST', '/auth/token', { username, password })).body.access;
  } catch {
    return undefined;
  }
}

/** What makes an event unique, of those that can come. */
function keyOf({ event, data }: Received): string {
  switch (event) {
    case 'thread.created':
    case 'thread.deleted':
      return `${event} ${data.id}`;
    case 'message.created':
      return `${event} ${data.thread} ${data.id}`;
    case 'message.read':
      return `${event} ${data.thread} ${data.reader} ${data.ids?.join() ?? `<=${data.up_to}`}`;
    default:
      return expect.fail(`an event of the kind ${event}`);
  }
}

function keyOfRow({
  type,
  thread_id: thread,
  message_id: message,
  reader_id: reader,
  up_to: upTo,
}: LogRow): string {
  if (type === 'message.created') return `${type} ${thread} ${message}`;
  if (type === 'message.read') return `${type} ${thread} ${reader} ${upTo === null ? message : `<=${upTo}`}`;
  return `${type} ${thread}`;
}

const threadOf = (key: string): number => Number(key.split(' ')[1]);

/**
 * Many people write, read and delete, while their clients are cut off again and again, by themselves and by the
 * service. In the end each client has got each event once, in the order of its thread, as the database has it.
 */
export async function proveDelivery(ground: Ground, seed: number): Promise<void> {
  const over = new AbortController();
  try {
    await prove(ground, seed, over);
  } finally {
    over.abort();
  }
}

async function prove(
  { apis, calls, disturbances, log }: Ground,
  seed: number,
  over: AbortController,
): Promise<void> {
  const random = seededRandom(seed);
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(longest)]);
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const [first] = apis as [Api];
  const people = Object.values(await first.people('ann', 'bob', 'cyd', 'dan', 'eve'));
  const marker = await first.register('marker');
  const before = (await log?.())?.length ?? 0;

  const tokens = new Tokens();
  const followers = [...people, ...people].map(
    (user) => new Follower(user, apis, tokens, seededRandom(random() * 1e9), signal),
  );
  await Promise.all(followers.map(({ started }) => started));

  /** One request to any of the processes; undefined if it was cut. */
  const attempt = async (user: User, ...request: Parameters<User['call']>): Promise<Body | undefined> => {
    const api = oneOf(apis);
    try {
      const token = await tokens.of(user, api);
      if (token === undefined) return undefined;
      const { status, body } = await api.as(token)(...request);
      done += 1;
      if (status === 401) tokens.refused(user);
      return status < 300 ? body : undefined;
    } catch (error) {
      if (error instanceof AssertionError && !error.message.includes('503')) throw error;
      await pause(10);
      return undefined;
    }
  };

  const threads = new Set<number>();
  const sent = new Map<number, Body>();
  let done = 0;
  const act = async () => {
    const [user, other] = [oneOf(people), oneOf(people)];
    const kind = random();
    const thread = oneOf([...threads, 0]);
    if (kind < 0.08 || thread === 0) {
      if (user === other) return;
      const opened = await attempt(user, 'POST', '/threads', { participants: [other.id] });
      if (opened !== undefined) threads.add(opened.id);
    } else if (kind < 0.75) {
      const message = await attempt(user, 'POST', `/threads/${thread}/messages`, {
        text: `${done} by ${user.id}`,
      });
      if (message !== undefined) sent.set(message.id, message);
    } else if (kind < 0.85) {
      await attempt(user, 'PATCH', `/messages/${oneOf([...sent.keys(), 1])}`, { is_read: true });
    } else if (kind < 0.97) {
      await attempt(user, 'POST', `/threads/${thread}/read`);
    } else if (threads.size > 3) {
      threads.delete(thread);
      await attempt(user, 'DELETE', `/threads/${thread}`);
    }
  };
  const load = times(8, async () => {
    while (!signal.aborted && (done < calls || followers.some(({ cuts }) => cuts < enoughCuts))) {
      await act();
    }
  });
  for (const [index, disturb] of disturbances.entries()) {
    const point = (calls * (index + 1)) / (disturbances.length + 1);
    await until('the load has got so far', async () => done >= point, 60_000);
    await disturb();
  }
  await load;
  expect(signal.aborted, `it took more than ${longest} ms`).to.equal(false);

  // When somebody has this, they have all that was before it.
  const marks = new Map<number, number>();
  for (const user of people) {
    await until(
      'the last message is sent',
      async () => {
        const opened = await attempt(marker, 'POST', '/threads', { participants: [user.id] });
        const mark =
          opened && (await attempt(marker, 'POST', `/threads/${opened.id}/messages`, { text: 'the end' }));
        if (mark !== undefined) marks.set(user.id, mark.id);
        return mark !== undefined;
      },
      60_000,
    );
  }
  for (const { user, received } of followers) {
    await until(
      `${user.username} has got the last event`,
      async () =>
        received.some(({ event, data }) => event === 'message.created' && data.id === marks.get(user.id)),
      60_000,
    );
  }
  over.abort();
  await Promise.all(followers.map((follower) => follower.end()));

  const rows = (await log?.())?.slice(before);
  for (const user of people) {
    const token = (await logIn(first, user)) ?? expect.fail('no token');
    const call = first.as(token);
    const kept = new Map<number, Body[]>();
    for (const { id } of await first.all(call, '/threads?limit=100')) {
      kept.set(id, await first.all(call, `/threads/${id}/messages?limit=100`));
    }
    for (const { id, thread } of sent.values()) {
      if (!kept.has(thread)) continue;
      expect(
        kept.get(thread)?.some((message) => message.id === id),
        `${id} is there`,
      ).to.equal(true);
    }
    for (const { received } of followers.filter((follower) => follower.user === user)) {
      const keys = received.map(keyOf);
      expect(new Set(keys).size, `${user.username} got nothing twice`).to.equal(keys.length);
      for (const [thread, messages] of kept) {
        const got = received.filter(
          ({ event, data }) => event === 'message.created' && data.thread === thread,
        );
        expect(got.map(({ data: { id, text, sender } }) => ({ id, text, sender }))).to.deep.equal(
          messages.map(({ id, text, sender }) => ({ id, text, sender })),
        );
      }
      if (rows === undefined) continue;
      // What was about a thread that is gone may have been told, or not: but then its end was.
      const all = rows
        .filter(({ low_id: low, high_id: high }) => [low, high].includes(user.id))
        .map(keyOfRow);
      const order = new Map(all.map((key, index) => [key, index]));
      const missing = all.filter((key) => {
        const needed = kept.has(threadOf(key)) || key.startsWith('thread.deleted');
        return needed && !keys.includes(key);
      });
      expect(missing, `missed by ${user.username}`).to.deep.equal([]);
      expect(
        keys.filter((key) => !order.has(key)),
        'never happened',
      ).to.deep.equal([]);
      for (const thread of new Set(keys.map(threadOf))) {
        const places = keys.filter((key) => threadOf(key) === thread).map((key) => order.get(key)!);
        expect(places, `the order of thread ${thread}`).to.deep.equal([...places].sort((a, b) => a - b));
      }
    }
  }
}
