import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { answerClientError, refuseExpectation } from '../infrastructure/http/client-error.js';
import type { MessageClasses } from '../infrastructure/http/message-classes.js';
import type { Config } from './config/config.js';

/** How long requests under way may take after a stop was asked for, in milliseconds. */
const drainTime = 8000;

/** For how long a connection without a request stays open while the service stops, in milliseconds. */
const quietTime = 1000;

/** For how long nobody may have connected when the port closes, in milliseconds, and how long that is waited for. */
const silence = 20;
const silencePatience = 300;

/** Node's server with what it gets wrong by default put right, and a way to stop it that cuts off nobody. */
export class HttpServer {
  readonly #server: Server;
  readonly #traffic: Traffic;
  #keeps = true;

  /** @param listener answers from now on; it may be replaced. */
  constructor(
    public listener: RequestListener,
    classes: MessageClasses,
  ) {
    this.#server = createServer({ requireHostHeader: false, ...classes }, (request, response) => {
      if (!this.#keeps) response.shouldKeepAlive = false;
      this.listener(request, response);
    });
    this.#server.keepAliveTimeout = 65_000; // longer than the minute that proxies commonly keep connections open
    this.#server.on('clientError', answerClientError);
    this.#server.on('checkExpectation', refuseExpectation);
    this.#traffic = trafficOf(this.#server);
  }

  /** @throws what the system says, if the address cannot be listened on. */
  listen({ host, port }: Pick<Config, 'host' | 'port'>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  /** Where it listens: an address to open, without a slash at the end. */
  get url(): string {
    const { address, family, port } = this.#server.address() as AddressInfo;
    const host =
      address === '0.0.0.0' || address === '::' ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
    return `http://${host}:${port}`;
  }

  get isOpen(): boolean {
    return this.#server.listening;
  }

  /** Closes the port and every connection at once. */
  abort(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Each answer from now on ends its connection: what balances the load leads the next one elsewhere. */
  sendAway(): void {
    this.#keeps = false;
  }

  /**
   * Closes the port, and each connection after its answer, which says so. One without a request is closed when it has
   * been quiet for a while: at once, it would cut off a request that is on its way.
   */
  async drain(): Promise<void> {
    // The system resets connections that wait to be accepted when the port closes. If each answer ended its connection
    // until then, a proxy under load would open one for each request, and one of them would be waiting.
    this.#keeps = true;
    await this.#nobodyConnects();
    await nothingToAccept();
    this.sendAway();
    for (const { latest } of this.#traffic.connections.values())
      if (latest?.headersSent === false) latest.shouldKeepAlive = false;
    const closed = new Promise<void>((resolve) => {
      // Not http's own `close`, which also closes what is idle.
      NetServer.prototype.close.call(this.#server, () => resolve());
    });
    const began = performance.now();
    const closeQuiet = () => {
      const now = performance.now();
      for (const [socket, { underWay, quietSince }] of this.#traffic.connections) {
        // Most clients send their next request soon or not at all.
        if (underWay === 0 && now - Math.max(quietSince, began) >= quietTime) socket.destroy();
      }
    };
    // After what has arrived is read: a process that the system held up finds its timers due before the requests that
    // came meanwhile, and would reset their connections.
    const quiet = setInterval(() => setImmediate(closeQuiet), quietTime / 5);
    const late = setTimeout(() => {
      this.#server.closeAllConnections();
    }, drainTime);
    await closed;
    clearInterval(quiet);
    clearTimeout(late);
  }

  /** Waits until nobody has connected for a moment. Gives up after a while. */
  async #nobodyConnects(): Promise<void> {
    for (const start = performance.now(); ;) {
      const now = performance.now();
      const left = Math.max(this.#traffic.lastConnected, start) + silence - now;
      if (left <= 0 || now - start > silencePatience) return;
      await pause(left);
    }
  }
}

/**
 * Waits for a turn of the event loop that has just accepted whatever was there and found nothing else to do. Gives up
 * after a while.
 */
async function nothingToAccept(): Promise<void> {
  const start = performance.now();
  for (let last = start; last - start < 1200;) {
    await nextTurn();
    const now = performance.now();
    if (now - last < 0.1) return; // in milliseconds: an empty turn takes a tenth of it
    last = now;
  }
}

interface Connection {
  /** How many requests are under way on it. */
  underWay: number;
  /** The answer to the latest of them. Only this one may end the connection: an earlier one would cut it off. */
  latest: ServerResponse | undefined;
  /** Since when there is none, as `performance.now()` tells. */
  quietSince: number;
}

interface Traffic {
  readonly connections: ReadonlyMap<Socket, Connection>;
  /** When somebody connected last. */
  readonly lastConnected: number;
}

function trafficOf(server: Server): Traffic {
  const connections = new Map<Socket, Connection>();
  const traffic = { connections, lastConnected: 0 };
  server.on('connection', (socket: Socket) => {
    traffic.lastConnected = performance.now();
    connections.set(socket, { underWay: 0, latest: undefined, quietSince: traffic.lastConnected });
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    const connection = connections.get(socket);
    if (connection === undefined) return; // closed already
    connection.underWay += 1;
    connection.latest = response;
    response.once('close', () => {
      connection.underWay -= 1;
      if (connection.underWay > 0) return;
      connection.latest = undefined;
      connection.quietSince = performance.now();
    });
  });
  return traffic;
}
