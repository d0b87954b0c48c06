/** @import { Servers } from './start-servers.js' */

/** What a shop says about a product that was put into the cart: the same to all. */
export const PROPS = {
  amount: 2480.5,
  currency: 'UYU',
  object_parameters: {
    reference: 'cart-771',
    items: [{ product: { reference: 'mate-01', name: 'Mate Cuareim' }, quantity: 2, price: 1240.25 }],
  },
};

/**
 * What is compared. All files come from the same server, all report their first page view by themselves.
 *
 * @param {Servers} servers
 * @returns {Contestants}
 */
export const createContestants = ({ collector, peer }) => ({
  vitrina: {
    script: `${collector.url}/vitrina.js`,
    endpoint: collector.endpoint,
    alone: `${collector.url}/vitrina.js?id=${BUSINESS}&endpoint=${encodeURIComponent(collector.endpoint)}`,
    initialize: `vitrina.initialize('${BUSINESS}');`,
    track: `vitrina.track('cart.added', ${JSON.stringify(PROPS)})`,
    arrived: () => collector.requests(),
  },
  plausible: {
    script: `${collector.url}/plausible.js`,
    endpoint: `${peer.url}/api/event`,
    alone: `${collector.url}/plausible.alone.js?api=${encodeURIComponent(peer.url)}`,
    initialize: `window.tracker = plausible({ domain: location.hostname, apiHost: '${peer.url}' }); tracker.enableAutoPageviews();`,
    track: `tracker.trackEvent('cart.added', { props: ${JSON.stringify(PROPS)} })`,
    arrived: peer.requests,
  },
});

/** The account that the collector knows. */
export const BUSINESS = 'xy76ks';

/**
 * @typedef {object} Contestant
 * @property {string} script the address of its file
 * @property {string} endpoint where its events go
 * @property {string} alone the address of a file that needs no call to start: the script's own with what it has to know, where it can
 * @property {string} initialize the call that starts it, as code
 * @property {string} track the call that reports one event, as code
 * @property {() => { posts: number, preflights: number, bytes: number, events: number }} arrived so far; `bytes` are those of bodies
 */

/** @typedef {{ vitrina: Contestant, plausible: Contestant }} Contestants */
