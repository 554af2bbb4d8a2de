import {
  ok,
  ProblemError,
  type Attachment,
  type Duet,
  type Message,
  type Thread,
  type User,
} from '../client/index.js';

export type ReportReason = 'spam' | 'abuse' | 'fraud' | 'other';

/** How the user wants to be shown. Null takes away. */
export interface Profile {
  readonly name?: string | null;
  readonly avatar_url?: string | null;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly count: number;
  readonly isLast: boolean;
}

interface Answered<Item> {
  readonly results: readonly Item[];
  readonly count: number;
  readonly next: string | null;
}

/** The requests that the page makes. All throw ProblemError, SessionEnded, or TypeError without a connection. */
export class Service {
  constructor(private readonly duet: Duet) {}

  search(text: string, signal: AbortSignal): Promise<readonly User[]> {
    const query = { search: text, limit: 20 };
    return ok(this.duet.api.GET('/api/v1/users', { params: { query }, signal })).then(
      ({ results }) => results,
    );
  }

  async searchMessages(search: string, offset: number, signal?: AbortSignal): Promise<Page<Message>> {
    const params = { query: { search, offset, limit: 20 } };
    return pageOf(await ok(this.duet.api.GET('/api/v1/messages', { params, ...(signal && { signal }) })));
  }

  /** The thread with this person, which is made if there is none. */
  openThread(person: number): Promise<Thread> {
    return ok(this.duet.api.POST('/api/v1/threads', { body: { participants: [person] } }));
  }

  threads(offset: number, limit: number): Promise<Page<Thread>> {
    return ok(this.duet.api.GET('/api/v1/threads', { params: { query: { limit, offset } } })).then(pageOf);
  }

  /** Whether put away or not, 100 from the `offset`-th on. */
  async allThreads(offset: number): Promise<Page<Thread>> {
    const query = { archived: 'all' as const, limit: 100, offset };
    return pageOf(await ok(this.duet.api.GET('/api/v1/threads', { params: { query } })));
  }

  /** Those that the user has put away, the latest 100. */
  async archived(): Promise<readonly Thread[]> {
    const query = { archived: 'true' as const, limit: 100 };
    return (await ok(this.duet.api.GET('/api/v1/threads', { params: { query } }))).results;
  }

  /** Changes how the user sees a thread. */
  changeView(thread: number, view: { archived?: boolean; muted?: boolean }): Promise<Thread> {
    return ok(this.duet.api.PATCH('/api/v1/threads/{thread}', { params: { path: { thread } }, body: view }));
  }

  /** @returns undefined if it is not there any more. */
  thread(id: number): Promise<Thread | undefined> {
    return found(this.duet.api.GET('/api/v1/threads/{thread}', { params: { path: { thread: id } } }));
  }

  /**
   * Newest first.
   * @param before only what came before this message.
   * @returns undefined if the thread is not there any more.
   */
  async messages(thread: number, limit: number, before?: number): Promise<Page<Message> | undefined> {
    const query = before === undefined ? { limit, ordering: '-created' as const } : { limit, before };
    const params = { path: { thread }, query };
    const page = await found(this.duet.api.GET('/api/v1/threads/{thread}/messages', { params }));
    return page && pageOf(page);
  }

  async unread(): Promise<number> {
    const params = { path: { user: 'me' as const } };
    const { count } = await ok(this.duet.api.GET('/api/v1/users/{user}/unread-count', { params }));
    return count;
  }

  async markRead(thread: number, upTo: number): Promise<void> {
    const init = { params: { path: { thread } }, body: { up_to: upTo } };
    await ok(this.duet.api.POST('/api/v1/threads/{thread}/read', init));
  }

  /** For how long a repeated send is recognised by its key, and a sender may edit, in milliseconds. */
  async limits(): Promise<{ keyLife: number; editPeriod: number }> {
    const limits = await ok(this.duet.api.GET('/api/v1/limits'));
    return { keyLife: limits.idempotency_key_seconds * 1000, editPeriod: limits.edit_seconds * 1000 };
  }

  editMessage(id: number, text: string): Promise<Message> {
    const params = { path: { message: id } };
    return ok(this.duet.api.PATCH('/api/v1/messages/{message}', { params, body: { text } }));
  }

  async deleteMessage(id: number): Promise<void> {
    await ok(this.duet.api.DELETE('/api/v1/messages/{message}', { params: { path: { message: id } } }));
  }

  async report(id: number, reason: ReportReason, comment: string): Promise<void> {
    const init = { params: { path: { message: id } }, body: { reason, comment } };
    await ok(this.duet.api.POST('/api/v1/messages/{message}/reports', init));
  }

  /** With new links. */
  attachment(id: number): Promise<Attachment> {
    const params = { path: { attachment: id } };
    return ok(this.duet.api.GET('/api/v1/attachments/{attachment}', { params }));
  }

  changeProfile(body: Profile): Promise<User> {
    return ok(this.duet.api.PATCH('/api/v1/users/me', { body }));
  }

  async changePassword(current: string, password: string): Promise<void> {
    await ok(this.duet.api.PUT('/api/v1/users/me/password', { body: { current, password } }));
  }

  exported(): Promise<Blob> {
    const params = { path: { user: 'me' as const } };
    return ok(this.duet.api.GET('/api/v1/users/{user}/export', { params, parseAs: 'blob' }));
  }

  async eraseAccount(password: string): Promise<void> {
    await ok(this.duet.api.DELETE('/api/v1/users/me', { body: { password } }));
  }

  async typing(thread: number): Promise<void> {
    await ok(this.duet.api.POST('/api/v1/threads/{thread}/typing', { params: { path: { thread } } }));
  }

  async blocked(): Promise<ReadonlySet<number>> {
    return new Set((await this.blockedPeople()).map(({ id }) => id));
  }

  async blockedPeople(): Promise<readonly User[]> {
    const blocked: User[] = [];
    for (let hasMore = true; hasMore;) {
      const query = { limit: 100, offset: blocked.length };
      const page = await ok(this.duet.api.GET('/api/v1/users/me/blocks', { params: { query } }));
      blocked.push(...page.results);
      hasMore = page.next !== null;
    }
    return blocked;
  }

  async block(person: number): Promise<void> {
    await ok(this.duet.api.PUT('/api/v1/users/{user}/block', { params: { path: { user: person } } }));
  }

  async unblock(person: number): Promise<void> {
    await ok(this.duet.api.DELETE('/api/v1/users/{user}/block', { params: { path: { user: person } } }));
  }
}

function pageOf<Item>({ results, count, next }: Answered<Item>): Page<Item> {
  return { items: results, count, isLast: next === null };
}

async function found<Data>(
  answer: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data | undefined> {
  const { data, error, response } = await answer;
  if (response.status === 404) return undefined;
  if (data === undefined) throw new ProblemError(response, error);
  return data;
}
