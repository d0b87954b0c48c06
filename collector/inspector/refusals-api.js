import { addressOf, request } from './api.js';

/**
 * @typedef {{ number: number, business: string, received_at: string, reason: string, description: string, action: string | null,
 *   id: string | null, ip: string | null, bytes: number, is_whole: boolean, text: string, resent_at: string | null }} Refusal
 * @typedef {{ refusals: Refusal[], next: number | null, total: number }} RefusalPage
 * @typedef {{ reason: string, count: number }} ReasonCount
 * @typedef {{ received: number, duplicate: number, rejected: number,
 *   skipped: { sent_before: number, not_whole: number, unknown: number } }} ResendCounts
 */

/**
 * @param {{ reason?: string, limit?: number, before?: number | null }} query
 * @returns {Promise<RefusalPage>} the latest first
 */
export const fetchRefusals = (query) => request(addressOf('refusals', query));

/** @returns {Promise<ReasonCount[]>} of the refusals that were not sent again yet, the most frequent first */
export const fetchReasons = async () => (await request(addressOf('refusals/reasons'))).reasons;

/**
 * @param {{ numbers: number[] } | { reason: string }} which
 * @returns {Promise<ResendCounts>} what became of the events
 */
export const resend = (which) =>
  request(addressOf('refusals/resend'), {
    method: 'POST',
    headers: { 'X-Vitrina': 'resend', 'Content-Type': 'application/json' },
    body: JSON.stringify(which),
  });
