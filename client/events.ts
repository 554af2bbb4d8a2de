import { either } from './either.js';
import { createParser } from 'eventsource-parser';
import { backoff, pause } from './pause.js';
import { ProblemError, problemOf } from './problem.js';
import type { components } from './schema.js';
import { SessionEnded, type AccessTokens } from './session.js';

/** Pass its `id` as `lastEventId` to continue after this event. */
export type DuetEvent = components['schemas']['Event'];

const known: Readonly<Record<DuetEvent['event'], true>> = {
  'thread.created': true,
  'thread.updated': true,
  'thread.deleted': true,
  'message.created': true,
  'message.updated': true,
  'message.deleted': true,
  'message.read': true,
  'user.created': true,
  'user.updated': true,
  'user.deleted': true,
  typing: true,
  reset: true,
};

export interface StreamOptions {
  /** The id of the last event that was handled. Without it, the stream begins now. */
  readonly lastEventId?: string | undefined;
  /** Aborting it ends the stream, and the loop over it. */
  readonly signal?: AbortSignal | undefined;
  /** A connection without any sign of life for this long counts as broken. In milliseconds, 45,000 by default. */
  readonly silence?: number | undefined;
  /** Called when the stream opens and when it closes. What is read after it opened misses no event. */
  readonly onState?: ((state: 'open' | 'closed') => void) | undefined;
}

/** A stream that was open for this long counts as a success, even without events. In milliseconds. */
const steady = 5_000;

export async function* streamEvents(
  url: string,
  tokens: AccessTokens,
  { lastEventId, signal, silence = 45_000, onState }: StreamOptions,
): AsyncGenerator<DuetEvent, void> {
  let last = lastEventId === '' ? undefined : lastEventId;
  let refused: string | undefined;
  let isOld = false;
  let failures = 0;
  let before = false;
  while (signal?.aborted !== true) {
    const attempt = new AbortController();
    let opened: number | undefined;
    let retryAfter = 0;
    try {
      const access = await tokens.access(refused);
      isOld = access === refused;
      const headers = {
        ...tokens.headers,
        Authorization: `Bearer ${access}`,
        Accept: 'text/event-stream',
        ...(last !== undefined && { 'Last-Event-ID': last }),
      };
      const within = watch(attempt, silence);
      const response = await within(fetch(url, { headers, signal: either(attempt, signal) }));
      if (response.status === 401) refused = access;
      if (!response.ok || response.body === null) throw await problemOf(response);
      opened = Date.now();
      const gap = before && last === undefined;
      last ??= response.headers.get('Last-Event-ID') ?? undefined;
      onState?.('open');
      // Without an id to continue from, events between the two connections are lost.
      if (gap) yield { event: 'reset', id: '', data: {} };
      before = true;
      for await (const event of eventsIn(response.body, within)) {
        failures = 0;
        if ('idAlone' in event) {
          last = event.idAlone;
        } else {
          if ('id' in event) last = event.id;
          yield event;
        }
      }
    } catch (error) {
      if (error instanceof SessionEnded) throw error;
      if (error instanceof ProblemError) {
        // A new token may be let in; the one that was refused will not be.
        if (!error.transient && (error.status !== 401 || isOld)) throw error;
        retryAfter = (error.retryAfter ?? 0) * 1000;
      }
    } finally {
      attempt.abort(); // ends the request if the reader has stopped early
      if (opened !== undefined) onState?.('closed');
    }
    if (opened !== undefined && Date.now() - opened > steady) failures = 0;
    failures += 1;
    await pause(Math.max(backoff(failures), retryAfter), signal);
  }
}

/** An id without an event: the log has grown, but nothing in it concerned the user. */
interface IdAlone {
  readonly idAlone: string;
}

async function* eventsIn(
  body: ReadableStream<Uint8Array>,
  within: Watch,
): AsyncGenerator<DuetEvent | IdAlone, void> {
  const received: (DuetEvent | IdAlone)[] = [];
  const parser = createParser({
    onEvent: ({ id, event = 'message', data }) => {
      if (!(event in known)) return; // newer versions of the service may send other events
      received.push({ event, ...(id && { id }), data: JSON.parse(data) as unknown } as DuetEvent);
    },
  });
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (let rest = ''; ;) {
    const { done, value } = await within(reader.read());
    if (done) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      // The parser skips blocks without data, so ids without an event are found here.
      const [, idAlone] = /^id: ?([^\r\n\0]+)$/.exec(block) ?? [];
      if (idAlone === undefined) parser.feed(`${block}\n\n`);
      else received.push({ idAlone });
    }
    yield* received.splice(0);
  }
}

type Watch = <T>(work: Promise<T>) => Promise<T>;

/** Aborts the attempt if a piece of work takes too long. */
function watch(attempt: AbortController, milliseconds: number): Watch {
  return (work) => {
    const timer = setTimeout(() => {
      attempt.abort();
    }, milliseconds);
    return work.finally(() => {
      clearTimeout(timer);
    });
  };
}
