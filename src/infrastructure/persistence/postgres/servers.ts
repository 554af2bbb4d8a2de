import pg from 'pg';
import { Outage } from '../../../application/ports/outage.js';
import { serverUrls } from './server-urls.js';

/** How long a server may take to accept a new connection, and to say what it is, in milliseconds. */
export const connectionPatience = 3000;

/** How long to wait for what the others say, once a server has said that it takes writes, in milliseconds. */
const othersPatience = 500;

/** What a server says of itself. */
export interface Standing {
  /** Whether it copies another one, and may be behind it. */
  readonly isStandby: boolean;
  readonly takesWrites: boolean;
  /** Of the cluster: a standby has that of the server it copies. Undefined if the server does not tell. */
  readonly system: string | undefined;
  /** A promotion begins a new one, with a higher number. Undefined if the server does not tell, as a standby does not. */
  readonly timeline: number | undefined;
}

interface Place {
  readonly host: string;
  readonly port: number;
}

type Found = Place & Standing;

interface ServerOptions {
  readonly connectionString: string;
  readonly Client: typeof pg.Client;
  readonly servers: Servers;
}

/** There is no server now that can be used, which may change by itself. */
export class NoServer extends Error {}

/**
 * The servers of a URL, of which one takes writes: all connections go to that one. With a single server, that is the one,
 * whatever it takes. A standby is never used, because what it shows may be behind.
 */
export class Servers {
  readonly #places: readonly Place[];
  #current: Found | undefined;
  #looking: Promise<Found> | undefined;
  /** The newest timeline that took writes. */
  #newest: { readonly system: string; readonly timeline: number } | undefined;
  readonly #connected = new Set<ServerClient>();
  /** Is told of each connection to a server that is no standby, before anybody uses it. */
  admit: (client: pg.ClientBase, standing: Standing) => Promise<void> = () => Promise.resolve();

  private constructor(
    private readonly url: string,
    urls: readonly string[],
  ) {
    this.#places = urls.map((one) => {
      const { host, port } = new pg.Client({ connectionString: one });
      return { host, port };
    });
  }

  static of(url: string): Servers {
    const urls = serverUrls(url);
    if (urls === undefined) throw new Error('it is not a URL of PostgreSQL.');
    return new Servers(urls[0], urls);
  }

  /** What makes clients and pools connect to the server that takes writes. */
  get options(): ServerOptions {
    return { connectionString: this.url, Client: ServerClient, servers: this };
  }

  /** A client that is not connected yet. */
  client(options: pg.ClientConfig): pg.Client {
    return new ServerClient({ ...options, ...this.options });
  }

  /** Which server is to be connected to. @throws NoServer */
  async find(): Promise<Place> {
    const [only, ...others] = this.#places;
    if (only !== undefined && others.length === 0) return only;
    if (this.#current?.takesWrites === true) return this.#current;
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  /** @throws NoServer if the client has got to a server that is not to be used. */
  async check(client: ServerClient): Promise<void> {
    const standing = await standingOf(client);
    this.#refuse({ host: client.host, port: client.port, ...standing });
    if (this.#places.length > 1 && !standing.takesWrites && this.#current?.takesWrites === true) {
      throw new NoServer('it takes no writes any more.');
    }
    await this.admit(client, standing);
    this.#note(standing);
    this.#connected.add(client);
    client.once('end', () => this.#connected.delete(client));
  }

  /** Connects only to look. @throws NoServer */
  async visit(options: pg.ClientConfig): Promise<void> {
    const client = this.client(options);
    client.on('error', () => undefined);
    await client.connect();
    await client.end();
  }

  /** The server has failed, or takes no writes any more: the next connection looks for another. */
  doubt(place?: Place): void {
    if (place === undefined || isSame(place, this.#current)) this.#current = undefined;
  }

  /** Looks whether there is a better server than the present one, which is in doubt, and leaves it then. */
  lookAround(): void {
    this.doubt();
    if (this.#places.length > 1) this.find().catch(() => undefined); // the next connection says why
  }

  async #look(): Promise<Found> {
    const found: Found[] = [];
    const failures: { readonly place: Place; readonly error: unknown }[] = [];
    const asked = this.#places.map(async (place) => {
      try {
        const standing = { ...place, ...(await this.#ask(place)) };
        this.#refuse(standing);
        found.push(standing);
      } catch (error) {
        failures.push({ place, error });
      }
    });
    await Promise.race([Promise.all(asked), firstOf(asked, () => found.some((one) => one.takesWrites))]);
    const inOrder = this.#places.flatMap((place) => found.filter((one) => isSame(one, place)));
    const best = inOrder.sort(byWorth)[0];
    if (best === undefined) {
      const each = failures.map(({ place, error }) => `${place.host}:${place.port}: ${reasonOf(error)}`);
      throw new (failures.some(({ error }) => mayPass(error)) ? NoServer : Error)(each.join('; '));
    }
    this.#note(best);
    this.#current = best;
    for (const client of this.#connected) if (!isSame(client, best)) client.abandon();
    return best;
  }

  async #ask({ host, port }: Place): Promise<Standing> {
    const client = new ImpatientClient({ connectionString: this.url, application_name: 'duet' });
    client.on('error', () => undefined);
    Object.assign(client, { host, port });
    try {
      await client.connect();
      return await standingOf(client);
    } finally {
      client.end().catch(() => undefined);
    }
  }

  #refuse({ isStandby, takesWrites, system, timeline }: Found): void {
    if (isStandby) throw new NoServer('it takes no writes: it is a standby that has not been promoted.');
    const newest = this.#newest;
    if (!takesWrites || newest === undefined || timeline === undefined || newest.system !== system) return;
    if (timeline >= newest.timeline) return;
    throw new NoServer(
      `it is a former primary, on timeline ${timeline}: another server was promoted and is on ${newest.timeline}.`,
    );
  }

  #note({ takesWrites, system, timeline }: Standing): void {
    if (takesWrites && system !== undefined && timeline !== undefined) this.#newest = { system, timeline };
  }
}

/** The pool has one limit for both: the wait for a connection, and the making of one. */
class ImpatientClient extends pg.Client {
  constructor(options?: pg.ClientConfig) {
    super({ ...options, connectionTimeoutMillis: connectionPatience });
  }
}

/** A connection to the one of several servers that takes writes. */
class ServerClient extends ImpatientClient {
  readonly #servers: Servers;

  constructor(options: pg.ClientConfig & { readonly servers: Servers }) {
    super(options);
    this.#servers = options.servers;
  }

  override connect(): Promise<this>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<this> | void {
    const connected = this.#connect();
    if (callback === undefined) return connected;
    connected.then(() => (callback as () => void)(), callback);
  }

  async #connect(): Promise<this> {
    const place = await this.#servers.find();
    Object.assign(this, place);
    const doubt = () => this.#servers.doubt(place);
    this.once('error', doubt);
    try {
      await super.connect();
      await this.#servers.check(this);
    } catch (error) {
      doubt();
      this.end().catch(() => undefined);
      throw error;
    }
    return this;
  }

  /** Ends it at once; what is under way fails. */
  abandon(): void {
    const { connection } = this as unknown as { connection: { stream: { destroy(): void } } };
    connection.stream.destroy();
  }
}

interface StandingRow {
  readonly standby: boolean;
  readonly read_only: boolean;
  readonly system?: string;
  readonly wal?: string | null;
}

const standing = `SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') = 'on' AS read_only`;

/** With what not every service has that speaks PostgreSQL's language. The name of a file of the log begins with the timeline. */
const standingAndIdentity = `${standing},
  (SELECT CAST(system_identifier AS text) FROM pg_control_system()) AS system,
  CASE WHEN NOT pg_is_in_recovery() THEN pg_walfile_name(pg_current_wal_insert_lsn()) END AS wal`;

async function standingOf(client: pg.Client): Promise<Standing> {
  const ask = (text: string) => client.query<StandingRow>(limited(text));
  const { rows } = await ask(standingAndIdentity).catch((error: unknown) => {
    if (error instanceof pg.DatabaseError) return ask(standing);
    throw error;
  });
  const [row] = rows as [StandingRow];
  const file = row.wal ?? undefined;
  return {
    isStandby: row.standby,
    takesWrites: !row.standby && !row.read_only,
    system: row.system,
    timeline: file === undefined ? undefined : parseInt(file.slice(0, 8), 16),
  };
}

/** The driver knows a timeout for each query, but its types do not. */
function limited(text: string): pg.QueryConfig {
  return { text, query_timeout: connectionPatience } as pg.QueryConfig;
}

/** Those that take writes first, the newest timeline before older ones; else they stay in their order. */
function byWorth(one: Found, other: Found): number {
  return Number(other.takesWrites) - Number(one.takesWrites) || (other.timeline ?? 0) - (one.timeline ?? 0);
}

function isSame(one: Place, other: Place | undefined): boolean {
  return one.host === other?.host && one.port === other.port;
}

/** Resolves a while after some work that makes this true has ended. */
function firstOf(works: readonly Promise<unknown>[], isEnough: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    for (const work of works) {
      void work.then(() => {
        if (isEnough()) setTimeout(resolve, othersPatience).unref();
      });
    }
  });
}

/** A host with several addresses fails once for each. */
export function reasonOf(error: unknown): string {
  const { message, code, errors } = error as { message: string; code?: string; errors?: Error[] };
  return message || errors?.map((one) => one.message).join(', ') || code || 'it does not answer';
}

/** Of a server that is down, starts, stops or has no room, or of the way there. */
const passing = /^(0800|57P0|53300|25006|ECONN|ETIMEDOUT|EHOST|ENET|EPIPE|EAI_AGAIN)/;

/** Whether a server that did not take a connection, or a write, may do so later without anybody changing a setting. */
export function mayPass(error: unknown): boolean {
  const { code = '', cause, message = '' } = error as { code?: string; cause?: unknown; message?: string };
  if (
    error instanceof NoServer ||
    passing.test(code) ||
    /^(timeout expired|Connection terminated)/.test(message)
  ) {
    return true;
  }
  return error instanceof Outage && mayPass(cause);
}
