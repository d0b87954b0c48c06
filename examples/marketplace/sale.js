import { findProduct } from '../shop/public/catalogue.js';
import { CURRENCY, toMoney } from '../shop/public/money.js';

/** @typedef {'sell' | 'pay' | 'ship' | 'deliver' | 'refund' | 'cancel'} StepName */
/**
 * @typedef {object} Step
 * @property {StepName} name
 * @property {number} at milliseconds; no two steps have the same
 * @property {string} [trouble] why the collector was not told of it
 */
/** @typedef {{ number: number, product: string, quantity: number, steps: Step[] }} Sale `product` is its slug */

/** The seller at the played marketplace. */
export const SELLER = 700_100_200;

/** Money goes back in quarters, so that a part can go back three times. */
const PARTS = 4;

/** @param {Sale} sale */
export const productOf = ({ product }) => {
  const found = findProduct(product);
  if (!found) throw new Error(`The shop does not have ${product} any more; delete the file of the played marketplace.`);
  return found;
};

/** Numbers look like those of Mercado Libre, and follow from the number of the sale. @param {Sale} sale */
export const numbersOf = ({ number }) => ({
  order: String(2_000_000_000_000_000 + number),
  payment: String(100_000_000_000_000 + number),
  shipment: String(40_000_000_000_000 + number),
  buyer: String(300_000_000 + (number % 90_000_000)),
});

/** @param {Sale} sale @param {StepName} name @returns {number | undefined} */
const timeOf = ({ steps }, name) => steps.find((step) => step.name === name)?.at;

/** What was paid and what went back, in hundredths. @param {Sale} sale */
export const moneyOf = (sale) => {
  const total = productOf(sale).price * sale.quantity;
  const parts = sale.steps.filter(({ name }) => name === 'refund').length;
  const isPaid = timeOf(sale, 'pay') !== undefined;
  const isAllBack = isPaid && timeOf(sale, 'cancel') !== undefined;
  return { total, paid: isPaid ? total : 0, back: isAllBack ? total : Math.round((total * parts) / PARTS) };
};

/** What can happen next. @param {Sale} sale @returns {StepName[]} */
export const nextSteps = (sale) => {
  const has = /** @param {StepName} name */ (name) => timeOf(sale, name) !== undefined;
  if (has('cancel')) return [];
  /** @type {StepName[]} */
  const next = has('pay') ? [] : ['pay'];
  if (has('pay') && !has('ship')) next.push('ship');
  if (has('ship') && !has('deliver')) next.push('deliver');
  if (has('pay') && sale.steps.filter(({ name }) => name === 'refund').length < PARTS - 1) next.push('refund');
  if (!has('ship')) next.push('cancel');
  return next;
};

/** What Mercado Libre notifies of after a step: topic and resource. @param {Sale} sale @param {StepName} step @returns {[string, string][]} */
export const notificationsOf = (sale, step) => {
  const { order, payment, shipment } = numbersOf(sale);
  const isMoney = step === 'pay' || step === 'refund' || (step === 'cancel' && timeOf(sale, 'pay') !== undefined);
  const isWay = step === 'ship' || step === 'deliver';
  return [
    ...(isWay ? [] : [/** @type {[string, string]} */ (['orders_v2', `/orders/${order}`])]),
    ...(isMoney ? [/** @type {[string, string]} */ (['payments', `/collections/${payment}`])] : []),
    ...(isWay ? [/** @type {[string, string]} */ (['shipments', `/shipments/${shipment}`])] : []),
  ];
};

/** As the API writes times. @param {number | undefined} at */
const written = (at) => (at === undefined ? null : new Date(at).toISOString().replace('Z', '-00:00'));

/** @param {Sale} sale */
const latest = ({ steps }) => Math.max(...steps.map(({ at }) => at));

/** @param {Sale} sale */
const stateOf = (sale) => {
  if (timeOf(sale, 'cancel') !== undefined) return 'cancelled';
  const { paid, back } = moneyOf(sale);
  if (paid === 0) return 'payment_required';
  return back > 0 ? 'partially_refunded' : 'paid';
};

/** The payment of a sale as the API tells it; undefined before it is paid. @param {Sale} sale */
export const toPayment = (sale) => {
  const paidAt = timeOf(sale, 'pay');
  if (paidAt === undefined) return undefined;
  const { total, back } = moneyOf(sale);
  const moved = sale.steps.filter(({ name }) => ['pay', 'refund', 'cancel'].includes(name));
  return {
    id: Number(numbersOf(sale).payment),
    order_id: Number(numbersOf(sale).order),
    status: back === total ? 'refunded' : 'approved',
    transaction_amount: toMoney(total).amount,
    transaction_amount_refunded: toMoney(back).amount,
    date_approved: written(paidAt),
    date_last_modified: written(moved.at(-1)?.at),
  };
};

/** A sale as `GET /orders/ID` tells it. @param {Sale} sale */
export const toOrder = (sale) => {
  const { order, shipment, buyer } = numbersOf(sale);
  const { name, slug, price, variants } = productOf(sale);
  const [isPaid, isDelivered] = [timeOf(sale, 'pay') !== undefined, timeOf(sale, 'deliver') !== undefined];
  const payment = toPayment(sale);
  return {
    id: Number(order),
    pack_id: null,
    status: stateOf(sale),
    // Sales between test users have the last one, and the collector says so of each of its events.
    tags: [isPaid ? 'paid' : 'not_paid', isDelivered ? 'delivered' : 'not_delivered', 'test_order'],
    date_created: written(timeOf(sale, 'sell')),
    date_closed: written(timeOf(sale, 'pay')),
    last_updated: written(latest(sale)),
    cancel_detail: timeOf(sale, 'cancel') && { code: 'cancel_purchase', date: written(timeOf(sale, 'cancel')) },
    total_amount: toMoney(moneyOf(sale).total).amount,
    currency_id: CURRENCY,
    order_items: [
      {
        item: { id: slug, title: name, seller_sku: variants[0].sku },
        ...{ quantity: sale.quantity, unit_price: toMoney(price).amount, currency_id: CURRENCY },
      },
    ],
    payments: payment ? [payment] : [],
    buyer: { id: Number(buyer) },
    seller: { id: SELLER },
    shipping: { id: isPaid ? Number(shipment) : null },
  };
};

/** The shipment of a sale as the API tells it, with its history; undefined before it is paid. @param {Sale} sale */
export const toShipment = (sale) => {
  const ways = /** @type {const} */ ([
    ['ready_to_ship', timeOf(sale, 'pay')],
    ['shipped', timeOf(sale, 'ship')],
    ['delivered', timeOf(sale, 'deliver')],
  ]);
  const history = ways.filter(([, at]) => at !== undefined).map(([status, at]) => ({ status, date: written(at) }));
  const now = history.at(-1);
  if (!now) return undefined;
  const status = timeOf(sale, 'cancel') === undefined ? now.status : 'cancelled';
  return { shipment: { id: Number(numbersOf(sale).shipment), status, last_updated: now.date }, history };
};
