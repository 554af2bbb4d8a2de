/** How libpq is told that a server must take writes, in its words and in those of its version 14. */
const takesWrites = ['read-write', 'primary'];

const form = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#@]*)(\/[^/?#][^#]*)$/;

/**
 * The servers that a URL names, each by a URL of its own: libpq writes `postgres://user@one:5432,two:5433/duet`.
 * Undefined if it is no such URL, or asks by `target_session_attrs` for anything but a server that takes writes.
 */
export function serverUrls(url: string): readonly [string, ...string[]] | undefined {
  const [, before, hosts, after] = form.exec(url) ?? [];
  if (before === undefined || hosts === undefined || after === undefined) return undefined;
  const [first, ...others] = hosts.split(',').map((host) => oneOf(before, host, after, hosts.includes(',')));
  if (first === undefined || others.includes(undefined)) return undefined;
  return [first, ...(others as string[])];
}

function oneOf(before: string, host: string, after: string, isOneOfSeveral: boolean): string | undefined {
  const url = before + host + after;
  if (!URL.canParse(url) || (isOneOfSeveral && /^(:|$)/.test(host))) return undefined;
  const parsed = new URL(url);
  const wanted = parsed.searchParams.get('target_session_attrs');
  if (wanted === null) return url;
  parsed.searchParams.delete('target_session_attrs');
  return takesWrites.includes(wanted) ? parsed.href : undefined;
}

/** The database that a URL names, without user and password. */
export function withoutSecrets(url: string): string {
  const urls = (serverUrls(url) ?? [url]).map((one) => new URL(one));
  return `postgres://${urls.map(({ host }) => host).join()}${urls[0]?.pathname ?? ''}`;
}
