import { randomUUID } from 'node:crypto';
import { SELLER } from './sale.js';

/** @typedef {{ url: string, token: string }} Collector */
/** @typedef {{ business: string, account: string, state: 'connected' | 'reconnect', problem: string | null, waiting: number }} Account */
/**
 * @typedef {object} Told an event, as the inspector's API shows it
 * @property {string} id
 * @property {string} action
 * @property {number} tracked_at Unix seconds
 * @property {number | null} amount
 * @property {string | null} observed_by
 * @property {{ object_parameters?: { reference?: string, order?: string } }} event
 */

/** Milliseconds for an answer; the marketplace gives up after 500 (2026-09-14), and a demo has time. */
const PATIENCE = 5000;

/**
 * What the demo asks of the collector and tells it: by the inspector's API as any program may, and by the address for notifications
 * as the marketplace does.
 *
 * @param {{ collector: Collector, business: string, clientId: string }} parts
 */
export const createAsking = ({ collector: { url, token }, business, clientId }) => {
  /** @param {string} path @param {Record<string, string>} query */
  const ask = async (path, query) => {
    const response = await fetch(`${url}/inspector/api/${path}?${new URLSearchParams({ business, ...query })}`, {
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) throw new Error(`The collector answers ${response.status}.`);
    return response.json();
  };

  return {
    /** @returns {Promise<Account | undefined>} the seller's account, if it was connected */
    account: async () => {
      const { connections } = await ask('connections', {});
      return connections.find((/** @type {Account} */ { account }) => account === String(SELLER));
    },

    /** @param {number} since milliseconds @returns {Promise<Told[]>} what the collector told of the marketplace */
    told: async (since) => {
      const { events } = await ask('events', { trusted: '1', from: String(Math.floor(since / 1000)), limit: '1000' });
      return events.filter((/** @type {Told} */ { observed_by: by }) => by === 'mercadolibre');
    },

    /**
     * A notification as the marketplace sends it. The body is kept where the collector has not taken it.
     *
     * @param {[topic: string, resource: string]} about
     * @returns {Promise<{ trouble: string, body: object } | undefined>}
     */
    notify: async ([topic, resource]) => {
      const now = new Date().toISOString();
      const body = {
        ...{ _id: randomUUID(), topic, resource, user_id: SELLER, application_id: Number(clientId), attempts: 1 },
        ...{ sent: now, received: now },
      };
      try {
        const { platforms } = await ask('connections', {});
        const response = await fetch(url + platforms[0].notifications, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(PATIENCE),
        });
        if (response.ok) return undefined;
        return { trouble: `The collector has answered ${response.status}.`, body };
      } catch (error) {
        return { trouble: error instanceof Error ? error.message : String(error), body };
      }
    },
  };
};
