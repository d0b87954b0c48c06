import type { Fact, Line, Units } from '../../../facts/fact.js';
import { toCurrency, toUnits } from '../../../facts/money.js';
import { first, toText, toTexts } from '../../../facts/values.js';
import { readSettings, textOf } from './page.js';
import { pathOf } from './store-cart.js';
import type { Terms } from './store-cart.js';

type ReadAmount = (place: ParentNode | null | undefined) => Units | undefined;

/** The amount that stands in a place, whose currency may have a sign with a point in it. */
const amountsWith =
  (currency: string | undefined, decimals: unknown): ReadAmount =>
  (place) => {
    const amount = place?.querySelector('.woocommerce-Price-amount');
    const sign = amount?.querySelector('.woocommerce-Price-currencySymbol')?.textContent ?? '';
    // A shop prints all of its prices with as many decimals, whatever is usual in its currency.
    const like = decimals === undefined ? currency : Number(decimals) > 2 ? 'KWD' : '';
    return toUnits(amount?.textContent?.replace(sign, ''), like);
  };

/**
 * The rows of an order's table. Their prices count only where they add up: to what the table itself calls their sum, or, in
 * blocks, which have no such row, with all others to the total.
 * https://github.com/woocommerce/woocommerce, BlockTypes/OrderConfirmation/Totals.php (2026-11)
 */
const readRows = (table: Element | null, amountIn: ReadAmount, foot: Units[]): Line[] => {
  const rows = [...(table?.querySelectorAll('tr.order_item') ?? [])];
  let sum = 0;
  const lines = rows.map((row): Line => {
    const link = row.querySelector('a[href]');
    const place = link ?? row.querySelector('td,th');
    const quantity = Number(/\d+/.exec(textOf(row, '.product-quantity') ?? '')?.[0] ?? 1);
    const total = amountIn(row) ?? NaN;
    sum += total;
    const url = link?.getAttribute('href');
    return {
      product: {
        name: link ? toText(link.textContent) : toText(place?.firstChild?.textContent),
        url: toText(url),
        aliases: toTexts(url ? [pathOf(url, true), pathOf(url)] : []),
        price: Math.round(total / quantity),
      },
      quantity,
    };
  });
  const rest = foot.slice(0, -1).reduce((units, more) => units + more, sum);
  if (sum !== foot[0] && rest !== foot[foot.length - 1]) for (const { product } of lines) delete product.price;
  return lines;
};

/**
 * The order of a thank-you page; nothing where the payment has failed, or where the shop first asks who is looking. The number
 * is the one of the address; the key beside it is never read.
 * @param terms what the cart has told of it
 */
export const readOrderPage = ({ decimals, coupons }: Terms = {}): Fact | undefined => {
  const [, reference] =
    /(?:^|[?&/])order-received[=/](\d+)/.exec(location.pathname + location.search) ??
    /\/(\d+)\/?$/.exec(location.pathname) ??
    [];
  const overview = document.querySelector('.woocommerce-order-overview,.wc-block-order-confirmation-summary');
  const table = document.querySelector(
    'table.woocommerce-table--order-details,table.wc-block-order-confirmation-totals__table',
  );
  const failure = '.woocommerce-thankyou-order-failed,.wc-block-order-confirmation-status__actions';
  if (!reference || !(overview ?? table) || document.querySelector(failure)) return undefined;
  const settings = readSettings();
  const currency = toCurrency(settings.code);
  const amountIn = amountsWith(currency, first(settings.precision, decimals));
  // What is taken off has its sign before the amount.
  const foot = [...(table?.querySelectorAll('tfoot td') ?? [])]
    .map((place) => (amountIn(place) ?? NaN) * (/^\s*-/.test(place.textContent ?? '') ? -1 : 1))
    .filter((units) => !isNaN(units));
  return {
    type: 'order.placed',
    confirmed: true,
    reference,
    lines: readRows(table, amountIn, foot),
    total: amountIn(overview) ?? foot[foot.length - 1],
    currency,
    // A coupon that has taken nothing off may have been refused since.
    coupons: foot.some((units) => units < 0) ? coupons : undefined,
    // Of blocks the fifth row, behind number, date, total and the address of a person.
    payment_method: textOf(overview, '.method strong,li:nth-child(5)>[class$=__value]'),
  };
};
