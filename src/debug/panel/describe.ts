import { isObject } from '../../base/json.js';
import type { Fact } from '../../facts/fact.js';
import { toAmount } from '../../facts/money.js';
import type { TrackedEvent } from '../../types/tracker.js';
import { money } from './money.js';

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const join = (...parts: string[]) => parts.filter((part) => part).join(' · ');

/** Returns a few words that say what an event is about, such as product names and an amount; empty if it carries none. */
export const describeEvent = (
  { action, object_parameters: parameters, object, amount, currency, page }: Partial<TrackedEvent>,
  locale: string,
): string => {
  if (action === 'page.viewed') return page?.path ?? '';
  const values = isObject(parameters) ? parameters : {};
  const items = Array.isArray(values.items) ? (values.items as unknown[]) : [];
  const names = items.filter(isObject).map(({ product, quantity }) => {
    const name = isObject(product) ? text(product.name) || text(product.reference) : text(product);
    return `${name} × ${text(quantity) || 1}`;
  });
  const what = text(values.name) || text(values.code) || names.slice(0, 2).join(', ') + (names[2] ? ', …' : '');
  const number = /^(order|refund)\./.test(action ?? '') ? text(values.reference) : '';
  return join(number, what || text(object), money(amount, currency, locale));
};

/** Returns a few words that say what a source has seen; empty if the fact carries no lines, reference or total. */
export const describeFact = ({ reference, lines = [], total, currency }: Fact, locale: string): string => {
  const names = lines.slice(0, 2).map(({ product, quantity }) => {
    return `${product.name ?? product.reference ?? product.sku ?? '?'} × ${quantity}`;
  });
  return join(
    lines[0] ? '' : (reference ?? ''),
    names.join(', ') + (lines[2] ? ', …' : ''),
    total === undefined ? '' : money(toAmount(total), currency, locale),
  );
};
