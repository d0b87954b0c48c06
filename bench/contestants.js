/** @import { Servers } from './start-servers.js' */

/** What a shop says about a product that was put into the cart: the same to both. */
const PROPS = {
  amount: 2480.5,
  currency: 'UYU',
  object_parameters: {
    reference: 'cart-771',
    items: [{ product: { reference: 'mate-01', name: 'Mate Cuareim' }, quantity: 2, price: 1240.25 }],
  },
};

/**
 * What is compared. All files come from the same server, all report their first page view by themselves. `bare` does nothing but
 * the calls of the browser that no tracker can do without that knows its visitor and stores what it sends: what is left of
 * Vitrina's time above it is Vitrina's own.
 *
 * @param {Servers} servers
 * @returns {Contestants}
 */
export const createContestants = ({ collector, peer, bare }) => ({
  vitrina: {
    script: `${collector.url}/vitrina.js`,
    endpoint: collector.endpoint,
    initialize: `vitrina.initialize('${BUSINESS}');`,
    track: `vitrina.track('cart.added', ${JSON.stringify(PROPS)})`,
    arrived: () => collector.requests(),
  },
  plausible: {
    script: `${collector.url}/plausible.js`,
    endpoint: `${peer.url}/api/event`,
    initialize: `window.tracker = plausible({ domain: location.hostname, apiHost: '${peer.url}' }); tracker.enableAutoPageviews();`,
    track: `tracker.trackEvent('cart.added', { props: ${JSON.stringify(PROPS)} })`,
    arrived: peer.requests,
  },
  bare: {
    script: `${collector.url}/bare.js`,
    endpoint: `${bare.url}/`,
    initialize: `bare.start('${bare.url}/');`,
    track: `bare.track(${JSON.stringify(PROPS)})`,
    arrived: bare.requests,
  },
});

/** The file of `bare`: is the visitor known by a cookie, was the cookie taken; an event into storage, and on its way. */
export const BARE = `
let count = 0;
const store = (event) => localStorage.setItem('bare:' + ++count, JSON.stringify(event));
window.bare = {
  start(endpoint) {
    if (document.cookie.includes('bare=')) return;
    document.cookie = 'bare=' + crypto.randomUUID() + '; domain=shop.localhost; path=/; max-age=34560000; samesite=lax';
    const event = { url: location.href, title: document.title, session: document.cookie };
    store(event);
    void fetch(endpoint, { method: 'POST', body: JSON.stringify(event), keepalive: true, credentials: 'omit' });
  },
  track: (props) => store({ ...props, padding: '${'-'.repeat(500)}' }),
};`;

/** The account that the collector knows. */
export const BUSINESS = 'xy76ks';

/**
 * @typedef {object} Contestant
 * @property {string} script the address of its file
 * @property {string} endpoint where its events go
 * @property {string} initialize the call that starts it, as code
 * @property {string} track the call that reports one event, as code
 * @property {() => { posts: number, preflights: number, bytes: number, events: number }} arrived so far; `bytes` are those of bodies
 */

/** @typedef {{ vitrina: Contestant, plausible: Contestant, bare: Contestant }} Contestants */
