import { isIPv6, SocketAddress } from 'node:net';

/**
 * What counts as one client: an IPv4 address, or the /64 network of an IPv6 address, within which one client can
 * have as many addresses as it likes. What is no address is returned as it is.
 */
export function clientNetwork(address: string): string {
  if (!isIPv6(address)) return address;
  const [plain = ''] = address.split('%'); // without the zone
  const { address: canonical } = new SocketAddress({ address: plain, family: 'ipv6' });
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(canonical)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = [], tail = []] = canonical.split('::').map((part) => part.split(':').filter(Boolean));
  const missing = Math.max(0, 8 - head.length - tail.length);
  const groups = canonical.includes('::') ? [...head, ...Array<string>(missing).fill('0'), ...tail] : head;
  return `${groups.slice(0, 4).join(':')}::/64`;
}
