import type { ClaimedDelivery } from '../store/outbox/types.js';
import type { Endpoint } from './endpoints.js';
import type { Post } from './post.js';
import { signatureHeaders } from './sign.js';
import { type Circumstances, judgeWebhook, type Verdict } from './verdict.js';
import { toWebhookBody } from './webhook-body.js';

/** Milliseconds for an answer, as the specification advises. */
const patience = 15_000;

export const userAgent = 'vitrina-collector';

/** What an attempt needs beside the delivery. */
export interface Sending {
  post: Post;
  mayBeLocal: boolean;
  /** Ends what is under way. */
  signal: AbortSignal;
  circumstances: Omit<Circumstances, 'now'> & { now: () => number };
}

/** The same over all attempts, so that a receiver knows a repeat. */
export const webhookId = (eventId: string): string => `evt_${eventId}`;

/** Sends an event to a webhook. */
export async function sendWebhook(
  { event }: ClaimedDelivery,
  { url }: Endpoint,
  secrets: readonly string[],
  { post, mayBeLocal, signal, circumstances }: Sending,
): Promise<Verdict> {
  const body = toWebhookBody(event);
  const signed = signatureHeaders({ id: webhookId(event.id), now: circumstances.now(), body }, secrets);
  const headers = { 'Content-Type': 'application/json', 'User-Agent': userAgent, ...signed };
  const answer = await post({ url, headers, body, timeout: patience, mayBeLocal, signal });
  return judgeWebhook(answer, { ...circumstances, now: circumstances.now() });
}
