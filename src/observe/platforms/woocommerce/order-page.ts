import type { Fact, Line, Units } from '../../../facts/fact.js';
import { toCurrency, toUnits } from '../../../facts/money.js';
import { first, toQuantity, toReference, toText, toTexts, toUrl, withoutSign } from '../../../facts/values.js';
import { readSettings, textOf } from './page.js';
import { pathOf } from './store-cart.js';
import type { Terms } from './store-cart.js';
import { readHash } from './watch-cart.js';

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
  let rest = sum;
  for (const more of foot.slice(0, -1)) rest += more;
  if (sum !== foot[0] && rest !== foot[foot.length - 1]) for (const { product } of lines) delete product.price;
  return lines;
};

/**
 * Parameters with the number of the order: WooCommerce's own, and those of CartFlows, Custom Thank You Pages, NextMove and WC Custom
 * Thank You. https://github.com/brainstormforce/cartflows (2026-11)
 */
const NUMBERS = /[?&](?:order-received|wcf-order|ctp_order_id|order(?:_id)?)=(\d+)(?![^&])/;
/** Addresses that name an order and are no thank-you pages: to pay, cancel or repeat it, and to look at an older one. */
const OTHER_PAGES = /\b(order-pay|pay_for_order|cancel_order|order_again|view-order)\b/;
/** Whether the address has the key of an order. */
export const hasKey = () => location.search.includes('=wc_order_');
const FAILURES =
  '.woocommerce-thankyou-order-failed,.wc-block-order-confirmation-status__actions,.woocommerce-verify-email';

/**
 * The order of a thank-you page, at WooCommerce's own address or at that of a plug-in; `undefined` on any other page, if the
 * payment has failed, and if the shop first asks who the visitor is. The number is read from the address, or else from the page.
 * The key beside the number is never read.
 *
 * A number alone proves nothing, as e-mails and the visitor's account link to older orders. The list that only thank-you pages
 * have proves it, or the table of the order beside the order's key, or a checkout just before.
 * @param terms what the cart has shown of the order
 * @param isPaying whether the visitor was in the checkout just before
 */
export const readOrderPage = ({ decimals, coupons }: Terms = {}, isPaying = false): Fact | undefined => {
  const { pathname, search } = location;
  const is = (name: string) => document.body.classList.contains(`woocommerce-${name}`);
  const own = /(?:^|[?&/])order-received[=/](\d+)/.exec(pathname + search);
  const isOwn = own || is('order-received');
  const overview = document.querySelector('.woocommerce-order-overview,.wc-block-order-confirmation-summary');
  const table = document.querySelector(
    'table.woocommerce-table--order-details,table.wc-block-order-confirmation-totals__table',
  );
  const [, number] = own ?? NUMBERS.exec(search) ?? /\/(\d+)\/?$/.exec(isOwn || hasKey() ? pathname : '') ?? [];
  const shown = textOf(overview, '.woocommerce-order-overview__order strong,li:first-child>[class$=__value]');
  const reference = toReference(number) ?? toReference(shown && withoutSign(shown));
  const isProven = overview ?? (((isOwn || hasKey()) && table) || (isPaying && (hasKey() || !readHash())));
  const isOther = OTHER_PAGES.test(pathname + search) || is('order-pay') || is('account');
  if (!reference || !isProven || isOther || document.querySelector(FAILURES)) return undefined;
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
