import type { ServerResponse } from 'node:http';
import type { Receiver } from '../../../application/live/event-feed.js';
import type { ChatEvent } from '../../../application/ports/event-log.js';
import type { Typing } from '../../../application/ports/event-signals.js';
import type { Metrics } from '../metrics.js';
import { presentEvent } from './presenters.js';
import { sendHead, type Identified } from '../send.js';

// The format of https://html.spec.whatwg.org/multipage/server-sent-events.html

/** When a client may come back after the stream has ended, in milliseconds. */
const reconnection = 1000;

/** The longest that a timer can wait, in milliseconds. */
const longest = 2 ** 31 - 1;

type FrameOf = (event: ChatEvent, reader: number) => string;

/** Several streams of one user have the same event one after the other: it is written out once for them. */
export function eventFrames(): FrameOf {
  let last: { event: ChatEvent; reader: number; frame: string } | undefined;
  return (event, reader) => {
    if (last?.event !== event || last.reader !== reader) {
      const data = JSON.stringify(presentEvent(event, reader));
      last = { event, reader, frame: `event: ${event.type}\nid: ${event.position}\ndata: ${data}\n\n` };
    }
    return last.frame;
  };
}

export function streamHead(response: ServerResponse & Identified, lastId?: string): ServerResponse {
  response.streams = true;
  sendHead(response, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no', // nginx would collect it
    ...(lastId !== undefined && { 'Last-Event-ID': lastId }),
  });
  return response;
}

/** A response that the events of one user are written to. */
export class EventStream implements Receiver {
  readonly #heartbeat: NodeJS.Timeout;
  readonly #expiry: NodeJS.Timeout | undefined;
  /** Whether there was no room when the heart last beat. */
  #stalled = false;

  /** @param lastId what the client has, or what it starts from. */
  constructor(
    private readonly response: ServerResponse & Identified,
    private readonly reader: number,
    lastId: string,
    private readonly options: {
      readonly heartbeat: number;
      readonly expires: Date | undefined;
      readonly frameOf: FrameOf;
      readonly metrics: Metrics;
    },
  ) {
    const { heartbeat, expires } = options;
    streamHead(response, lastId).write(`: hello\nretry: ${reconnection}\n\n`);
    this.#heartbeat = setInterval(() => this.#beat(), heartbeat).unref();
    const left = expires === undefined ? undefined : Math.min(expires.getTime() - Date.now(), longest);
    this.#expiry = left === undefined ? undefined : setTimeout(() => this.end(), left).unref();
    response.on('error', () => undefined); // `close` comes, too
    response.on('drain', () => (this.#stalled = false));
    response.once('close', () => {
      clearInterval(this.#heartbeat);
      clearTimeout(this.#expiry);
    });
  }

  event(event: ChatEvent): boolean {
    const room = this.response.write(this.options.frameOf(event, this.reader));
    this.options.metrics.eventDelivered();
    return room;
  }

  reached(position: string): boolean {
    return this.response.write(`id: ${position}\n\n`);
  }

  reset(position: string): boolean {
    return this.response.write(`event: reset\nid: ${position}\ndata: {}\n\n`);
  }

  typing({ thread, user }: Typing): void {
    if (this.response.writableNeedDrain) return;
    this.response.write(`event: typing\ndata: ${JSON.stringify({ thread, user })}\n\n`);
  }

  ready(): Promise<void> {
    const { response } = this;
    return new Promise((resolve) => {
      const done = () => {
        response.off('drain', done).off('close', done);
        resolve();
      };
      if (!response.writableNeedDrain || response.destroyed) done();
      else response.once('drain', done).once('close', done);
    });
  }

  end(): void {
    // What a client does not take now, it gets when it comes back.
    if (this.response.writableNeedDrain) this.response.destroy();
    else this.response.end();
  }

  tooSlow(): void {
    this.options.metrics.slowStreamCut();
    this.response.destroy();
  }

  /** Cuts off a reader who has taken nothing since the last beat: perhaps there is nobody any more. */
  #beat(): void {
    if (!this.response.writableNeedDrain) this.response.write(': heartbeat\n\n');
    else if (this.#stalled) this.tooSlow();
    else this.#stalled = true;
  }
}
