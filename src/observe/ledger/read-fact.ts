import type { Fact, FactType, Line } from '../../facts/fact.js';
import { toCurrency } from '../../facts/money.js';

/** A copy of the fact with a valid currency. Lines without a product or a quantity are left out. */
export const readFact = (observed: Fact): Fact => {
  const lines = observed.lines
    ?.map((line) => ({ ...line, product: { ...line.product } }))
    .filter(({ product: { reference, sku, name }, quantity }) => (reference || sku || name) && quantity > 0);
  return { ...observed, lines: lines?.[0] && lines, currency: toCurrency(observed.currency) };
};

/** One fact for each line, because sources group products differently. */
export const splitByLine = (fact: Fact, type: FactType, lines: Line[]): Fact[] =>
  lines.map((line) => ({
    ...fact,
    type,
    lines: [line],
    total: lines[1] || line.product.price ? undefined : fact.total,
  }));
