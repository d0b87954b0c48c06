import type { FastifyRequest } from 'fastify';
import { invalid, type Query } from './read-query.js';

const filter = ['business', 'session', 'action', 'user', 'trusted', 'invalid', 'q', 'from', 'to'];

/** What each question of the inspector may name in its address, by method and path below /inspector/api. */
const known: Record<string, readonly string[]> = {
  'GET /events': [...filter, 'limit', 'before'],
  'GET /events/:business/:id': [],
  'DELETE /events': ['session', 'user', 'source', 'order', 'business'],
  'GET /actions': ['business'],
  'GET /sessions': ['limit', 'business'],
  'GET /counts': [...filter, 'minutes', 'buckets'],
  'GET /figures': [...filter, 'minutes'],
  'GET /funnel': ['business', 'session', 'user', 'trusted', 'invalid', 'from', 'to', 'minutes', 'campaign'],
  'GET /export': [...filter, 'format'],
  'GET /scripts': [],
  'GET /businesses': [],
  'GET /profiles': ['business', 'q', 'limit'],
  'GET /profile': ['business', 'source', 'user'],
  'GET /timeline': ['business', 'session', 'source', 'user'],
  'GET /person': ['business', 'session', 'source', 'user'],
  'GET /refusals': ['business', 'reason', 'limit', 'before'],
  'GET /refusals/reasons': ['business'],
  'GET /dead-letters': ['limit', 'before'],
  'GET /stream': ['after'],
  'GET /automations': ['business'],
  'GET /automations/waiting': ['business', 'rule', 'limit'],
  'GET /webhooks': ['business'],
  'GET /webhooks/deliveries': ['business', 'endpoint', 'state', 'limit', 'before'],
  'GET /connections': ['business'],
  'GET /connections/privacy': ['business'],
};

const prefix = '/inspector/api';

/**
 * Refuses a parameter that nobody reads: a misspelled business must not erase at another one, nor a misspelled filter show everything.
 *
 * @throws {Refusal} 400
 */
export async function insistOnKnownParameters({ method, routeOptions, query }: FastifyRequest): Promise<void> {
  const names = known[`${method} ${routeOptions.url?.slice(prefix.length) ?? ''}`];
  if (!names) return;
  const unknown = Object.keys(query as Query).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const choice = names.length === 0 ? 'it takes none here' : `known here are ${names.join(', ')}`;
  throw invalid(unknown, `There is no parameter ${JSON.stringify(unknown)}; ${choice}.`);
}
