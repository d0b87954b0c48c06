import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { refusal } from '../http/answers.js';
import type { Business } from '../options/collector-options.js';
import { hashKey, keyPrefix } from '../options/private-key.js';

/** The private key that a request brings: as `Bearer`, or within `Basic`, as the user name (`curl -u vsk_…:`) or the password. */
export function readPrivateKey(authorization: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization ?? '') ?? [];
  const isBasic = /^basic$/i.test(scheme);
  if (!isBasic && !/^bearer$/i.test(scheme)) return undefined;
  const given = isBasic ? Buffer.from(value, 'base64').toString('latin1').split(':') : [value];
  return given.find((key) => key.startsWith(keyPrefix));
}

/** The hash of a key, if it is one of those; it compares with each, in a time that does not depend on the key. */
function findHash(key: string, hashes: readonly string[]): string | undefined {
  const hash = hashKey(key);
  const given = Buffer.from(hash);
  return hashes.map((known) => timingSafeEqual(given, Buffer.from(known))).includes(true) ? hash : undefined;
}

/** The hash of the private key of a server, if it is one of the business's; undefined for pages and for wrong keys. */
export function hashOfServer(
  { authorization, origin }: Pick<IncomingHttpHeaders, 'authorization' | 'origin'>,
  business: Pick<Business, 'keys'> | undefined,
): string | undefined {
  const key = origin === undefined ? readPrivateKey(authorization) : undefined;
  return key === undefined ? undefined : findHash(key, business?.keys ?? []);
}

/**
 * Whether a page sends a private key, or asks whether it may. It gets no header that would allow it, nor one that lets it read
 * the answer.
 */
export const isPrivateCall = (headers: IncomingHttpHeaders): boolean =>
  readPrivateKey(headers.authorization) !== undefined ||
  /\bauthorization\b/i.test(headers['access-control-request-headers'] ?? '');

/** Where it is told that a private key is in a page; a logger is one. */
export interface LeakLog {
  error(fields: { business: string }, sentence: string): void;
}

export interface KeyedRequest {
  authorization: string | undefined;
  origin: string | undefined;
  id: string;
  business: Pick<Business, 'keys'>;
}

/**
 * Whether a request comes from the shop's own server, which has a private key.
 *
 * @param log is told of a right key in a page
 * @throws {Refusal} 401 for a wrong key; 403 for any key from a page, where everybody can read it
 */
export function judgeKey({ authorization, origin, id, business }: KeyedRequest, log: LeakLog): boolean {
  const key = readPrivateKey(authorization);
  if (key === undefined) {
    // A proxy may ask the visitors of pages for a password of its own; what a server sends was meant for us.
    if (origin !== undefined || authorization === undefined) return false;
    const description = `The header holds no private key; send "Bearer ${keyPrefix}…", or leave it out.`;
    throw refusal(401, { type: 'not_allowed', parameter: 'authorization', description });
  }
  const isRight = findHash(key, business.keys ?? []) !== undefined;
  if (origin !== undefined) {
    if (isRight) {
      log.error(
        { business: id },
        `The page ${origin} has sent a private key of "${id}", so that visitors can read it: take the key out of the configuration and make another.`,
      );
    }
    const description = 'A private key must not be in a page; send with it from a server only, and make another key.';
    throw refusal(403, { type: 'not_allowed', parameter: 'authorization', description });
  }
  if (!isRight) {
    const description = `The private key is not one of the business "${id}"; give one of its keys, or none.`;
    throw refusal(401, { type: 'not_allowed', parameter: 'authorization', description });
  }
  return true;
}

/** Milliseconds between two lines about the keys of one business. */
const every = 30_000;

/**
 * What is told of private keys in pages. Each visitor of such a page sends the key, so the log gets a line now and then.
 *
 * @param count is told of each time
 */
export function createLeakLog(logger: LeakLog, count: (business: string) => void): LeakLog {
  const toldAt = new Map<string, number>();
  return {
    error({ business }, sentence) {
      count(business);
      const now = performance.now();
      if (now - (toldAt.get(business) ?? -Infinity) < every) return;
      toldAt.set(business, now);
      logger.error({ business }, sentence);
    },
  };
}
