import type { ServerResponse } from 'node:http';
import type { Delivery, Stream } from '../../../application/live/event-feed.js';
import type { ChatEvent, Reader } from '../../../application/ports/event-log.js';
import type { Metrics } from '../metrics.js';
import type { Links } from './attachment-links.js';
import { presentEvent, presentTyping } from './presenters.js';
import { sendHead, type Identified } from '../send.js';

// The format of https://html.spec.whatwg.org/multipage/server-sent-events.html

/** When a client may come back after the stream has ended, in milliseconds. */
const reconnection = 1000;

/** The longest that a timer can wait, in milliseconds. */
const longest = 2 ** 31 - 1;

type FrameOf = (delivery: Delivery, reader: Reader, links: Links) => string;

/** How deliveries are written. Several streams of one reader have the same event one after the other: it is written once. */
export function frames(metrics: Metrics): FrameOf {
  let last: { event: ChatEvent; reader: Reader; base: string; frame: string } | undefined;
  const frameOfEvent = (event: ChatEvent, reader: Reader, links: Links): string => {
    const { base } = links;
    metrics.eventDelivered();
    if (last?.event !== event || last.reader !== reader || last.base !== base) {
      const data = JSON.stringify(presentEvent(event, reader, links));
      last = { event, reader, base, frame: `event: ${event.type}\nid: ${event.position}\ndata: ${data}\n\n` };
    }
    return last.frame;
  };
  return (delivery, reader, links) => {
    switch (delivery.type) {
      case 'reached':
        return `id: ${delivery.position}\n\n`;
      case 'reset':
        return `event: reset\nid: ${delivery.position}\ndata: {}\n\n`;
      case 'typing':
        return `event: typing\ndata: ${JSON.stringify(presentTyping(delivery, reader))}\n\n`;
      default:
        return frameOfEvent(delivery, reader, links);
    }
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

interface StreamOptions {
  /** The last id that the client has; undefined: it starts from now. */
  readonly since: string | undefined;
  readonly heartbeat: number;
  readonly expires: Date | undefined;
  readonly frameOf: FrameOf;
  readonly links: Links;
  readonly metrics: Metrics;
}

/** Answers with a stream, until one side ends it. */
export async function sendEvents(
  response: ServerResponse & Identified,
  stream: Stream,
  { since, heartbeat, expires, frameOf, links, metrics }: StreamOptions,
): Promise<void> {
  streamHead(response, since ?? stream.position).write(`: hello\nretry: ${reconnection}\n\n`);

  /** Whether there was no room when the heart last beat. */
  let stalled = false;
  const beat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': heartbeat\n\n');
    else if (!stalled) stalled = true;
    else stream.endTooSlow(); // perhaps there is nobody any more
  }, heartbeat).unref();
  const left = expires === undefined ? undefined : Math.min(expires.getTime() - Date.now(), longest);
  const expiry = left === undefined ? undefined : setTimeout(() => stream.end(), left).unref();
  const cut = () => {
    clearInterval(beat);
    clearTimeout(expiry);
    if (stream.tooSlow) metrics.slowStreamCut();
    // What a client does not take now, it gets when it comes back.
    if (stream.tooSlow || response.writableNeedDrain) response.destroy();
    else response.end();
  };
  let goOn: () => void = () => undefined;
  response.on('error', () => undefined); // `close` comes, too
  response.on('drain', () => {
    stalled = false;
    goOn();
  });
  response.once('close', () => stream.end());
  stream.onEnd(() => {
    cut();
    goOn();
  });
  if (response.destroyed) stream.end();

  for await (const delivery of stream.deliveries(since)) {
    if (stream.over) return;
    const room = response.write(frameOf(delivery, stream.reader, links));
    if (!room) await new Promise<void>((resolve) => (goOn = resolve));
  }
}
