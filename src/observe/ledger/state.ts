import type { KeyValue } from '../../base/env.js';
import { stringify } from '../../base/json.js';
import { mergeLines, subtractLines } from '../../facts/cart-lines.js';
import type { KeptCart } from '../../facts/cart-lines.js';
import type { Fact, ProductFacts } from '../../facts/fact.js';
import { readStoredShop } from '../../facts/stored-shop.js';
import { MAX_LINES } from '../../facts/values.js';
import { VISIT_GAP_MS } from '../../visitor/visit.js';
import { book, CHANGE_MS, isShown, useBookings } from './bookings.js';
import type { Booking, CartChange } from './bookings.js';
import { isChange } from './find-duplicate.js';

/** How long a cart is kept, and how long an action counts as reported. */
const STATE_MAX_AGE_MS = 90 * 24 * 60 * 60_000;
const MAX_REPORTED = 50;

/** What is remembered of a shop between pages. The names of the properties are those of the stored record. */
export interface State {
  cart?: KeptCart;
  /** The product that was viewed last; `at` in Unix ms. */
  product?: { product: ProductFacts; currency?: string; at: number };
  /** Actions that were reported and must not be reported again: key, platform, Unix ms. */
  told: [key: string, platform: string | undefined, at: number][];
  /** Changes of the cart that were reported before the whole cart has shown them. Older versions have stored none. */
  ahead?: Booking[];
}

/** Keeps the state of a shop in storage, or in memory if storage refuses. It is read anew each time, because other tabs write too. */
export const createState = (storage: KeyValue, storageKey: string, now: () => number, uuid: () => string) => {
  let refused: State | undefined;
  /** The source that has shown a whole cart on this page. */
  let shownBy: string | undefined;
  const startedAt = now();
  /** When the changes happened that this page has booked; Unix ms. */
  const own = new Set<number>();
  /** When a source has last confirmed the cart on this page; Unix ms. */
  let shownAt = 0;

  // A time in the future was written before the clock was set back, or by another script.
  const isRecent = (at = 0, age = STATE_MAX_AGE_MS) => Math.abs(now() - at) < age;
  const read = (): State => {
    const { cart, product, told, ahead } = refused ?? (readStoredShop(storage.get(storageKey)) as State);
    return {
      cart: cart && isRecent(cart.active) ? cart : undefined,
      product,
      told: told.filter(([, , at]) => isRecent(at)).slice(-MAX_REPORTED),
      ahead: ahead?.filter(({ at }) => isRecent(at, VISIT_GAP_MS)),
    };
  };
  /** Whether an order was reported in this visit, at that time or later. */
  const hasOrdered = (since = 0) =>
    read().told.some(([key, , at]) => key.startsWith('order') && at >= since && isRecent(at, VISIT_GAP_MS));
  const write = (state: State) => {
    refused = storage.set(storageKey, stringify(state)) ? undefined : state;
  };
  const isOther = (cart: KeptCart | undefined, id?: string) => cart?.id && id && cart.id !== id;
  /** The stored cart if the fact may be about it, otherwise a new one; with the fact's reference and currency. */
  const open = ({ cart }: Partial<State>, { reference: id, currency }: Fact): KeptCart => {
    const kept = cart && !isOther(cart, id) ? cart : { reference: uuid(), lines: [], active: now() };
    return { ...kept, reference: id ?? kept.reference, id: id ?? kept.id, currency: currency ?? kept.currency };
  };

  return {
    read,
    /** Removes the whole record. Use it if another script has overwritten it. */
    clear() {
      refused = undefined;
      storage.remove(storageKey);
    },
    /** Forgets cart and last product, and keeps which actions were reported. */
    forget: () => write({ told: read().told }),
    /**
     * Whether the action was reported within `age` ms. An entry without a platform matches any platform, because the platform
     * may not have been recognised yet when it was reported.
     */
    wasReported: (key: string, platform: string | undefined, age?: number) =>
      read().told.some(
        ([reported, from, at]) => reported === key && (!from || !platform || from === platform) && isRecent(at, age),
      ),
    markReported(key: string, platform?: string) {
      const state = read();
      const rest = state.told.filter(([reported, from]) => reported !== key || from !== platform);
      write({ ...state, told: [...rest, [key, platform, now()]] });
    },
    /**
     * Books a change that was reported, if a source shows the whole cart or is expected to show it.
     * @param whole the fact, completed with all that the page knows
     */
    book(booking: Booking, whole: Fact, isExpected: boolean) {
      const state = read();
      own.add(booking.at);
      if (isExpected || state.cart?.by) write({ ...state, ahead: book(state.ahead ?? [], booking, whole) });
    },
    /** Removes the bookings that `find` returns, because the shop has refused them. */
    withdraw(find: (bookings: Booking[]) => Booking[]) {
      const { ahead = [], ...state } = read();
      const refusals = find(ahead);
      if (refusals[0]) write({ ...state, ahead: ahead.filter((booking) => !refusals.includes(booking)) });
    },
    /**
     * Notes that the page is left. If the visitor has acted on it in this visit, the next page shows what has become of the cart that
     * it has shown, however long ago that was.
     */
    leave(gesture?: number) {
      const state = read();
      if (shownBy && state.cart?.by === shownBy && isRecent(gesture, VISIT_GAP_MS))
        write({ ...state, cart: { ...state.cart, seen: now() } });
    },
    /** The cart, if it was active in this visit and has lines. */
    cartOfVisit: () => [read().cart].find((cart) => cart?.lines[0] && isRecent(cart.active, VISIT_GAP_MS)),
    hasOrdered,
    hasCheckedOut: () => isRecent(read().cart?.checkout, VISIT_GAP_MS),
    /**
     * Updates the state with an action that is reported. A change of the cart is ignored if a source shows the whole cart.
     * @returns the cart if the action is about it, otherwise `undefined`
     */
    apply(fact: Fact, at: number): KeptCart | undefined {
      const { type, lines = [], currency } = fact;
      const [line] = lines;
      const { told, ...state } = read();
      if (type === 'order.placed') write({ told });
      if (type === 'product.viewed' && line)
        write({ ...state, told, product: { product: line.product, currency, at } });
      if (!/^c[ah]/.test(type)) return undefined;

      const cart = open(state, fact);
      const isShown = (!!shownBy && cart.by === shownBy) || isRecent(cart.seen, VISIT_GAP_MS);
      if (isChange(type)) {
        delete cart.checkout;
        if (type === 'cart.added') cart.added = now();
        const changed =
          type === 'cart.added'
            ? [...mergeLines([...cart.lines, ...lines]).values()]
            : subtractLines(cart.lines, lines);
        if (!isShown) cart.lines = changed;
      } else if (line && !isShown) {
        cart.lines = lines;
      }
      cart.active = now();
      if (type === 'checkout.started') {
        cart.checkout = now();
        delete state.product;
      }
      write({ ...state, told, cart });
      return cart;
    },
    /**
     * Stores the whole cart as a source shows it now. The first cart seen in a visit is only a baseline: it may be weeks old, or
     * from another device, so no additions are reported.
     * @returns the changes since the cart was shown before, and whether there was such a cart
     */
    updateCart(fact: Fact, source: string) {
      const state = read();
      const { cart: kept } = state;
      const lines = (fact.unchanged ? kept?.lines : fact.lines)?.slice(0, MAX_LINES) ?? [];
      const hasBaseline =
        kept?.by === source &&
        !isOther(kept, fact.reference) &&
        (shownBy === source || isRecent(kept.seen, VISIT_GAP_MS)) &&
        // A list of this length may have been cut, so a missing line may be there all the same.
        ![lines, kept.lines].some((list) => list[MAX_LINES - 1]);
      if (fact.unchanged && kept?.by !== source) return { changes: [], hasBaseline: true };
      // An order empties the cart. That is no removal, unless something was added after the order.
      const isBought = !lines[0] && (isRecent(kept?.checkout, VISIT_GAP_MS) || hasOrdered(kept?.added));
      // What the cart does not show, the shop has refused, unless the shop may still be at it. An earlier page was left because the
      // shop has answered, so what was booked there is settled.
      const isPending = ({ at }: Booking) => at > startedAt && isRecent(at, CHANGE_MS);
      const isRefused = (booking: Booking) => own.has(booking.at) && booking.at < shownAt && !isPending(booking);
      const added = hasBaseline ? subtractLines(lines, kept.lines) : [];
      const removed = hasBaseline && !isBought ? subtractLines(kept.lines, lines) : [];
      const { changes, unused } = useBookings(
        (state.ahead ?? []).filter((booking) => !isRefused(booking)),
        [
          ...added.map((line): CartChange => ({ type: 'cart.added', line })),
          ...removed.map((line): CartChange => ({ type: 'cart.removed', line })),
        ],
      );
      shownBy = source;
      const cart = open(isBought ? {} : state, fact);
      let ahead = unused;
      if (fact.confirmed) {
        shownAt = now();
        ahead = ahead.filter((booking) => isPending(booking) && (hasBaseline || !isShown(booking, lines)));
      }
      write({ ...state, ahead, cart: { ...cart, lines, by: source, seen: now() } });
      return { changes, hasBaseline };
    },
  };
};
