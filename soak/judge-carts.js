/** @import { Row } from '../collector/dist/index.d.ts' */

/** @typedef {Pick<Row, 'id' | 'action' | 'session' | 'tracked_at' | 'received_at' | 'received_seq' | 'event'>} Told */
/** @typedef {{ reference?: string, items?: { quantity?: number, product?: { reference?: string }, sku?: string, reference?: string }[] }} Cart */

/** What is told of a cart that was left. */
export const LEFT = 'cart.abandoned';

/** @param {Told} row @returns {Record<string, any>} */
const bodyOf = ({ event }) => (typeof event === 'string' ? JSON.parse(event) : event);

/** @param {Cart} cart the contents, as quantities by what they are of */
const contentsOf = ({ items = [] }) =>
  items.map(({ quantity = 1, ...what }) => /** @type {[string, number]} */ ([JSON.stringify(what), quantity]));

/**
 * When it happened, in Unix seconds. Nothing happens after it was received: the collector's clock may have been behind.
 *
 * @param {Told} row
 */
const timeOf = ({ tracked_at, received_at }) => Math.min(tracked_at, Date.parse(received_at) / 1000);

/**
 * What each visitor has left in the cart at the end, found from what the pages have told alone: the rules of the collector are not asked.
 *
 * @param {Told[]} rows of one visitor
 * @returns {number | undefined} when the last step with the cart was, in Unix seconds; undefined where it is empty or bought
 */
const lastStep = (rows) => {
  /** @type {Map<string, number>} */
  let contents = new Map();
  let reference = '';
  let at = 0;
  for (const row of [...rows].sort(
    (one, other) => one.tracked_at - other.tracked_at || one.received_seq - other.received_seq,
  )) {
    const { action } = row;
    if (action === 'order.placed') contents.clear();
    if (!action.startsWith('cart.') && action !== 'checkout.started') continue;
    /** @type {Cart} */
    const cart = bodyOf(row).object_parameters ?? {};
    if (cart.reference !== reference) contents = new Map();
    reference = cart.reference ?? '';
    const sign = action === 'cart.added' ? 1 : -1;
    if (action === 'cart.added' || action === 'cart.removed') {
      for (const [what, quantity] of contentsOf(cart)) {
        const left = (contents.get(what) ?? 0) + sign * quantity;
        if (left > 0) contents.set(what, left);
        else contents.delete(what);
      }
    } else contents = new Map(contentsOf(cart));
    at = timeOf(row);
  }
  return contents.size > 0 ? at : undefined;
};

/** @param {Told} row */
const lineOf = (row) => {
  const { object_parameters: about, metadata } = bodyOf(row);
  const { received_seq: number, action, tracked_at: at, received_at: received } = row;
  return JSON.stringify({ number, action, at, received, last_step_at: metadata?.last_step_at, ...about });
};

/**
 * Looks at what the collector has told of carts that were left, while it was killed and its clock was moved.
 *
 * @param {Told[]} rows
 */
export const judgeCarts = (rows) => {
  /** @type {Map<string, Told[]>} */
  const visitors = new Map();
  for (const row of rows) {
    if (row.session !== null) visitors.set(row.session, [...(visitors.get(row.session) ?? []), row]);
  }
  /** @type {string[]} */
  const failures = [];
  const counts = { left: 0, told: 0, bought: 0 };
  /** @type {Record<string, string[]>} what those did whose carts are in doubt */
  const stories = {};
  for (const [session, all] of visitors) {
    const told = all.filter(({ action }) => action === LEFT);
    const own = all.filter(({ action }) => action !== LEFT);
    const steps = told.map((row) => Number(bodyOf(row).metadata?.last_step_at));
    counts.told += told.length;
    const orders = own.filter(({ action }) => action === 'order.placed');
    counts.bought += orders.length;

    const left = lastStep(own);
    const before = failures.length;
    if (left !== undefined) {
      counts.left++;
      if (!steps.includes(left)) failures.push(`The cart that ${session} has left at ${left} was not told.`);
    }
    for (const [index, step] of steps.entries()) {
      if (steps.indexOf(step) !== index) failures.push(`The cart that ${session} has left at ${step} was told twice.`);
      const toldAs = told[index]?.received_seq ?? 0;
      // A visitor's order and step are told apart by the visitor's clock alone.
      const last = own.find((row) => timeOf(row) === step)?.tracked_at ?? step;
      const bought = orders.find(({ tracked_at, received_seq }) => tracked_at >= last && received_seq < toldAs);
      if (bought) failures.push(`The cart of ${session} was told although the order ${bought.id} was known by then.`);
    }
    if (failures.length > before) stories[session] = all.map(lineOf);
  }
  return { failures, counts, stories };
};
