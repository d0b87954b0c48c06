import { stringify } from '../base/json.js';
import type { Rule } from '../observe/sources/rules/check-rules.js';

/** The options that the storefront script takes in addition to `TrackerOptions`. */
export interface ShopOptions {
  /** Overrides the name under which the shop's server integration knows its products. Default: the platform's. */
  source?: string;
  /** How orders reach the customer, where the page does not say it. */
  delivery?: 'deliver' | 'collect';
  /** Names of the data layers to read, as global variables. */
  dataLayer?: string[];
  /** Observe marked forms and the forms of known plug-ins. Default `true`. */
  forms: boolean;
  rules?: Rule[];
  /** Report when a visitor goes to Shopify's checkout. Default `true`; set `false` where the web pixel reports it. */
  checkout: boolean;
  /** Count a product that a Shopify theme shows in a dialog as viewed. Default `false`. */
  dialogs: boolean;
  /** Other domains of the shop, to which links carry the session. Default: none. */
  linkDomains: string[];
  /** Report the cancellation form that Argentine shops must have as `refund.requested`. Default `true`. */
  refunds: boolean;
}

const toList = (value: unknown): string[] | undefined =>
  typeof value === 'string' ? value.split(',').map((text) => text.trim()) : (value as string[] | undefined);

/**
 * Removes the storefront's own options from `options`, and returns them checked and with their defaults.
 * @throws TypeError whose message names the option and what is allowed
 */
export const takeShopOptions = (options: object): ShopOptions => {
  const record = options as Record<string, unknown>;
  const take = (name: string, allowed: string, isAllowed: (value: unknown) => boolean): unknown => {
    const { [name]: value } = record;
    delete record[name];
    if (value !== undefined && !isAllowed(value)) {
      throw new TypeError(`${name} must be ${allowed}; got ${stringify(value) ?? typeof value}`);
    }
    return value;
  };
  const isFlag = (value: unknown) => typeof value === 'boolean';
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const isList = (value: unknown) => isText(value) || (Array.isArray(value) && value.every(isText));
  const linkDomains = toList(take('linkDomains', 'a list of domains', isList)) ?? [];
  // `decorate` of the tracker needs them too.
  if (linkDomains[0]) record.linkDomains = linkDomains;
  return {
    source: take('source', 'a name', isText) as string | undefined,
    delivery: take(
      'delivery',
      'deliver or collect',
      (value) => value === 'deliver' || value === 'collect',
    ) as 'deliver',
    dataLayer: toList(take('dataLayer', 'a name or a list of names', isList)),
    forms: take('forms', 'true or false', isFlag) !== false,
    // The rules themselves are checked in `vitrina.rules.js`.
    rules: take('rules', 'a list', Array.isArray) as Rule[] | undefined,
    linkDomains,
    checkout: take('checkout', 'true or false', isFlag) !== false,
    dialogs: take('dialogs', 'true or false', isFlag) === true,
    refunds: take('refunds', 'true or false', isFlag) !== false,
  };
};
