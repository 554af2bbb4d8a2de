import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { urlToHttpOptions } from 'node:url';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { Webhook } from 'standardwebhooks';
import type { Posting, WebhookSender } from '../../application/ports/webhook-sender.js';
import { responseLength, type Attempt } from '../../domain/webhooks/delivery.js';

export interface SenderOptions {
  /** Whether it may post to private, loopback and other addresses that are not of the public Internet. */
  readonly isPrivateAllowed: boolean;
  /** How long an answer may take, in milliseconds. */
  readonly timeout?: number;
  /** How names are resolved; undefined: as the system does. */
  readonly lookup?: LookupFunction;
}

/** How long to look whether an address is allowed, in milliseconds. */
const lookPatience = 2000;

/** How long the text of an answer may take after its head, in milliseconds. */
const textPatience = 1000;

const refusal =
  'The URL leads to an address that is not on the public Internet. Webhooks go there only with WEBHOOK_PRIVATE=on.';

/**
 * Posts as https://www.standardwebhooks.com says. The agents look at each address that they connect to, after its name
 * was resolved: so no spelling of an address gets past them, and no name that resolves to another one later. Redirects
 * are not followed.
 */
export class HttpWebhookSender implements WebhookSender {
  readonly #agents: { readonly http: RequestFilteringHttpAgent; readonly https: RequestFilteringHttpsAgent };

  constructor(private readonly options: SenderOptions) {
    const { isPrivateAllowed } = options;
    const filter = {
      keepAlive: true,
      maxFreeSockets: 8,
      allowPrivateIPAddress: isPrivateAllowed,
      allowMetaIPAddress: isPrivateAllowed,
    };
    this.#agents = {
      http: new RequestFilteringHttpAgent(filter),
      https: new RequestFilteringHttpsAgent(filter),
    };
  }

  refusalOf(url: string): Promise<string | undefined> {
    const host = hostOf(url);
    const { lookup } = this.options;
    // Given up before it connects: the agent looks at the address first.
    const socket = this.#agents.http.createConnection({
      host,
      port: 80,
      ...(lookup && { lookup }),
    }) as Socket;
    return new Promise((resolve) => {
      const done = (answer: string | undefined): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve(answer);
      };
      const timer = setTimeout(() => done(undefined), lookPatience);
      socket.on('error', (error) => done(isRefusal(error) ? refusal : undefined));
      socket.once('lookup', (error: Error | null) => {
        if (!error) done(undefined);
      });
      if (isIP(host) !== 0) done(socket.destroyed ? refusal : undefined);
    });
  }

  async post({ url, key, body, secrets }: Posting, signal?: AbortSignal): Promise<Attempt> {
    const { timeout = 15_000 } = this.options;
    const started = performance.now();
    const duration = () => Math.round(performance.now() - started);
    // Not AbortSignal.timeout and any: what they make would live on for as long as the timeout, thousands at a time.
    const over = new AbortController();
    const late = new Error(`No answer within ${timeout / 1000} seconds.`);
    const end = (): void => over.abort();
    const timer = setTimeout(() => over.abort(late), timeout);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
    try {
      const answer = await this.#request(url, headersOf(key, body, secrets), body, over.signal);
      const took = duration();
      return {
        status: answer.statusCode,
        duration: took,
        error: undefined,
        response: await beginningOf(answer),
      };
    } catch (error) {
      const reason = over.signal.reason === late ? late.message : reasonOf(error);
      return { status: undefined, duration: duration(), error: reason, response: undefined };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    }
  }

  #request(
    url: string,
    headers: http.OutgoingHttpHeaders,
    body: string,
    signal: AbortSignal,
  ): Promise<http.IncomingMessage> {
    const isHttps = url.toLowerCase().startsWith('https:');
    const { lookup } = this.options;
    const options = { method: 'POST', headers, signal, ...(lookup && { lookup }) };
    return new Promise((resolve, reject) => {
      const request = isHttps
        ? https.request(url, { ...options, agent: this.#agents.https })
        : http.request(url, { ...options, agent: this.#agents.http });
      request.on('response', resolve).on('error', reject).end(body);
    });
  }
}

/** Without the brackets of IPv6. */
function hostOf(url: string): string {
  return urlToHttpOptions(new URL(url)).hostname ?? '';
}

function headersOf(key: string, body: string, secrets: readonly string[]): http.OutgoingHttpHeaders {
  const sent = new Date();
  return {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'User-Agent': 'Duet',
    'Webhook-Id': key,
    'Webhook-Timestamp': Math.floor(sent.getTime() / 1000),
    'Webhook-Signature': secrets.map((secret) => new Webhook(secret).sign(key, sent, body)).join(' '),
  };
}

/** A little of the answer's text, as far as it comes in time; the rest is not taken. */
async function beginningOf(answer: http.IncomingMessage): Promise<string> {
  let text = '';
  const timer = setTimeout(() => answer.destroy(), textPatience);
  try {
    for await (const chunk of answer.setEncoding('utf8')) {
      text += chunk as string;
      if (text.length > responseLength) break; // which destroys it
    }
  } catch {
    // What came is enough: the status says whether it was taken.
  } finally {
    clearTimeout(timer);
  }
  // A database takes neither half a character nor NUL.
  return text.slice(0, responseLength).toWellFormed().replaceAll('\u0000', '\ufffd');
}

function reasonOf(error: unknown): string {
  if (isRefusal(error)) return refusal;
  const { code, message } = error as NodeJS.ErrnoException;
  return `No answer: ${code ?? message}.`;
}

/** The library throws plain errors. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.message.includes('is not allowed. Because');
}
