import { timingSafeEqual } from 'node:crypto';
import { refusal } from '../http/answers.js';
import type { Business, Logger } from '../options/collector-options.js';
import { hashKey, keyPrefix } from '../options/private-key.js';

/** The private key that a request brings: as `Bearer`, or as the user name of `Basic` (`curl -u vsk_…:`). */
export function readPrivateKey(authorization: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization ?? '') ?? [];
  const isBasic = /^basic$/i.test(scheme);
  if (!isBasic && !/^bearer$/i.test(scheme)) return undefined;
  const [key = ''] = isBasic ? Buffer.from(value, 'base64').toString('latin1').split(':') : [value];
  return key.startsWith(keyPrefix) ? key : undefined;
}

/** Compares with each of the hashes, in a time that does not depend on the key. */
function isKnown(key: string, hashes: readonly string[]): boolean {
  const given = Buffer.from(hashKey(key));
  return hashes.map((hash) => timingSafeEqual(given, Buffer.from(hash))).includes(true);
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
 * @throws {Refusal} 401 for a wrong key; 403 for any key from a page, where everybody can read it
 */
export function judgeKey({ authorization, origin, id, business }: KeyedRequest, log: Pick<Logger, 'error'>): boolean {
  const key = readPrivateKey(authorization);
  if (key === undefined) return false;
  const isRight = isKnown(key, business.keys ?? []);
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
