import { addressOf, request } from './api.js';

/**
 * @typedef {{ visitors: number, steps: { action: string, visitors: number }[],
 *   campaigns: { campaign: string, visitors: number }[] }} Funnel
 */

/**
 * @param {import('./filters.js').Filter & { campaign?: string, from: number, to: number }} query
 * @returns {Promise<Funnel>} of all visitors, because words and an action find events and not people
 */
export const fetchFunnel = ({ q: _q, action: _action, ...query }) => request(addressOf('funnel', query));
