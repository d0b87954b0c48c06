import type { FastifyRequest } from 'fastify';
import { type Refusal, refusal, retryAfter } from '../http/answers.js';

/** What the rate limit tells a sender that has used up its minute. */
export function tooManyRequests(_request: FastifyRequest, { max, ttl }: { max: number; ttl: number }): Refusal {
  const wait = Math.max(1, Math.ceil(ttl / 1000));
  const description = `More than ${max} requests a minute came from this address; wait ${wait} s.`;
  return refusal(429, { type: 'too_many_requests', parameter: 'address', description }, retryAfter(wait));
}
