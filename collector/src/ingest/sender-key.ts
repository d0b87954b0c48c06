import type { FastifyRequest } from 'fastify';
import type { Options } from '../options/collector-options.js';
import { addressKey, clientAddress } from './client-address.js';
import { hashOfServer } from './private-key.js';
import type { FindBusiness } from './receive-batch.js';

/** The first `b` of the address. */
export function businessOf(request: FastifyRequest): string | null {
  const { b } = request.query as { b?: string | string[] };
  return (Array.isArray(b) ? b[0] : b) ?? null;
}

/**
 * Whom the rate limit counts. A server is counted by its key, from wherever it sends, and nobody who has no key counts for it.
 */
export const createSenderKey =
  (findBusiness: FindBusiness, options: Pick<Options, 'trustProxy'>) =>
  (request: FastifyRequest): string =>
    hashOfServer(request.headers, findBusiness(businessOf(request))) ??
    addressKey(clientAddress(request.raw, options.trustProxy));
