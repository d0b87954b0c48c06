import type { Fact, Line, Units } from '../../../facts/fact.js';
import { toCurrency, toUnits } from '../../../facts/money.js';
import { first, toQuantity, toText, toTexts, toUrl } from '../../../facts/values.js';
import { readSettings, textOf } from './page.js';
import { pathOf } from './store-cart.js';
import type { Terms } from './store-cart.js';

type ReadAmount = (place: ParentNode | null | undefined) => Units | undefined;

/** Returns a function that reads the amount in an element. The sign of the currency is removed first, as it may contain a point. */
const amountsWith =
  (currency: string | undefined, decimals: unknown): ReadAmount =>
  (place) => {
    const amount = place?.querySelector('.woocommerce-Price-amount');
    const sign = amount?.querySelector('.woocommerce-Price-currencySymbol')?.textContent ?? '';
    // A shop prints all prices with the same number of decimals, whatever is usual in its currency.
    const like = decimals === undefined ? currency : Number(decimals) > 2 ? 'KWD' : '';
    return toUnits(amount?.textContent?.replace(sign, ''), like);
  };

/**
 * The lines of an order's table. Their prices count only if they add up to the table's subtotal. The table of the blocks has no
 * subtotal: there, prices and all other rows must add up to the total.
 * https://github.com/woocommerce/woocommerce, BlockTypes/OrderConfirmation/Totals.php (2026-11)
 */
const readRows = (table: Element | null, amountIn: ReadAmount, foot: Units[]): Line[] => {
  const rows = [...(table?.querySelectorAll('tr.order_item') ?? [])];
  let sum = 0;
  const lines = rows.map((row): Line => {
    const link = row.querySelector('a[href]');
    const place = link ?? row.querySelector('td,th');
    const quantity = toQuantity(textOf(row, '.product-quantity'));
    const total = amountIn(row) ?? NaN;
    sum += total;
    const url = link?.getAttribute('href');
    return {
      product: {
        name: link ? toText(link.textContent) : toText(place?.firstChild?.textContent),
        url: toUrl(url),
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
 * The order of a thank-you page; `undefined` if the payment has failed, or if the shop first asks who the visitor is. Its number
 * is read from the address. The key beside the number is never read.
 * @param terms what the cart has shown of the order
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
  // A discount has a minus sign before the amount.
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
    // Without a discount, the coupon may have been refused after the cart was shown.
    coupons: foot.some((units) => units < 0) ? coupons : undefined,
    // In blocks the fifth row, after number, date, total and the customer's e-mail address.
    payment_method: textOf(overview, '.method strong,li:nth-child(5)>[class$=__value]'),
  };
};
