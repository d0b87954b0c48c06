import type { KeyValue } from '../../base/env.js';
import { parseObject } from '../../base/json.js';
import { mergeLines, subtractLines } from '../../facts/cart-lines.js';
import type { KeptCart } from '../../facts/cart-lines.js';
import type { Fact, Line, ProductFacts } from '../../facts/fact.js';
import { MOST_LINES } from '../../facts/values.js';
import { VISIT_GAP_MS } from '../../visitor/visit.js';
import { isChange } from './find-duplicate.js';

/** How long a cart is kept, and an order known to be told; in ms. */
const LONGEST = 90 * 24 * 60 * 60_000;
const MOST_ORDERS = 50;

/** What is remembered of a shop between pages. */
export interface State {
  cart?: KeptCart;
  /** The product last viewed. */
  product?: { product: ProductFacts; currency?: string; at: number };
  /** What was told and is not to be told again, under which source, and when. */
  told: [key: string, platform: string | undefined, at: number][];
}

/** Keeps the state of a shop in storage and, where it refuses, in memory. Always read anew, since other tabs write too. */
export const createState = (storage: KeyValue, storageKey: string, now: () => number, uuid: () => string) => {
  let refused: State | undefined;
  /** Who has shown a whole cart to this very page. */
  let shownBy: string | undefined;

  const isRecent = (at = 0, age = LONGEST) => now() - at < age;
  const read = (): State => {
    const { cart, product, told = [] } = refused ?? (parseObject(storage.get(storageKey)) as unknown as State) ?? {};
    return {
      cart: cart && isRecent(cart.active) ? cart : undefined,
      product,
      told: told.filter(([, , at]) => isRecent(at)).slice(-MOST_ORDERS),
    };
  };
  const write = (state: State) => {
    refused = storage.set(storageKey, JSON.stringify(state)) ? undefined : state;
  };
  const isOther = (cart: KeptCart | undefined, id?: string) => cart?.id && id && cart.id !== id;
  const open = ({ cart }: Partial<State>, { reference: id, currency }: Fact): KeptCart => {
    const kept = cart && !isOther(cart, id) ? cart : { reference: uuid(), lines: [], active: now() };
    return { ...kept, reference: id ?? kept.reference, id: id ?? kept.id, currency: currency ?? kept.currency };
  };

  return {
    read,
    /** Forgets all, for when what is stored is not ours. */
    clear() {
      refused = undefined;
      storage.remove(storageKey);
    },
    /** Forgets all but which orders were told. */
    forget: () => write({ told: read().told }),
    /** Whether it was told before. The platform may not yet have been recognised then. */
    hasTold: (key: string, platform: string | undefined, age?: number) =>
      read().told.some(
        ([known, from, at]) => known === key && (!from || !platform || from === platform) && isRecent(at, age),
      ),
    keepTold(key: string, platform?: string) {
      const state = read();
      const others = state.told.filter(([known, from]) => known !== key || from !== platform);
      write({ ...state, told: [...others, [key, platform, now()]] });
    },
    /** The cart that was active lately, if anything is in it. */
    cartOfVisit: () => [read().cart].find((cart) => cart?.lines[0] && isRecent(cart.active, VISIT_GAP_MS)),
    hasCheckedOut: () => isRecent(read().cart?.checkout, VISIT_GAP_MS),
    /**
     * Takes over what a told action says of the shop. A change of the cart counts only where nobody shows the whole of it.
     * @returns the cart, for actions about it
     */
    follow(fact: Fact, at: number): KeptCart | undefined {
      const { type, lines = [], currency } = fact;
      const [line] = lines;
      const { told, ...state } = read();
      if (type === 'order.placed') write({ told });
      if (type === 'product.viewed' && line)
        write({ ...state, told, product: { product: line.product, currency, at } });
      if (!/^c[ah]/.test(type)) return undefined;

      const cart = open(state, fact);
      const isShown = isRecent(cart.seen, VISIT_GAP_MS);
      if (isChange(type)) {
        delete cart.checkout;
        if (type === 'cart.added') cart.added = now();
        const rest =
          type === 'cart.added'
            ? [...mergeLines([...cart.lines, ...lines]).values()]
            : subtractLines(cart.lines, lines);
        if (!isShown) cart.lines = rest;
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
     * The whole cart as it is now. The first sight of a visit is a start to compare with and no change: what is in it may be
     * weeks old, or from another device.
     * @returns what was added and what removed since the last sight
     */
    see(fact: Fact, source: string): [added: Line[], removed: Line[]] {
      const state = read();
      const { cart: kept } = state;
      const lines = (fact.unchanged ? kept?.lines : fact.lines)?.slice(0, MOST_LINES) ?? [];
      const isKnown =
        kept?.by === source &&
        !isOther(kept, fact.reference) &&
        (shownBy === source || isRecent(kept.seen, VISIT_GAP_MS)) &&
        // Of more lines it is not sure which have moved out of sight.
        ![lines, kept.lines].some((some) => some[MOST_LINES - 1]);
      if (fact.unchanged && kept?.by !== source) return [[], []];
      // Nobody removes line by line what they have just bought, but what has been added since.
      const orders = state.told.filter(([key, , at]) => key.startsWith('order') && at >= (kept?.added ?? 0));
      const isBought =
        !lines[0] && [kept?.checkout, ...orders.map(([, , at]) => at)].some((at) => isRecent(at, VISIT_GAP_MS));
      const added = isKnown ? subtractLines(lines, kept.lines) : [];
      const removed = isKnown && !isBought ? subtractLines(kept.lines, lines) : [];
      shownBy = source;
      const cart = open(isBought ? {} : state, fact);
      write({ ...state, cart: { ...cart, lines, by: source, seen: now() } });
      return [added, removed];
    },
  };
};
