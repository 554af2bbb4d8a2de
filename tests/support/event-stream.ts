import { expect } from 'chai';
import { createParser } from 'eventsource-parser';
import { type Body, until } from './client.js';
import { conformance } from './conformance.js';

/** An event as it came, its data parsed. Its fields are those of all kinds; a test names those that it expects. */
export interface Received {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Omit<Body, 'participants'> & {
    participants: (Body | number)[];
    total_unread?: number;
    reader: number;
    user: number;
    up_to?: number;
    ids?: number[];
  };
}

/** One open stream of events, which mistrusts what comes. */
export class EventStream {
  readonly events: Received[] = [];
  comments = 0;
  /** What an EventSource would send as Last-Event-ID. */
  lastId: string | undefined;
  ended = false;
  readonly closed: Promise<void>;
  readonly #abort: AbortController;

  private constructor(
    readonly response: Response,
    abort: AbortController,
    private readonly onEvent: (received: Received) => void,
  ) {
    this.#abort = abort;
    this.closed = this.#read().then(
      () => void (this.ended = true),
      () => void (this.ended = true),
    );
  }

  static async open(
    base: string,
    access: string,
    lastId?: string,
    onEvent: (received: Received) => void = () => undefined,
    more: Record<string, string> = {},
  ): Promise<EventStream> {
    const headers = { authorization: `Bearer ${access}`, ...more };
    return EventStream.#at(`${base}/events`, headers, lastId, onEvent);
  }

  /** As a browser's EventSource does, with whatever is in the query. */
  static async byQuery(base: string, query: Record<string, string>, lastId?: string): Promise<EventStream> {
    return EventStream.#at(
      `${base}/events?${new URLSearchParams(query).toString()}`,
      {},
      lastId,
      () => undefined,
    );
  }

  static async #at(
    url: string,
    headers: Record<string, string>,
    lastId: string | undefined,
    onEvent: (received: Received) => void,
  ): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(url, {
      headers: { ...headers, ...(lastId !== undefined && { 'last-event-id': lastId }) },
      signal: abort.signal,
    });
    expect(response.status, 'the status of a stream').to.equal(200);
    expect(response.headers.get('content-type')).to.equal('text/event-stream; charset=utf-8');
    const stream = new EventStream(response, abort, onEvent);
    stream.lastId = response.headers.get('last-event-id') ?? undefined;
    return stream;
  }

  /** Ends it on this side. */
  async cut(): Promise<void> {
    this.#abort.abort();
    await this.closed;
  }

  /** Waits for as many events as there are names, in all, and returns their data. */
  async expect(...names: string[]): Promise<Received['data'][]> {
    await until(`${names.join()} have come`, async () => this.events.length >= names.length || this.ended);
    expect(this.events.map(({ event }) => event)).to.deep.equal(names);
    return this.events.map(({ data }) => data);
  }

  async #read(): Promise<void> {
    const document = await conformance();
    // The library tells ids with events only; a client has to keep those that come alone, too.
    const parser = createParser({
      onEvent: ({ event = 'message', id, data }) => {
        const received = { event, id, data: JSON.parse(data) as Received['data'] };
        document.checkEvent({ event, ...(id !== undefined && { id }), data: received.data });
        this.events.push(received);
        this.onEvent(received);
      },
      onComment: () => (this.comments += 1),
      onError: (error) => {
        throw error;
      },
    });
    const decoder = new TextDecoder();
    let line = '';
    for await (const bytes of this.response.body ?? []) {
      const text = decoder.decode(bytes as Uint8Array, { stream: true });
      parser.feed(text);
      const lines = (line + text).split('\n');
      line = lines.pop() ?? '';
      for (const whole of lines) if (whole.startsWith('id: ')) this.lastId = whole.slice(4);
    }
  }
}
