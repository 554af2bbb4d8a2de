import { connect } from 'node:net';
import pg from 'pg';
import { numericTypes } from './postgres-sql.js';
import { connectionPatience, type Servers } from './servers.js';

/** How long to wait for the turn to write to a thread, and for one of the pool's connections, in milliseconds. */
export const turnPatience = 8000;

/** How long the driver waits for the server to give up a statement by itself, in milliseconds. */
export const grace = 500;

/**
 * What the server is told so that it gives up by itself, in milliseconds. A session is told once, at its start. Through a
 * pooler, where the next transaction may be in another session, each transaction is.
 */
export type Limits = ReturnType<typeof limitsOf>;

/** @param timeout how long one statement may take, in milliseconds. */
export function limitsOf(timeout: number) {
  return { statement_timeout: timeout, idle_in_transaction_session_timeout: timeout + grace };
}

/** Begins a transaction with limits of its own. */
export function beginWith(limits: Limits): string {
  const settings = Object.entries(limits).map(([name, value]) => `SET LOCAL ${name} = ${value}`);
  return ['BEGIN', ...settings].join('; ');
}

/** @param limits undefined for a pooler, which would refuse them. */
export function poolOf(servers: Servers, size: number, limits?: Limits): pg.Pool {
  return new pg.Pool({
    ...servers.options,
    max: size,
    connectionTimeoutMillis: turnPatience,
    application_name: 'duet',
    types: numericTypes,
    onConnect: expectToBreak,
    keepAlive: true,
    pipeline: true, // so that several statements go in one trip
    ...limits,
  });
}

/** If the connection breaks, the next statement on it fails, and so tells who uses it. Nobody else needs to know. */
function expectToBreak(client: pg.ClientBase): void {
  client.on('error', () => undefined);
}

/**
 * Runs single statements on a pool whose sessions have no limits, and has the server end one that takes longer than
 * these milliseconds.
 */
export function cancelling(pool: pg.Pool, timeout: number): Pick<pg.ClientBase, 'query'> {
  const query = async (config: pg.QueryConfig) => {
    const client = await pool.connect();
    const timer = setTimeout(() => cancel(client), timeout);
    try {
      const result = await client.query(config);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  return { query } as Pick<pg.ClientBase, 'query'>;
}

/** What the driver knows of a connection, and its types do not. */
interface Session {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}

function sessionOf(client: pg.ClientBase): Session {
  return client as unknown as Session;
}

/** https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS */
function cancel(client: pg.ClientBase): void {
  const { host, port, processID, secretKey } = sessionOf(client);
  const request = Buffer.alloc(16);
  [request.length, 80877102, processID, secretKey].forEach((word, index) => {
    request.writeInt32BE(word, 4 * index);
  });
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  // Whoever takes it hangs up when it is done. PgBouncer forgets it if this side is the first.
  socket.on('error', () => undefined).setTimeout(connectionPatience, () => socket.destroy());
  socket.unref().write(request);
}

const behindPooler =
  'it is a pooler, such as PgBouncer, and what needs a session does not work through it: ' +
  'name the server itself in DATABASE_DIRECT_URL.';

/** @throws Error if there is a pooler that does not pass on what a session is told at its start. */
export async function refusePooler(pool: pg.Pool, limits: Limits): Promise<void> {
  const setting = `SELECT setting FROM pg_settings WHERE name = 'statement_timeout'`;
  const { rows } = await pool.query<{ setting: string }>(setting).catch((error: unknown) => {
    const { message } = error as Error;
    throw /unsupported startup parameter/.test(message) ? new Error(behindPooler, { cause: error }) : error;
  });
  if (Number(rows[0]?.setting) !== limits.statement_timeout) throw new Error(behindPooler);
}

/**
 * A pooler that knows of prepared statements gives them names of its own. One that does not leaves them in a session that
 * the next transaction of somebody else may get.
 * @throws Error if there is such a one.
 */
export async function refuseNames(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    const name = `duet_${crypto.randomUUID()}`;
    await client.query('BEGIN');
    await client.query({ name, text: 'SELECT 1' });
    const { rows } = await client.query<{ pid: number; known: boolean }>(
      `SELECT pg_backend_pid() AS pid, EXISTS (SELECT 1 FROM pg_prepared_statements WHERE name = $1) AS known`,
      [name],
    );
    await client.query('ROLLBACK');
    const isShared = rows[0]?.pid !== sessionOf(client).processID;
    if (isShared && rows[0]?.known === true) {
      throw new Error(
        'it is a pooler that does not keep prepared statements apart: set DATABASE_PREPARE=off, or take PgBouncer 1.21 ' +
          'or newer with max_prepared_statements above 0.',
      );
    }
  } finally {
    client.release(true);
  }
}
