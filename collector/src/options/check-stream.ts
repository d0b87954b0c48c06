import { insist } from './check.js';
import type { Options, StreamLimits } from './collector-options.js';

export const defaultStreamLimits: StreamLimits = { bytes: 1024 ** 3, days: 7, replicas: 1 };

const protocols = ['nats:', 'tls:'];

const isServer = (address: string): boolean =>
  URL.canParse(address) && protocols.includes(new URL(address).protocol) && new URL(address).hostname !== '';

/** The addresses of the servers that the option `stream` names; empty where there is no stream. */
export const streamServers = (stream: string): string[] =>
  stream
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);

/** An address may hold a password, which nobody should read in an error. */
const withoutPassword = (stream: string): string => stream.replace(/\/\/[^@/]*@/g, '//…@');

/** @throws {TypeError} with a sentence about the first mistake */
export function checkStream({ stream, streamLimits, role }: Pick<Options, 'stream' | 'streamLimits' | 'role'>): void {
  const allowed = 'give the address of a NATS server such as "nats://127.0.0.1:4222", several separated by commas';
  insist('stream', withoutPassword(stream), streamServers(stream).every(isServer), allowed);
  insist('role', role, ['all', 'collector', 'writer'].includes(role), 'give "all", "collector" or "writer"');
  const isPossible = role === 'all' || stream !== '';
  insist('role', role, isPossible, 'only collectors with a stream divide their work, so give the option stream, too');
  const { bytes, days, replicas, ...others } = streamLimits;
  for (const [name, value] of Object.entries(others)) {
    insist(`streamLimits.${name}`, value, false, 'the limits of a stream are "bytes", "days" and "replicas"');
  }
  insist('streamLimits.bytes', bytes, bytes >= 4_000_000, 'give at least 4000000 bytes, the size of a few batches');
  insist('streamLimits.days', days, days > 0 && days <= 365, 'give a number of days above 0 and up to 365');
  insist('streamLimits.replicas', replicas, [1, 3, 5].includes(replicas), 'give 1, 3 or 5 servers');
}
