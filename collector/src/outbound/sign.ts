import { createHmac } from 'node:crypto';
import { bytesOfSecret } from '../options/webhook-secret.js';

/** What is signed: an id that is the same over all attempts, and the time of this one. */
export interface SignedParts {
  id: string;
  /** Milliseconds since 1970. */
  now: number;
  body: string;
}

/**
 * The headers by which a receiver knows whose a request is and how old it is
 * (https://github.com/standard-webhooks/standard-webhooks, specification 1.0.0 of 2026-08). Receivers take five minutes, so that each
 * attempt is signed anew.
 *
 * @param secrets all of them sign, so that a receiver may know either while one replaces the other
 */
export function signatureHeaders({ id, now, body }: SignedParts, secrets: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signatures = secrets.map((secret) => {
    const key = bytesOfSecret(secret);
    if (!key) throw new TypeError('A secret of a webhook is not right.');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
