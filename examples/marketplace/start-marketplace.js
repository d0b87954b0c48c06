import { products } from '../shop/public/catalogue.js';
import { textAnswer } from '../serve/answers.js';
import { createAsking } from './ask-collector.js';
import { startMarketplaceServer } from './marketplace-server.js';
import { openBook } from './open-book.js';
import { nextSteps, notificationsOf, SELLER } from './sale.js';
import { showSale, tellStory } from './story.js';

/** @import { Answer } from '../serve/answers.js' */
/** @import { Collector } from './ask-collector.js' */
/** @import { Sale, StepName } from './sale.js' */

/**
 * @typedef {object} MarketplaceOptions
 * @property {string} business whose account it is
 * @property {string} bookFile keeps the sales and the tokens
 * @property {string} [host]
 * @property {(sentence: string) => void} [log]
 *
 * @typedef {Awaited<ReturnType<typeof startMarketplace>>} Marketplace
 */

const CLIENT_ID = '7001002003004005';

/** Sales that the page shows. */
const SHOWN = 8;

/** @param {unknown} body @returns {Answer} */
const json = (body) => ({
  status: 200,
  headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
  body: JSON.stringify(body),
});

/**
 * Starts a server that plays Mercado Libre, and what the page /marketplace/ shows and asks for. All else is the real collector.
 *
 * @param {MarketplaceOptions} options
 */
export const startMarketplace = async ({ business, bookFile, host = '127.0.0.1', log = () => {} }) => {
  const book = await openBook(bookFile);
  const { key, clientSecret } = book.state();
  /** @type {Collector} */
  let collector = { url: '', token: '' };
  const application = { clientId: CLIENT_ID, clientSecret };
  const server = await startMarketplaceServer({ book, ...application, collector: () => collector.url, host, log });
  const asking = () => createAsking({ collector, business, clientId: CLIENT_ID });

  /** @param {string} path of the inspector, without the token, which no page of the demo gets to read @returns {Answer} */
  const leadTo = (path, query = {}, hash = '') => ({
    status: 303,
    headers: {
      Location: `${collector.url}/inspector/${path}?${new URLSearchParams({ ...query, token: collector.token })}${hash}`,
      'Cache-Control': 'no-store',
    },
  });

  /** No two steps have the same time, since a time says which step an event tells of. */
  const nextTime = () =>
    Math.max(Date.now(), ...book.state().sales.flatMap(({ steps }) => steps.map(({ at }) => at + 1)));

  /** @returns {Sale} */
  const newSale = () => {
    const { sales } = book.state();
    const latest = products.findIndex(({ slug }) => slug === sales.at(-1)?.product);
    const next = (latest + 1) % products.length;
    return { number: nextTime(), product: products[next]?.slug ?? '', quantity: 1 + (next % 2), steps: [] };
  };

  /** @param {StepName} name @returns {Promise<Answer>} */
  const take = async (name) => {
    const current = book.state().sales.at(-1);
    if (name !== 'sell' && !(current && nextSteps(current).includes(name))) {
      return textAnswer(409, 'This cannot happen to the sale as it stands.\n');
    }
    const sale = name === 'sell' || !current ? newSale() : current;
    /** @type {Sale['steps'][number]} */
    const step = { name, at: nextTime() };
    await book.change(({ sales }) => {
      sale.steps.push(step);
      if (!sales.includes(sale)) sales.push(sale);
    });
    const { notify } = asking();
    for (const about of notificationsOf(sale, name)) {
      const failure = await notify(about);
      if (!failure) continue;
      await book.change(({ missed }) => {
        step.trouble = failure.trouble;
        missed.push(failure.body);
      });
    }
    return textAnswer(200, 'Done.\n');
  };

  const show = async () => {
    const sales = book.state().sales.slice(-SHOWN);
    const { account, told } = asking();
    const found = await account();
    const events = sales.length === 0 ? [] : await told(Number(sales[0]?.steps[0]?.at));
    const current = sales.at(-1);
    return {
      account: { number: String(SELLER), state: found?.state ?? 'none', problem: found?.problem ?? null },
      waiting: found?.waiting ?? 0,
      sale: current ? showSale(current) : null,
      story: tellStory(sales, events),
    };
  };

  return {
    /** The option `connections` of the collector: nothing but the addresses says that the marketplace is played. */
    connections: {
      key,
      mercadoLibre: {
        ...application,
        ...{ redirect: server.redirect, site: 'MLU', placed: true, api: server.url, authorization: server.url },
      },
    },
    /** @param {Collector} given */
    linkTo: (given) => {
      collector = { url: given.url, token: given.token };
    },
    /**
     * @param {string} path below the folder of the page
     * @param {URLSearchParams} query
     * @returns {Promise<Answer | undefined>}
     */
    async answer(path, query) {
      if (path === 'state.json') return json(await show());
      if (path === 'connect') return leadTo('connections/mercado-libre/start', { business });
      if (path !== 'inspector') return undefined;
      const event = query.get('event');
      return leadTo('', {}, event === null ? '#view=connections' : `#event=${business}/${encodeURIComponent(event)}`);
    },
    /**
     * Something that happens at the marketplace.
     *
     * @param {string} path
     * @returns {Promise<Answer | undefined>}
     */
    async act(path) {
      const [, name] = /^steps\/(sell|pay|ship|deliver|refund|cancel)$/.exec(path) ?? [];
      return name === undefined ? undefined : take(/** @type {StepName} */ (name));
    },
    async close() {
      await server.close();
      await book.settle();
    },
  };
};
