import type { IncomingHttpHeaders } from 'node:http';

/**
 * Takes the ports off the addresses in `X-Forwarded-For`: some proxies add them (`203.0.113.7:50001`, `[2001:db8::7]:443`),
 * and with them each connection would count as a client of its own.
 */
export function dropForwardedPorts(headers: IncomingHttpHeaders): void {
  const given = headers['x-forwarded-for'];
  if (typeof given !== 'string' || !/[:[]/.test(given)) return;
  headers['x-forwarded-for'] = given.split(',').map(withoutPort).join(', ');
}

function withoutPort(text: string): string {
  const address = text.trim();
  const [, ipv6, ipv4] = /^\[([^\]]*)\](?::\d*)?$|^([\d.]+):\d*$/.exec(address) ?? [];
  return ipv6 ?? ipv4 ?? address;
}
