/** @typedef {import('./api.js').Row} Row */

/** @type {Record<string, string>} */
export const platforms = {
  tiendanube: 'Tiendanube',
  shopify: 'Shopify',
  woocommerce: 'WooCommerce',
  vtex: 'VTEX',
  mercadolibre: 'Mercado Libre',
};

/**
 * Who has told an event, in the words of a merchant.
 * @param {Pick<Row, 'trusted' | 'observed_by'>} row
 */
export const tellerOf = ({ trusted, observed_by: observer }) =>
  trusted ? (platforms[observer ?? ''] ?? 'the shop’s server') : 'the browser';

/**
 * @param {Pick<Row, 'trusted' | 'observed_by'>[]} rows
 * @returns {string} each of them once, as "the browser and Tiendanube"
 */
export const tellersOf = (rows) =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format([...new Set(rows.map(tellerOf))]);
