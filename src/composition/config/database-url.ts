export type DatabaseUrl =
  | { readonly kind: 'memory' }
  | { readonly kind: 'better-sqlite3' | 'sqlite3'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** Undefined if it is not one that Duet knows. */
export function parseDatabaseUrl(url: string): DatabaseUrl | undefined {
  if (url === 'memory:') return { kind: 'memory' };
  if (/^postgres(ql)?:/.test(url)) {
    return /^\w+:\/\/[^/]*\/[^/?]/.test(url) && URL.canParse(url) ? { kind: 'postgres', url } : undefined;
  }
  const match = /^(sqlite|sqlite3):(?!:|\/\/[^/])(.+)$/.exec(url);
  if (match === null) return undefined;
  const [, scheme, file] = match as unknown as [string, string, string];
  return { kind: scheme === 'sqlite3' ? 'sqlite3' : 'better-sqlite3', file };
}
