import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { listenOnPortToKeep } from './port-to-keep.js';

/** What came, with its signature checked by the receiver's side of the library if the secret is known. */
export interface Received {
  readonly key: string;
  readonly headers: IncomingMessage['headers'];
  readonly raw: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Record<string, unknown>;
}

/** A real server that takes webhooks. */
export class Receiver {
  readonly received: Received[] = [];
  /** Decides what to answer; what it answers otherwise than with 204 was not taken. */
  answer: (received: Received, response: ServerResponse) => void | Promise<void> = () => undefined;
  /** Of those that were answered with 2xx. */
  readonly taken: Received[] = [];
  /** What all that comes must be signed with. */
  secret: string | undefined;
  readonly #server: Server = createServer((request, response) => void this.#take(request, response));
  #port: number | undefined;

  /** @param port undefined: any, or the same again after `stop`. */
  async start(port = this.#port): Promise<this> {
    this.#port = await listenOnPortToKeep(this.#server, port);
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Of these types, in the order in which they came. */
  of(...types: string[]): Received[] {
    return this.received.filter(({ type }) => types.includes(type));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let raw = '';
    for await (const chunk of request.setEncoding('utf8')) raw += chunk as string;
    const { headers } = request;
    try {
      if (this.secret !== undefined) new Webhook(this.secret).verify(raw, headers as Record<string, string>);
    } catch {
      return void response.writeHead(401).end();
    }
    const received = {
      ...(JSON.parse(raw) as Pick<Received, 'type' | 'timestamp' | 'data'>),
      key: String(headers['webhook-id']),
      headers,
      raw,
    };
    this.received.push(received);
    await this.answer(received, response);
    if (response.headersSent || response.destroyed) {
      if (response.statusCode < 300) this.taken.push(received);
      return;
    }
    this.taken.push(received);
    response.writeHead(204).end();
  }
}
