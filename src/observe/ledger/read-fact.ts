import type { Fact, FactType, Line, ProductFacts } from '../../facts/fact.js';
import { toCurrency } from '../../facts/money.js';

/**
 * A copy of the fact with a valid currency. Lines without a product or a quantity are left out. The products are copies too,
 * because what is learned of a product later is written into them.
 * @param rank that of the source. Only a platform is sure to give the id of the product as `reference`: elsewhere, one shop uses
 * product ids, and another one SKUs.
 */
export const readFact = (observed: Fact, rank: number): Fact => {
  const lines = observed.lines
    ?.filter(({ product: { reference, sku, name }, quantity }) => (reference || sku || name) && quantity > 0)
    .map((line) => ({ ...line, product: { ...line.product, isAnyLevel: rank < 0 || rank > 1 || undefined } }));
  return { ...observed, lines: lines?.[0] && lines, currency: toCurrency(observed.currency) };
};

/** One fact for each line, because sources group products differently. */
export const splitByLine = (fact: Fact, type: FactType, lines: Line[]): Fact[] =>
  lines.map((line) => ({
    ...fact,
    type,
    lines: [line],
    total: lines[1] ? undefined : fact.total || undefined,
  }));

/** The product with its reference among the aliases, for a source that does not know on which level the reference is. */
export const withoutLevel = ({ reference, aliases = [], ...product }: ProductFacts): ProductFacts => ({
  ...product,
  isAnyLevel: undefined,
  aliases: reference ? [...aliases, reference] : aliases,
});
