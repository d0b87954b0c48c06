import { isIPv4, isIPv6 } from 'node:net';

/** @import { IncomingMessage } from 'node:http' */
/** @import { AddressPolicy } from '../types.d.ts' */

/** The eight groups of an IPv6 address. @param {string} address */
function groupsOf(address) {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const first = head === '' ? [] : head.split(':');
  const last = !tail ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array.from({ length: gap }, () => '0'), ...last];
}

/** The first groups of an IPv6 address, the rest zero. @param {string} address @param {number} kept */
const network = (address, kept) => `${groupsOf(address).slice(0, kept).join(':')}::`;

/** Zone and IPv4-in-IPv6 notation removed; undefined if it is no address. @param {string | undefined} text */
function plainAddress(text) {
  const address = (text ?? '')
    .trim()
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv4(address) || isIPv6(address) ? address : undefined;
}

/**
 * Whom the request comes from. The header of a proxy is believed only if the options say that there is one; its
 * last entry is the one that our own proxy has added.
 * @param {IncomingMessage} request @param {boolean} trustProxy
 */
export function clientAddress(request, trustProxy) {
  const header = request.headers['x-forwarded-for'];
  const forwarded = trustProxy
    ? String(header ?? '')
        .split(',')
        .at(-1)
    : undefined;
  return plainAddress(forwarded) ?? plainAddress(request.socket.remoteAddress) ?? '0.0.0.0';
}

/** What of an address is stored: IPv4 without its last byte, IPv6 by its first 48 bits. */
/** @param {string} address @param {AddressPolicy} policy @returns {string | null} */
export function storedAddress(address, policy) {
  if (policy === 'none') return null;
  if (policy === 'full') return address;
  return isIPv4(address) ? address.replace(/\d+$/, '0') : network(address, 3);
}

/** One sender in the eyes of the rate limit: an IPv6 subscriber has 64 bits of addresses to choose from. */
/** @param {string} address */
export const addressKey = (address) => (isIPv4(address) ? address : network(address, 4));
