import { isObject } from '../../../base/json.js';
import { all, listen } from '../../../browser/listen.js';
import type { FactType } from '../../../facts/fact.js';
import { createAmountReader, toCurrency, toUnits } from '../../../facts/money.js';
import { toObject, toText } from '../../../facts/values.js';
import { VISIT_GAP_MS } from '../../../visitor/visit.js';
import type { Adapter } from '../../adapter.js';
import { LOOK_DELAYS_MS } from '../../page/look-delays.js';
import { checkRules } from './check-rules.js';
import type { Rule } from './check-rules.js';
import { fits } from './pattern.js';

export type { Rule } from './check-rules.js';

const RULE_TYPES: FactType[] = [
  'cart.viewed',
  'checkout.started',
  'order.placed',
  'form.completed',
  'refund.requested',
];

/** The value at a path in a message; `undefined` if there is none. */
const follow = (message: unknown, path: string[]): unknown => {
  let value = message;
  for (const name of path) value = isObject(value) ? value[name] : undefined;
  return value;
};

/** The value at a path in the newest message of the data layer that has one. */
const fromDataLayer = (path: string[]): unknown => {
  const { dataLayer } = window as { dataLayer?: unknown };
  if (!Array.isArray(dataLayer)) return undefined;
  return [...(dataLayer as unknown[])]
    .reverse()
    .map((message) => follow(message, path))
    .find((value) => toText(value) !== undefined);
};

/** The text at a place of the page, which is a CSS selector or a path through the data layer. */
const readPlace = (place: string | undefined): string | undefined => {
  if (!place) return undefined;
  const [first, ...path] = place.split('.');
  try {
    if (first === 'dataLayer') return toText(fromDataLayer(path));
    const element = document.querySelector(place);
    // Fields that a visitor fills in are never read.
    return element && !element.matches('input:not([type=hidden]),textarea,select')
      ? toText(element.getAttribute('content') ?? element.getAttribute('value') ?? element.textContent)
      : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Reports actions by the addresses that are visited, such as a thank-you page after a cart.
 * @throws TypeError if a rule is not valid
 * @example
 * ```ts
 * import { createShop, rules } from 'vitrina/observe';
 *
 * const { plugin } = createShop([rules([{ url: '/thank-you*', after: '/cart*', action: 'order.placed' }])]);
 * ```
 */
export const rules = (options: Rule[]): Adapter => {
  const list = checkRules(options);
  return {
    name: 'rule',
    detect: () => true,
    start(emit, onPageChange, { acrossPages }) {
      /** When each `after` pattern was visited; Unix ms. */
      const visited = acrossPages<Record<string, number>>(VISIT_GAP_MS);
      let timers: ReturnType<typeof setTimeout>[] = [];
      let address = '';
      /** Rules that fit this address, and wait until the page shows their values. */
      let waiting: Rule[] = [];

      const look = (isLast?: boolean) => {
        waiting = waiting.filter((rule) => {
          const { action, object } = rule;
          const currencyText = /^[a-z]{3}$/i.test(rule.currency ?? '') ? rule.currency : readPlace(rule.currency);
          const currency = toCurrency(currencyText);
          const amount = readPlace(rule.amount);
          // The page shows amounts to people, and the data layer gives them to machines.
          const read = rule.amount?.startsWith('dataLayer.') ? createAmountReader(currency, [amount]) : toUnits;
          const total = read(amount, currency);
          const reference = readPlace(rule.reference);
          const isWhole = (total !== undefined || !rule.amount) && (reference || !rule.reference);
          if (!isWhole && !isLast) return true;
          const type = RULE_TYPES.find((subject) => subject === action);
          const shared = { currency, total, reference: reference ?? (type === 'form.completed' ? object : undefined) };
          emit(type ? { type, ...shared } : { type: 'custom', action, ...shared });
          return false;
        });
      };

      const arrive = () => {
        if (address === location.href) return;
        address = location.href;
        look(true);
        const url = new URL(address);
        const seen = toObject(visited.read()) as Record<string, number>;
        waiting = list.filter(
          (rule) =>
            fits(rule.url, url) && (!rule.after || Math.abs(Date.now() - (seen[rule.after] ?? 0)) < VISIT_GAP_MS),
        );
        // A visit to the `after` address counts for one report.
        for (const { after = '' } of waiting) delete seen[after];
        for (const { after } of list) if (after && fits(after, url)) seen[after] = Date.now();
        if (list.some(({ after }) => after)) visited.keep(seen);
        timers.forEach(clearTimeout);
        timers = waiting[0]
          ? LOOK_DELAYS_MS.map((ms, index) => setTimeout(() => look(index === LOOK_DELAYS_MS.length - 1), ms))
          : [];
      };

      arrive();
      return all([
        () => timers.forEach(clearTimeout),
        listen(window, 'pagehide', () => look(true), { capture: true }),
        onPageChange(arrive),
      ]);
    },
  };
};
