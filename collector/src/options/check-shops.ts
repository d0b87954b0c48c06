import { insist } from './check.js';
import type { TiendanubeOptions } from './collector-options.js';
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
