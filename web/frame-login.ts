import { SessionEnded, type TokenSource } from '../client/index.js';
import type { Changed, Login } from './login.js';

/** For how long the page around this one may think about a token, in milliseconds. */
const patience = 10_000;

/** The page around this one has not answered. */
export class HostSilent extends Error {
  override readonly name = 'HostSilent';
}

/** What the page around this one says: null if nobody is signed in there any more. */
interface Answer {
  readonly type: 'duet.token';
  readonly token: string | null;
}

/**
 * Gets its tokens from the page around this one, by messages: this page asks with `{type: 'duet.token.wanted'}`, and the
 * other one answers, or says by itself when somebody signs in or out, with `{type: 'duet.token', token}`.
 */
export class FrameLogin implements Login, TokenSource {
  readonly #host = window.parent;
  #changed: Changed = () => undefined;
  #waiting: ((token: string | null) => void)[] = [];
  /** Whose token was the last one; undefined before the first; null after somebody signed out. */
  #subject: string | null | undefined;

  /** @param origins where a page around this one may come from. */
  constructor(private readonly origins: readonly string[]) {
    addEventListener('message', ({ source, origin, data }) => {
      if (source === this.#host && origins.includes(origin) && isAnswer(data)) this.#take(data.token);
    });
  }

  exists(): boolean {
    return true;
  }

  watch(changed: Changed): void {
    this.#changed = changed;
  }

  /** @throws SessionEnded if nobody is signed in; HostSilent. */
  async token(): Promise<string> {
    const token = await new Promise<string | null>((resolve, reject) => {
      const timer = setTimeout(() => reject(new HostSilent()), patience);
      this.#waiting.push((answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.#ask();
    });
    if (token === null) throw new SessionEnded('Nobody is signed in to the page around this one.');
    return token;
  }

  #ask(): void {
    const from = URL.canParse(document.referrer) ? new URL(document.referrer).origin : '';
    const known = this.origins.includes(from) ? [from] : this.origins;
    for (const origin of known) this.#host.postMessage({ type: 'duet.token.wanted' }, origin);
  }

  #take(token: string | null): void {
    const subject = token === null ? null : subjectOf(token);
    const before = this.#subject;
    this.#subject = subject;
    // Somebody else must not find anything of the one before, so the page begins again.
    if (before !== undefined && subject !== null && subject !== before) {
      location.reload();
      return;
    }
    for (const answer of this.#waiting.splice(0)) answer(token);
    if (token === null) this.#changed('here', false);
  }
}

function isAnswer(data: unknown): data is Answer {
  if (typeof data !== 'object' || data === null) return false;
  const { type, token } = data as Partial<Answer>;
  return type === 'duet.token' && (token === null || typeof token === 'string');
}

/** What tells one user's tokens from another's. */
function subjectOf(token: string): string {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { sub, user_id: id } = JSON.parse(atob(payload)) as { sub?: unknown; user_id?: unknown };
    return String(sub ?? id);
  } catch {
    return token;
  }
}
