import { insist } from './check.js';
import type { PushedShop, TiendanubeOptions } from './connection-options.js';
import { isSafe } from './is-safe.js';

const names = new Set([
  ...['appId', 'clientSecret', 'contact', 'name', 'publicAddress', 'meli', 'api', 'authorization'],
]);

/** A line of a header (RFC 9110), within the parentheses of a comment. */
const isWord = (value: unknown) => typeof value === 'string' && /^[\x20-\x27\x2a-\x5b\x5d-\x7e]{1,200}$/.test(value);

/** @throws {TypeError} with a sentence about the first mistake */
export function checkTiendanube(options: TiendanubeOptions): void {
  const path = 'connections.tiendanube';
  const { appId, clientSecret, contact, name: ownName, publicAddress, meli, api, authorization } = options;
  for (const name of Object.keys(options)) {
    insist(path, name, names.has(name), `known are ${[...names].join(', ')}`);
  }
  insist(`${path}.appId`, appId, /^\d{1,20}$/.test(appId), 'give the number of your application, as a text');
  const isSecret = typeof clientSecret === 'string' && clientSecret !== '';
  // The value is a secret, and stands in no sentence.
  const ofSecret = 'give the secret of your application, here or as VITRINA_TIENDANUBE_SECRET in the environment';
  insist(`${path}.clientSecret`, isSecret ? '…' : clientSecret, isSecret, ofSecret);
  const ofContact =
    'give an e-mail or address in plain letters, without parentheses, which the API of Tiendanube demands';
  insist(`${path}.contact`, contact, isWord(contact), ofContact);
  insist(`${path}.name`, ownName, ownName === undefined || isWord(ownName), 'give a name in plain letters');
  insist(`${path}.meli`, meli, meli === undefined || typeof meli === 'boolean', 'give true or false');
  for (const [name, value] of Object.entries({ publicAddress, api, authorization })) {
    const isRight = value === undefined || isSafe(value);
    insist(`${path}.${name}`, value, isRight, 'give an https address, or one of this machine');
  }
}

function checkPushed(
  path: string,
  shops: PushedShop[],
  { isShop, fix, businesses }: { isShop: RegExp; fix: string; businesses: string[] },
): void {
  const isList = Array.isArray(shops);
  // Secrets may be in it.
  insist(path, '…', isList, 'give a list of { "shop": …, "business": …, "secret": … }');
  const seen = new Set<string>();
  shops.forEach(({ shop, business, secret, ...others }, index) => {
    const name = `${path}.${index}`;
    for (const other of Object.keys(others)) insist(name, other, false, 'known are "shop", "business" and "secret"');
    insist(`${name}.shop`, shop, typeof shop === 'string' && isShop.test(shop), fix);
    insist(`${name}.shop`, shop, !seen.has(shop.toLowerCase()), 'each shop stands once');
    seen.add(shop.toLowerCase());
    insist(`${name}.business`, business, businesses.includes(business), 'give the id of one of the businesses');
    const isSecret = typeof secret === 'string' && secret !== '';
    // The value is a secret, and stands in no sentence.
    insist(`${name}.secret`, isSecret ? '…' : secret, isSecret, 'give the secret that signs the webhooks');
  });
}

/** @throws {TypeError} with a sentence about the first mistake */
export const checkShopify = (shops: PushedShop[], businesses: string[]): void =>
  checkPushed('connections.shopify', shops, {
    businesses,
    isShop: /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i,
    fix: 'give the domain that the shop has at Shopify, such as "demo.myshopify.com"',
  });

/** @throws {TypeError} with a sentence about the first mistake */
export function checkWooCommerce(shops: PushedShop[], businesses: string[]): void {
  checkPushed('connections.woocommerce', shops, {
    businesses,
    isShop: /^https?:\/\/[^\s?#]+$/i,
    fix: 'give the address of the site, such as "https://shop.example"',
  });
  const named = shops.map(({ business }) => business);
  const another = named.find((business, index) => named.indexOf(business) !== index);
  const fix = 'a business has one shop of WooCommerce, because all of them number their orders alike';
  insist('connections.woocommerce', another, another === undefined, fix);
}
