import { BlockList, isIP } from 'node:net';

/** Addresses that are no machine of the internet (https://www.iana.org/assignments/iana-ipv4-special-registry, 2026-11). */
const specialIPv4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Within the public part of IPv6: protocols, tunnels that lead to an IPv4 address, and documentation. */
const specialIPv6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [address, bits] of specialIPv4) special.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of specialIPv6) special.addSubnet(address, bits, 'ipv6');

/** All public addresses of IPv6 are in here (https://www.iana.org/assignments/ipv6-address-space, 2026-11), and none that holds an IPv4 address. */
const publicIPv6 = new BlockList();
publicIPv6.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an IP address belongs to a machine of the internet. Webhooks must not reach what only the collector can reach: its own
 * machine, the network behind it, and the metadata of a cloud at 169.254.169.254.
 */
export function isPublicAddress(address: string): boolean {
  // A zone (fe80::1%eth0) names an interface of this machine.
  if (address.includes('%')) return false;
  const version = isIP(address);
  if (version === 4) return !special.check(address, 'ipv4');
  return version === 6 && publicIPv6.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
