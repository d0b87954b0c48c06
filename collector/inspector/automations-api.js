import { addressOf, fetchBusinesses, request } from './api.js';

/**
 * @typedef {{ source: string, id: string }} User
 * @typedef {{ subject: string, state: 'fired' | 'ended', reason: string | null, session: string | null, user: User | null,
 *   at: number, event: string | null }} Settled
 * @typedef {{ rule: string, subject: string, session: string | null, user: User | null, due_at: number, items?: unknown[],
 *   product?: unknown, page?: string, reference: string | null }} Waiting
 * @typedef {{ kind: string, url?: string | string[], on?: string | string[], action?: string, oncePer?: string,
 *   thanksUrl?: string | string[] }} Declared
 * @typedef {{ id: string, kind: string | null, enabled: boolean, declared: Declared | null, wait_seconds: number | null,
 *   waiting: number, next_due_at: number | null, fired: number, cancelled: Record<string, number>, recent: Settled[] }} Summary
 * @typedef {Summary & { business: { id: string, name: string }, waits: Waiting[] }} Automation
 */

/** Of each automation so many are listed that wait. */
const mostWaiting = 20;

/**
 * @param {{ id: string, name: string }} business
 * @returns {Promise<Automation[]>}
 */
const fetchOf = async (business) => {
  /** @type {Summary[]} */
  const found = (await request(addressOf('automations', { business: business.id }))).automations;
  return Promise.all(
    found.map(async (summary) => {
      const query = { business: business.id, rule: summary.id, limit: mostWaiting };
      const waits = summary.waiting > 0 ? (await request(addressOf('automations/waiting', query))).waiting : [];
      return { ...summary, business, waits };
    }),
  );
};

/**
 * @param {string} business only this one's, or those of all
 * @returns {Promise<Automation[]>}
 */
export const fetchAutomations = async (business) => {
  const businesses = (await fetchBusinesses()).filter(({ id }) => business === '' || id === business);
  return (await Promise.all(businesses.map(fetchOf))).flat();
};
