import type { FastifyRequest } from 'fastify';
import { type Refusal, refusal, retryAfter } from '../http/answers.js';
import { readPrivateKey } from './private-key.js';

/** What the rate limit tells a sender that has used up its minute. */
export function tooManyRequests({ headers }: FastifyRequest, { max, ttl }: { max: number; ttl: number }): Refusal {
  const wait = Math.max(1, Math.ceil(ttl / 1000));
  const isServer = headers.origin === undefined && readPrivateKey(headers.authorization) !== undefined;
  const from = isServer ? 'with this private key, or from this address' : 'from this address';
  const description = `More than ${max} requests a minute came ${from}; wait ${wait} s.`;
  const parameter = isServer ? 'authorization' : 'address';
  return refusal(429, { type: 'too_many_requests', parameter, description }, retryAfter(wait));
}
