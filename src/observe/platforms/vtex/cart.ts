import { isObject } from '../../../base/json.js';
import { subtractLines, mergeLines } from '../../../facts/cart-lines.js';
import type { Fact, Line } from '../../../facts/fact.js';
import { toObject, toObjects } from '../../../facts/values.js';
import type { Stop } from '../../../types/tracker.js';
import { VISIT_GAP_MS } from '../../../visitor/visit.js';
import type { Emit, Memory, RequestWatch } from '../../adapter.js';
import { readOrderForm } from './order-form.js';
import type { CartFact } from './order-form.js';

/** How long after an announced change the whole cart may be shown. */
const WHOLE_CART_TIMEOUT_MS = 1_000;
/** How long after the cart was last seen an order may be placed: some banks take their time. */
const ORDER_TIMEOUT_MS = 24 * 60 * 60_000;
/** The step of the checkout at which the cart is paid for. */
const PAYMENT_STEP = '#/payment';

/** The lines of a cart after an announced change, or before it if `isUndone`. */
const change = (cart: Line[], { type, lines = [] }: Fact, isUndone = false): Line[] =>
  (type === 'cart.added') === isUndone ? subtractLines(cart, lines) : [...mergeLines([...lines, ...cart]).values()];

/**
 * Merges the two ways in which a shop reports its cart. Some shops announce changes, some show the whole cart, and many report the
 * same change in both ways. Once the whole cart is known, an announced change is applied to it and reported as the whole cart. So
 * the same change in a later whole cart adds nothing. Until the shop has answered a request, it may refuse the change.
 */
export const createCart = (emit: Emit, memory: Memory, { isChanging }: Pick<RequestWatch, 'isChanging'>) => {
  const read = () => {
    const { cart, ...note } = toObject(memory.read()) as { cart?: CartFact; at?: number; isPaid?: boolean };
    return { ...note, cart: cart?.lines && cart };
  };
  // Earlier versions have called the type `what`, and stored carts keep that name.
  const write = (cart?: CartFact) =>
    memory.write({
      cart: cart && { what: 'cart', ...cart },
      at: Date.now(),
      isPaid: location.hash.startsWith(PAYMENT_STEP),
    });
  const isWithin = (ms: number) => Math.abs(Date.now() - Number(read().at)) < ms;
  let isShown = false;
  const current = () => (isShown || isWithin(VISIT_GAP_MS) ? read().cart : undefined);
  let announced: Fact[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (cart: CartFact) => {
    isShown = true;
    write(cart);
    const { confirmed, reference, lines, currency } = cart;
    emit({ type: 'cart', confirmed, reference, lines, currency });
  };
  const applyAnnounced = () => {
    clearTimeout(timer);
    for (const fact of announced.splice(0)) {
      const cart = current();
      const { lines = [], currency } = fact;
      if (!cart) emit(fact);
      else if (lines[0]) {
        const changed = change(cart.lines, fact);
        // The total is not known again until the shop shows the whole cart.
        show({ ...cart, lines: changed, currency: cart.currency ?? currency, total: undefined });
      }
    }
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (isChanging() ? wait() : applyAnnounced()), WHOLE_CART_TIMEOUT_MS);
  };

  return {
    current,
    /** Takes the whole cart that the shop shows. */
    updateCart(cart: CartFact) {
      const isIn = ({ type, lines = [] }: Fact) => type !== 'cart.added' || !subtractLines(lines, cart.lines)[0];
      // For the first cart, undo the announced changes to get the baseline, unless the cart does not contain them yet.
      if (!current() && announced[0] && announced.every(isIn)) {
        let { lines } = cart;
        for (const fact of announced) lines = change(lines, fact, true);
        show({ ...cart, confirmed: false, lines });
      }
      // The shown cart contains the announced changes.
      if (current()) announced = [];
      show({ ...cart, reference: cart.reference ?? current()?.reference });
    },
    announce(fact: Fact) {
      announced.push(fact);
      wait();
    },
    /** Whether an order form refuses a change: it has an error, which may be an old one, and the same lines as the cart before. */
    isRefusal(form: unknown): boolean {
      const shown = readOrderForm(form)?.lines;
      const known = current()?.lines;
      const hasError = isObject(form) && toObjects(form.messages).some(({ status }) => status === 'error');
      return hasError && !!shown && !!known && ![...subtractLines(shown, known), ...subtractLines(known, shown)][0];
    },
    /** Forgets the announced changes, because the shop has refused them. */
    refuse() {
      clearTimeout(timer);
      announced = [];
    },
    /** Reports the announced changes without waiting for the whole cart. */
    applyAnnounced,
    /** Stores whether the checkout is at the step of the payment. */
    noteStep: () => write(read().cart),
    /**
     * The order that was made of the cart, with what the checkout showed of it. `undefined` if the cart was not at the payment step
     * when it was last seen: then the visitor looks at an older order.
     */
    order(reference: string): Fact | undefined {
      const { cart, isPaid } = read();
      return isPaid && cart?.lines[0] && isWithin(ORDER_TIMEOUT_MS)
        ? { ...cart, type: 'order.placed', confirmed: true, reference }
        : undefined;
    },
    /** Forgets the cart, because it was bought. */
    close() {
      announced = [];
      isShown = false;
      write();
    },
    stop: (() => clearTimeout(timer)) as Stop,
  };
};
