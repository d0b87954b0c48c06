import { once } from 'node:events';
import { get } from 'node:http';

const DAY = 86_400;

/**
 * What people ask, as addresses below the inspector's API.
 *
 * @param {{ order: string, session: string, user: string }} named
 * @returns {Record<string, string>}
 */
export const questions = ({ order, session, user }) => {
  const now = Math.ceil(Date.now() / 1000);
  const month = `from=${now - 31 * DAY}&to=${now + 60}`;
  const search = (/** @type {string} */ q) => `events?q=${encodeURIComponent(q)}`;
  return {
    list: 'events',
    'list, one action': 'events?action=order.placed',
    'list, business and a day': `events?business=demo&from=${now - 11 * DAY}&to=${now - 10 * DAY}`,
    'list, trusted': 'events?trusted=1',
    'search "vestido rojo"': search('vestido rojo'),
    'search an order': search(order),
    'search "/checkout/3/thank-you"': search('/checkout/3/thank-you'),
    'search a session': search(session),
    'search a session of a business': `${search(session)}&business=demo`,
    'search a user': search(user),
    'search "590.90"': search('590.90'),
    'search "vestido", orders': `${search('vestido')}&action=order.placed`,
    'search "vestido rojo", ten days': `${search('vestido rojo')}&from=${now - 20 * DAY}&to=${now - 10 * DAY}`,
    'figures, hour': 'figures?minutes=60',
    'figures, day': 'figures?minutes=1440',
    'figures, month': `figures?${month}`,
    'figures, month, one action': `figures?${month}&action=product.viewed`,
    'figures, month, a user': `figures?${month}&user=${user}`,
    'figures, month, "vestido rojo"': `figures?${month}&q=vestido+rojo`,
    'way to an order, day': 'funnel?minutes=1440',
    'way to an order, month': `funnel?${month}`,
    'picture, day': 'counts?minutes=1440&buckets=48',
    'picture, month': 'counts?minutes=43200&buckets=60',
    'picture, month, "vestido rojo"': 'counts?minutes=43200&buckets=60&q=vestido+rojo',
    actions: 'actions',
  };
};

/**
 * Asks and reads the whole answer.
 *
 * @param {{ endpoint: string, token: string }} server
 * @param {string} path
 * @returns {Promise<number>} milliseconds
 */
export const askInspector = async ({ endpoint, token }, path) => {
  const began = performance.now();
  const url = new URL(`/inspector/api/${path}`, endpoint);
  const request = get(url, { headers: { Authorization: `Bearer ${token}` } });
  const [response] = /** @type {[import('node:http').IncomingMessage]} */ (await once(request, 'response'));
  response.resume();
  await once(response, 'end');
  if (response.statusCode !== 200) throw new Error(`${path} was answered with ${response.statusCode}.`);
  return performance.now() - began;
};
