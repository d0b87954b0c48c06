import { ACTION_PATTERN } from '../../../base/action-pattern.js';
import { isObject } from '../../../base/json.js';

/** A rule: a visit to such an address means that the action was done. */
export interface Rule {
  /** Pattern of the address, such as `/thank-you*`; see `fits`. */
  url: string;
  /** Pattern of an address that must have been visited before, in the same tab and within 30 minutes, such as `/cart*`. */
  after?: string;
  /** `object.verb`: an action of the catalogue, or one of the shop's own. */
  action: string;
  /** Where to read the amount, in major units: a CSS selector, or `dataLayer.` and a path, such as `dataLayer.order.total`. */
  amount?: string;
  /** An ISO 4217 code, or where to read it. Default: the currency that another source on the page has reported. */
  currency?: string;
  /** Where to read the number of the order or the refund. */
  reference?: string;
  /** Id of the form, for `form.completed`. */
  object?: string;
}

const OPTIONAL_FIELDS = ['after', 'amount', 'currency', 'reference', 'object'] as const;

/**
 * Checks a shop's rules, and returns them.
 * @throws TypeError with a sentence that names the rule and says what is allowed
 */
export const checkRules = (rules: unknown): Rule[] => {
  if (!Array.isArray(rules))
    throw new TypeError("rules must be a list such as [{ url: '/thanks*', action: 'order.placed' }]");
  rules.forEach((rule: unknown, index) => {
    const fail = (name: string, allowed: string) => {
      throw new TypeError(`rules[${index}].${name} must be ${allowed}`);
    };
    if (!isObject(rule)) throw new TypeError(`rules[${index}] must be an object with url and action`);
    if (typeof rule.url !== 'string' || !/^(\/|\*|https?:)/.test(rule.url)) {
      fail('url', `an address pattern beginning with /, * or http; got ${String(rule.url)}`);
    }
    if (!ACTION_PATTERN.test(String(rule.action)))
      fail('action', `object.verb in lower case; got ${String(rule.action)}`);
    for (const name of OPTIONAL_FIELDS) {
      const value = rule[name];
      if (value !== undefined && typeof value !== 'string') fail(name, `a text; got ${typeof value}`);
    }
  });
  return rules as Rule[];
};
