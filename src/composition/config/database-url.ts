import { serverUrls } from '../../infrastructure/persistence/postgres/server-urls.js';

export type DatabaseUrl =
  | { readonly kind: 'memory' }
  | { readonly kind: 'better-sqlite3' | 'sqlite3'; readonly file: string }
  | PostgresUrl;

export interface PostgresUrl {
  readonly kind: 'postgres';
  /** The server, or several of which one takes writes; or a pooler in front of it. */
  readonly url: string;
  /** Past the pooler; undefined if there is none. */
  readonly directUrl?: string;
  /** A server that may be behind, for reads that may be late; undefined if there is none. */
  readonly readUrl?: string;
  /** Whether statements are prepared by name, once a connection. */
  readonly prepare?: boolean;
}

/** Undefined if it is not one that Duet knows. */
export function parseDatabaseUrl(url: string): DatabaseUrl | undefined {
  if (url === 'memory:') return { kind: 'memory' };
  if (/^postgres(ql)?:/.test(url)) return serverUrls(url) && { kind: 'postgres', url };
  const match = /^(sqlite|sqlite3):(?!:|\/\/[^/])(.+)$/.exec(url);
  if (match === null) return undefined;
  const [, scheme, file] = match as unknown as [string, string, string];
  return { kind: scheme === 'sqlite3' ? 'sqlite3' : 'better-sqlite3', file };
}
