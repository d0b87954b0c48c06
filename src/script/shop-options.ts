import type { Rule } from '../observe/sources/rules/check-rules.js';

/** What the storefront build can be told beyond `TrackerOptions`. */
export interface ShopOptions {
  source?: string;
  delivery?: 'deliver' | 'collect';
  /** Names of the data layers. */
  dataLayer?: string[];
  forms: boolean;
  rules?: Rule[];
  /** Tell when a visitor goes to Shopify's checkout; `false` where the web pixel tells it. */
  checkout: boolean;
  /** Products shown in a dialog of a Shopify theme count as viewed. */
  dialogs: boolean;
  linkDomains: string[];
  /** Orders cancelled by the form that Argentine shops have are requests for a refund. */
  refunds: boolean;
}

const toList = (value: unknown): string[] | undefined =>
  typeof value === 'string' ? value.split(',').map((text) => text.trim()) : (value as string[] | undefined);

/**
 * Takes what is meant for the storefront out of the options.
 * @throws TypeError in a sentence that names the option and says what is allowed
 */
export const takeShopOptions = (options: object): ShopOptions => {
  const given = options as Record<string, unknown>;
  const take = (name: string, allowed: string, isAllowed: (value: unknown) => boolean): unknown => {
    const { [name]: value } = given;
    delete given[name];
    if (value !== undefined && !isAllowed(value)) {
      throw new TypeError(`${name} must be ${allowed}; got ${JSON.stringify(value) ?? typeof value}`);
    }
    return value;
  };
  const isFlag = (value: unknown) => typeof value === 'boolean';
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const isList = (value: unknown) => isText(value) || (Array.isArray(value) && value.every(isText));
  return {
    source: take('source', 'a name', isText) as string | undefined,
    delivery: take(
      'delivery',
      'deliver or collect',
      (value) => value === 'deliver' || value === 'collect',
    ) as 'deliver',
    dataLayer: toList(take('dataLayer', 'a name or a list of names', isList)),
    forms: take('forms', 'true or false', isFlag) !== false,
    // Each rule is checked where it is used.
    rules: take('rules', 'a list', Array.isArray) as Rule[] | undefined,
    linkDomains: toList(take('linkDomains', 'a list of domains', isList)) ?? [],
    checkout: take('checkout', 'true or false', isFlag) !== false,
    dialogs: take('dialogs', 'true or false', isFlag) === true,
    refunds: take('refunds', 'true or false', isFlag) !== false,
  };
};
