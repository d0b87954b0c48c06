import type { Fact } from '../../facts/fact.js';

interface Expected {
  /** The whole cart was emptied, which an order would explain. */
  isEmptying: boolean;
  /** A source of a better rank may see the same action. */
  isBetterSource: boolean;
}

/**
 * Why a fact is held before it is reported; `false` or `undefined` if it need not wait.
 * @param fact completed with all that is known of its products
 */
export const holdReason = (
  { type, total, reference, lines: [line] = [] }: Fact,
  { isEmptying, isBetterSource }: Expected,
): string | false | undefined => {
  const isIncomplete =
    type === 'order.placed'
      ? !line || total === undefined || !reference
      : type === 'product.viewed'
        ? !line?.product.image_url
        : line && !line.product.name;
  return isEmptying
    ? 'an order may follow'
    : isBetterSource
      ? 'a better source may follow'
      : isIncomplete && 'incomplete';
};
