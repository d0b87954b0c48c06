import { parseObject } from '../../../base/json.js';
import { subtractLines, mergeLines } from '../../../facts/cart-lines.js';
import type { Fact, Line } from '../../../facts/fact.js';
import type { Stop } from '../../../types/tracker.js';
import { VISIT_GAP_MS } from '../../../visitor/visit.js';
import type { Emit, Memory } from '../../adapter.js';
import type { CartFact } from './order-form.js';

/** How long the whole cart may be shown after a change of it was announced, in ms. */
const SETTLE = 1_000;
/** How long after the cart was seen last an order may be made of it, in ms: some banks take their time. */
const DAY = 24 * 60 * 60_000;
/** The step of the checkout at which the cart is paid for. */
const PAYMENT = '#/payment';

/** The lines of a cart after an announced change, or before it. */
const change = (cart: Line[], { type, lines = [] }: Fact, isUndone = false): Line[] =>
  (type === 'cart.added') === isUndone ? subtractLines(cart, lines) : [...mergeLines([...lines, ...cart]).values()];

/**
 * Some shops announce changes of the cart, some show the whole of it, many do both, and the same change is told in each. Once
 * the whole has been seen, a change is a change of the whole, so that what shows the whole later has nothing to add.
 */
export const createCart = (emit: Emit, memory: Memory) => {
  // In storage the type of the cart is called `what`.
  const read = () => {
    const { cart, ...rest } = (parseObject(memory.read()) ?? {}) as { cart?: CartFact; at?: number; isPaid?: boolean };
    return { ...rest, cart: cart && { ...cart, type: 'cart' as const, what: undefined } };
  };
  const write = (cart?: CartFact) =>
    memory.write(
      JSON.stringify({
        cart: cart && { ...cart, type: undefined, what: 'cart' },
        at: Date.now(),
        isPaid: location.hash.startsWith(PAYMENT),
      }),
    );
  const isWithin = (ms: number) => Date.now() - Number(read().at) < ms;
  let isShown = false;
  const current = () => (isShown || isWithin(VISIT_GAP_MS) ? read().cart : undefined);
  let waiting: Fact[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (cart: CartFact) => {
    isShown = true;
    write(cart);
    const { type, confirmed, reference, lines, currency } = cart;
    emit({ type, confirmed, reference, lines, currency });
  };
  const settle = () => {
    clearTimeout(timer);
    for (const fact of waiting.splice(0)) {
      const cart = current();
      const { lines = [], currency } = fact;
      if (!cart) emit(fact);
      else if (lines[0]) {
        const changed = change(cart.lines, fact);
        // What it will cost is known again when the whole is shown.
        show({ ...cart, lines: changed, currency: cart.currency ?? currency, total: undefined });
      }
    }
  };

  return {
    current,
    /** The whole cart. */
    see(cart: CartFact) {
      const isIn = ({ type, lines = [] }: Fact) => type !== 'cart.added' || !subtractLines(lines, cart.lines)[0];
      // The first that is seen is compared with what it was before the announced, unless it still is that.
      if (!current() && waiting[0] && waiting.every(isIn))
        show({ ...cart, lines: waiting.reduce((lines, fact) => change(lines, fact, true), cart.lines) });
      // What was announced is in it.
      if (current()) waiting = [];
      show({ ...cart, reference: cart.reference ?? current()?.reference });
    },
    announce(fact: Fact) {
      waiting.push(fact);
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLE);
    },
    /** Waits no longer. */
    settle,
    /** Takes note of the step of the checkout. */
    step: () => write(read().cart),
    /**
     * The order that the cart has become, with what was known of it in the checkout. Nothing of a cart that was not at the
     * point of being paid for when it was seen last: somebody looks at an older order.
     */
    order(reference: string): Fact | undefined {
      const { cart, isPaid } = read();
      return isPaid && cart?.lines[0] && isWithin(DAY)
        ? { ...cart, type: 'order.placed', confirmed: true, reference }
        : undefined;
    },
    /** The cart has been bought. */
    close() {
      waiting = [];
      isShown = false;
      write();
    },
    stop: (() => clearTimeout(timer)) as Stop,
  };
};
