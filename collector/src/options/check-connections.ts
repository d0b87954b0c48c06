import { insist } from './check.js';
import { isSafe } from './is-safe.js';
import { checkShopify, checkTiendanube, checkWooCommerce } from './check-shops.js';
import type { ConnectionOptions, MercadoLibreOptions } from './connection-options.js';

/**
 * The countries of Mercado Libre, and where a seller gives the leave there
 * (https://developers.mercadolibre.com.ar/en_us/authentication-and-authorization, 2026-07).
 */
export const mercadoLibreSites: Record<string, string> = {
  MLA: 'https://auth.mercadolibre.com.ar',
  MLB: 'https://auth.mercadolivre.com.br',
  MLM: 'https://auth.mercadolibre.com.mx',
  MLC: 'https://auth.mercadolibre.cl',
  MCO: 'https://auth.mercadolibre.com.co',
  MLU: 'https://auth.mercadolibre.com.uy',
  MPE: 'https://auth.mercadolibre.com.pe',
  MEC: 'https://auth.mercadolibre.com.ec',
  MLV: 'https://auth.mercadolibre.com.ve',
  MBO: 'https://auth.mercadolibre.com.bo',
  MPY: 'https://auth.mercadolibre.com.py',
  MCR: 'https://auth.mercadolibre.co.cr',
  MPA: 'https://auth.mercadolibre.com.pa',
  MRD: 'https://auth.mercadolibre.com.do',
  MNI: 'https://auth.mercadolibre.com.ni',
  MSV: 'https://auth.mercadolibre.com.sv',
  MCU: 'https://auth.mercadolibre.com.cu',
  MHN: 'https://auth.mercadolibre.com.hn',
};

/** The bytes of a key; undefined where a text is none. */
export function keyBytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? bytes : undefined;
}

const names = new Set([
  ...['clientId', 'clientSecret', 'redirect', 'site', 'placed', 'shippedFrom', 'changes', 'api', 'authorization'],
]);

function checkMercadoLibre(options: MercadoLibreOptions): void {
  const path = 'connections.mercadoLibre';
  const { clientId, clientSecret, redirect, site, placed, shippedFrom, changes, api, authorization } = options;
  for (const name of Object.keys(options)) {
    insist(path, name, names.has(name), `known are ${[...names].join(', ')}`);
  }
  insist(`${path}.clientId`, clientId, /^\d{1,20}$/.test(clientId), 'give the number of your application, as a text');
  const isSecret = typeof clientSecret === 'string' && clientSecret !== '';
  // The value is a secret, and stands in no sentence.
  insist(
    `${path}.clientSecret`,
    isSecret ? '…' : clientSecret,
    isSecret,
    'give the secret of your application, here or as VITRINA_MERCADO_LIBRE_SECRET in the environment',
  );
  const example = 'https://events.shop.example/connections/mercado-libre/callback';
  insist(`${path}.redirect`, redirect, isSafe(redirect), `give an address such as "${example}", as it is registered`);
  const all = Object.keys(mercadoLibreSites).join(', ');
  insist(`${path}.site`, site, Object.hasOwn(mercadoLibreSites, site), `give the country of the seller, one of ${all}`);
  for (const [name, value] of Object.entries({ placed, changes })) {
    insist(`${path}.${name}`, value, value === undefined || typeof value === 'boolean', 'give true or false');
  }
  const isFrom = shippedFrom === undefined || ['shipped', 'picked_up'].includes(shippedFrom);
  insist(`${path}.shippedFrom`, shippedFrom, isFrom, 'give "shipped" or "picked_up"');
  for (const [name, value] of Object.entries({ api, authorization })) {
    const isRight = value === undefined || isSafe(value);
    insist(`${path}.${name}`, value, isRight, 'give an https address, or one of this machine');
  }
}

/**
 * @param businesses the ids of those that there are
 * @throws {TypeError} with a sentence about the first mistake
 */
export function checkConnections(
  { key, mercadoLibre, tiendanube, shopify, woocommerce, ...others }: ConnectionOptions,
  businesses: string[],
): void {
  for (const [name, value] of Object.entries(others)) {
    insist(
      `connections.${name}`,
      value,
      false,
      'known are "key", "mercadoLibre", "tiendanube", "shopify" and "woocommerce"',
    );
  }
  if (key !== undefined || mercadoLibre !== undefined || tiendanube !== undefined) {
    const isKey = typeof key === 'string' && keyBytes(key) !== undefined;
    // The value is a secret, and stands in no sentence.
    insist(
      'connections.key',
      key === undefined ? key : '…',
      isKey,
      'give 32 bytes by chance in base64, such as "openssl rand -base64 32" makes, here or as VITRINA_CONNECTIONS_KEY in the environment',
    );
  }
  if (mercadoLibre !== undefined) checkMercadoLibre(mercadoLibre);
  if (tiendanube !== undefined) checkTiendanube(tiendanube);
  if (shopify !== undefined) checkShopify(shopify, businesses);
  if (woocommerce !== undefined) checkWooCommerce(woocommerce, businesses);
}
