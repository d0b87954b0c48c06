import { createHash } from 'node:crypto';
import type { Business, Collector, CollectorOptions } from '../../../collector/src/index.ts';
import { business, collectorFor, send, type Sending, shop } from './collector-harness.ts';

/** Private keys of the shop: one, and one that is to replace it. */
export const key = 'vsk_0123456789abcdefghijklmnopqrstuv';
export const nextKey = 'vsk_zyxwvutsrqponmlkjihgfedcba987654';
export const otherKey = 'vsk_another-business-0123456789abcd';

export const hashOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

export const other = 'other1';

/** The businesses of a collector with private keys. */
export const keyed = (more: Partial<Business> = {}): Record<string, Business> => ({
  [business]: { name: 'Demo', origins: [shop], keys: [hashOf(key)], ...more },
  [other]: { name: 'Other', origins: [shop], keys: [hashOf(otherKey)] },
});

/** A collector whose business has a private key. */
export const collectorWithKey = (more: Partial<Business> = {}, options: CollectorOptions = {}) =>
  collectorFor({ businesses: keyed(more), ...options });

export const bearer = (text: string) => ({ Authorization: `Bearer ${text}` });

/** Says whose browser a session is. */
export const attach = ({ url }: Collector, session: string, headers: Record<string, string> = bearer(key)) =>
  fetch(`${url}/v1/sessions/${session}?b=${business}`, {
    method: 'PATCH',
    headers,
    body: JSON.stringify({ user: { id: 'c-1' } }),
  });

/** Sends as a shop's own server does: with a private key, and without an origin. */
export const sendAsServer = (collector: Collector, body: unknown, more: Sending = {}) =>
  send(collector, body, { origin: null, ...more, headers: { ...bearer(key), ...more.headers } });
