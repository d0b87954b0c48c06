import { formatMoney } from '../shop/public/money.js';
import { moneyOf, nextSteps, notificationsOf, numbersOf, productOf } from './sale.js';

/** @import { Sale, Step } from './sale.js' */
/** @import { Told } from './ask-collector.js' */

/** What a step is in plain words. @param {Sale} sale the sale up to this step @param {Step} step */
const sentenceOf = (sale, { name }) => {
  const { total, back } = moneyOf(sale);
  const before = moneyOf({ ...sale, steps: sale.steps.slice(0, -1) }).back;
  switch (name) {
    case 'sell':
      return `A buyer orders ${sale.quantity} × ${productOf(sale).name}, for ${formatMoney(total)}, and has not paid yet.`;
    case 'pay':
      return `The buyer pays ${formatMoney(total)}.`;
    case 'ship':
      return 'The parcel is handed to the carrier.';
    case 'deliver':
      return 'The parcel arrives.';
    case 'refund':
      return `${formatMoney(back - before)} of ${formatMoney(total)} go back to the buyer.`;
    default:
      return back > before
        ? `The sale is cancelled, and ${formatMoney(back - before)} go back to the buyer.`
        : 'The sale is cancelled before it was paid.';
  }
};

/** @type {Record<string, string>} */
const MEANINGS = {
  'order.placed': 'An order was made.',
  'order.confirmed': 'The order is paid.',
  'order.shipped': 'The order is on its way.',
  'order.delivered': 'The order has arrived.',
  'order.cancelled': 'The order is cancelled.',
};

/** @param {Told} event */
const meaningOf = ({ action, amount }) =>
  MEANINGS[action] ??
  (action === 'refund.received' ? `${formatMoney(Math.round((amount ?? 0) * 100))} went back.` : '');

/** What a person sees of where a sale stands. @param {Sale} sale */
const standingOf = (sale) => {
  const { total, paid, back } = moneyOf(sale);
  const done = new Set(sale.steps.map(({ name }) => name));
  const money = paid === 0 ? 'Not paid' : back === 0 ? 'Paid' : `Paid, ${formatMoney(back)} of it went back`;
  const way = done.has('deliver') ? 'arrived' : done.has('ship') ? 'on its way' : 'not sent yet';
  return { total: formatMoney(total), state: done.has('cancel') ? 'Cancelled' : `${money}, ${way}` };
};

/** The sale that the buttons are about. @param {Sale} sale */
export const showSale = (sale) => {
  const { slug, name, variants } = productOf(sale);
  return {
    order: numbersOf(sale).order,
    product: name,
    quantity: sale.quantity,
    picture: `/products/${slug}/${variants[0].sku}.svg`,
    next: nextSteps(sale),
    ...standingOf(sale),
  };
};

/** @param {Told} event @param {Sale} sale */
const isAbout = ({ event: { object_parameters: about } }, sale) =>
  (about?.order ?? about?.reference) === numbersOf(sale).order;

/**
 * What happened at the marketplace, the latest first, and what the collector told of each step. An event has the time of what it tells,
 * and no two steps have the same.
 *
 * @param {Sale[]} sales
 * @param {Told[]} told
 */
export const tellStory = (sales, told) =>
  sales
    .flatMap((sale) =>
      sale.steps.map((step, index) => {
        const then = { ...sale, steps: sale.steps.slice(0, index + 1) };
        const events = told.filter((one) => isAbout(one, sale) && Math.round(one.tracked_at * 1000) === step.at);
        return {
          ...{ at: step.at, order: numbersOf(sale).order, sentence: sentenceOf(then, step), trouble: step.trouble },
          notified: notificationsOf(then, step.name).map(([, resource]) => resource),
          told: events.reverse().map((one) => ({ id: one.id, action: one.action, meaning: meaningOf(one) })),
        };
      }),
    )
    .sort((one, other) => other.at - one.at);
