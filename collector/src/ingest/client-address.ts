import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import type { AddressPolicy } from '../options/collector-options.js';

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const first = head === '' ? [] : head.split(':');
  const last = !tail ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array.from({ length: gap }, () => '0'), ...last];
}

/**
 * Addresses that carry a whole IPv4 address in their first 48 or 64 bits: 6to4 (RFC 3056) and Teredo's server. Of the others,
 * NAT64 (RFC 6052) and the compatible form carry it in the last bits, which are never kept.
 */
const carriesIPv4 = (groups: string[]): boolean =>
  groups[0] === '2002' || (groups[0] === '2001' && (groups[1] === '0' || groups[1] === undefined));

/** The first groups of an IPv6 address, the rest zero. */
function network(address: string, kept: number): string {
  const groups = groupsOf(address);
  return `${groups.slice(0, kept).join(':')}::`;
}

/** An IPv4 address in the clothes of IPv6, as the last 32 bits of `::ffff:0:0/96`. */
function unmapped(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  if (groups.slice(0, 5).some((group) => group !== '0') || groups[5] !== 'ffff') return address;
  return groups
    .slice(6)
    .map((group) => parseInt(group, 16))
    .flatMap((pair) => [pair >> 8, pair & 255])
    .join('.');
}

/** Zone, port, brackets and IPv4-in-IPv6 notation removed; undefined if it is no address. */
function plainAddress(text: string | undefined): string | undefined {
  const bare = (text ?? '').trim().replace(/^"|"$/g, '');
  const address = /^\[([^\]]+)\](?::\d+)?$/.exec(bare)?.[1] ?? /^([\d.]+)(?::\d+)?$/.exec(bare)?.[1] ?? bare;
  const zoneless = address.replace(/%.*$/, '');
  return isIPv4(zoneless) || isIPv6(zoneless) ? unmapped(zoneless) : undefined;
}

/**
 * Whom the request comes from. The header of a proxy is believed only if the options say that there is one; its last entry is
 * the one that our own proxy has added. An entry that is no address is a proxy's mistake; all such senders count as one, not
 * as the proxy, whose own address would be stored as a visitor's.
 */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  const header = request.headers['x-forwarded-for'];
  if (trustProxy && header !== undefined) return plainAddress(String(header).split(',').at(-1)) ?? '0.0.0.0';
  return plainAddress(request.socket.remoteAddress) ?? '0.0.0.0';
}

/** What of an address is stored: IPv4 without its last byte, IPv6 by its first 48 bits. */
export function storedAddress(address: string, policy: AddressPolicy): string | null {
  if (policy === 'none') return null;
  if (policy === 'full') return address;
  if (isIPv4(address)) return address.replace(/\d+$/, '0');
  // 16 bits of the prefix and 16 of the IPv4 address inside.
  return network(address, carriesIPv4(groupsOf(address)) ? 2 : 3);
}

/** One sender in the eyes of the rate limit: an IPv6 subscriber has 64 bits of addresses to choose from. */
export const addressKey = (address: string): string => (isIPv4(address) ? address : network(address, 4));
