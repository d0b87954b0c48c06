import { language, wordsOf } from './language.js';
import { peopleWords } from './words/people.js';

/** @typedef {import('./api.js').Row} Row */

/** @type {Record<string, string>} */
const platforms = {
  tiendanube: 'Tiendanube',
  shopify: 'Shopify',
  woocommerce: 'WooCommerce',
  vtex: 'VTEX',
  mercadolibre: 'Mercado Libre',
};

/** What some of them are called in Brazil. @type {Record<string, string>} */
const brazilian = { tiendanube: 'Nuvemshop', mercadolibre: 'Mercado Livre' };

/**
 * @param {string} kind
 * @returns {string | undefined} the name of a platform, where it is one that the page knows
 */
export const platformOf = (kind) => (language() === 'pt' ? brazilian[kind] : undefined) ?? platforms[kind];

/**
 * Who has told an event, in the words of a merchant.
 * @param {Pick<Row, 'trusted' | 'observed_by'>} row
 */
export const tellerOf = ({ trusted, observed_by: observer }) => {
  const words = wordsOf(peopleWords);
  if (!trusted) return words.browser;
  return observer === 'rule' ? words.automation : (platformOf(observer ?? '') ?? words.server);
};

/**
 * @param {Pick<Row, 'trusted' | 'observed_by'>[]} rows
 * @returns {string} each of them once, as "the browser and Tiendanube"
 */
export const tellersOf = (rows) =>
  new Intl.ListFormat(language(), { type: 'conjunction' }).format([...new Set(rows.map(tellerOf))]);
