import { isWithin } from './is-within.js';
import { insist } from './check.js';
import { checkAutomations } from './check-automations.js';
import type { Business, Quota } from './collector-options.js';
import { keyHashPattern } from './private-key.js';
import { actionListPattern } from './action-list.js';
import { checkHellotext, checkWebhooks } from './check-webhooks.js';

/** What a business id looks like; it stands in addresses and in the subjects of a stream. */
export const businessPattern = /^[A-Za-z0-9_-]{1,64}$/;
const domainPattern = /^(?=.{3,253}$)([a-z0-9-]{1,63}\.)+(?!\d+$)[a-z0-9-]{2,63}$/;
const anyPortPattern = /^http:\/\/(localhost|127\.0\.0\.1):\*$/;

function isOrigin(origin: string): boolean {
  if (origin === '*' || origin === 'null' || anyPortPattern.test(origin)) return true;
  return !origin.includes('*') && URL.canParse(origin) && new URL(origin).origin === origin;
}

function checkRenewal(id: string, { renewSession, origins }: Business): void {
  if (renewSession === undefined) return;
  const name = `businesses.${id}.renewSession`;
  const isHost = renewSession === 'host';
  const allowed = 'give the domain of the shop\'s cookies, such as "shop.example", or "host"';
  insist(name, renewSession, isHost || domainPattern.test(renewSession), allowed);
  const isOnIt = origins.some((origin) => {
    const [, host] = /^https?:\/\/([^/:]+)/.exec(origin) ?? [];
    return host !== undefined && (isHost || isWithin(host, renewSession));
  });
  insist(name, renewSession, isOnIt, 'list the shop\'s origin on that domain by name, "*" and "null" are not enough');
}

function checkQuota(id: string, quota: Quota | undefined): void {
  for (const [name, value] of Object.entries(quota ?? {})) {
    const path = `businesses.${id}.quota.${name}`;
    insist(path, value, name === 'events' || name === 'bytes', 'a quota counts "events" or "bytes" a day');
    insist(path, value, value === undefined || (Number.isInteger(value) && value > 0), 'give a whole number above 0');
  }
}

/** Two, so that a new key can be used before the old one is taken out. */
const mostKeys = 2;

/** @param others hashes of the businesses before; a key says whose it is */
function checkKeys(id: string, keys: string[], others: Set<string>): void {
  const name = `businesses.${id}.keys`;
  insist(name, keys, Array.isArray(keys), 'give a list of hashes');
  insist(
    name,
    keys.length,
    keys.length <= mostKeys,
    `a business has ${mostKeys} keys at most, a new one and an old one`,
  );
  for (const hash of keys) {
    const allowed = 'give the hash of a key as "vitrina-collector key" prints it, sha256:… with 64 hexadecimal digits';
    insist(name, hash, typeof hash === 'string' && keyHashPattern.test(hash), allowed);
    insist(name, hash, !others.has(hash), 'each key stands once, and belongs to one business');
    others.add(hash);
  }
}

function checkTrustedOnly(id: string, actions: string[]): void {
  const name = `businesses.${id}.trustedOnly`;
  insist(name, actions, Array.isArray(actions), 'give a list of actions');
  for (const action of actions) {
    const isAction = typeof action === 'string' && actionListPattern.test(action);
    insist(name, action, isAction, 'give an action such as "order.confirmed", or "refund.*" for all of an object');
  }
}

/**
 * @param localReceivers webhooks may be http
 * @throws {TypeError} with a sentence about the first mistake
 */
export function checkBusinesses(businesses: Record<string, Business>, localReceivers: boolean): void {
  const hashes = new Set<string>();
  for (const [id, business] of Object.entries(businesses)) {
    insist('businesses', id, businessPattern.test(id), 'a business id has 1 to 64 letters, digits, "_" or "-"');
    insist(`businesses.${id}.origins`, business.origins, Array.isArray(business.origins), 'give a list of origins');
    for (const origin of business.origins) {
      const allowed =
        'give an origin such as "https://shop.example" without a path, "http://localhost:*", "http://127.0.0.1:*", "null" or "*"';
      insist(`businesses.${id}.origins`, origin, isOrigin(origin), allowed);
    }
    checkRenewal(id, business);
    checkQuota(id, business.quota);
    checkKeys(id, business.keys ?? [], hashes);
    checkTrustedOnly(id, business.trustedOnly ?? []);
    checkWebhooks(`businesses.${id}.webhooks`, business.webhooks ?? [], localReceivers);
    checkHellotext(`businesses.${id}.hellotext`, business.hellotext, localReceivers);
    checkAutomations(id, business.automations ?? {});
  }
}
