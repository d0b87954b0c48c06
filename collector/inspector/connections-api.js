import { addressOf, request } from './api.js';

/**
 * Where events are sent to.
 * @typedef {{ business: string, id: string, type: 'webhook' | 'hellotext', url: string, actions: string[],
 *   enabled: boolean, off_at: string | null, off_reason: string | null, waiting: number, dead: number, last_at: string | null,
 *   last_status: number | null, last_error: string | null, next_at: string | null }} Webhook
 * A connected account on a marketplace.
 * @typedef {{ business: string, kind: string, account: string, state: 'connected' | 'reconnect', problem: string | null,
 *   waiting: number, connected_at: string, last_notified_at: string | null, last_fetched_at: string | null,
 *   connect: string | null, configured: boolean }} Account
 * What a platform has asked for by the law on its customers' data.
 * @typedef {{ business: string, kind: string, account: string, request: string,
 *   topic: 'data_request' | 'customer_redact' | 'store_redact', customer: string | null, orders: string[], received_at: string,
 *   erased: number | null, download: string | null }} PrivacyRequest
 * @typedef {{ kind: string, name: string, connect: string | null, notifications: string,
 *   notifications_to_enter: string | null }} Platform
 */

/**
 * @param {string} business
 * @returns {Promise<Webhook[]>}
 */
export const fetchWebhooks = async (business) => (await request(addressOf('webhooks', { business }))).webhooks;

/**
 * @param {string} business
 * @returns {Promise<{ connections: Account[], platforms: Platform[] }>}
 */
export const fetchConnections = (business) => request(addressOf('connections', { business }));

/**
 * @param {string} business
 * @returns {Promise<PrivacyRequest[]>} the latest first
 */
export const fetchPrivacyRequests = async (business) =>
  (await request(addressOf('connections/privacy', { business }))).requests;

/**
 * @param {string} path
 * @param {string} header says to the collector that no page elsewhere has sent it
 * @param {object} body
 */
const post = (path, header, body) =>
  request(addressOf(path), {
    method: 'POST',
    headers: { 'X-Vitrina': header, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

/**
 * @param {Webhook} webhook
 * @returns {Promise<number>} how many wait now
 */
export const sendDeadAgain = async ({ business, id }) =>
  (await post('webhooks/resend', 'resend', { business, endpoint: id })).waiting;

/** @param {Webhook} webhook */
export const switchOn = ({ business, id }) => post('webhooks/switch-on', 'switch-on', { business, endpoint: id });

/** @param {Account} account */
export const disconnect = ({ business, kind, account }) =>
  post('connections/disconnect', 'disconnect', { business, kind, account });
