import type { Observer, Stop } from '../types/tracker.js';
import type { RequestWatch } from '../observe/page/watch-requests.js';

/** A sum of money as a whole number of ten-thousandths; `money.ts` makes it. */
export type Units = number;

/**
 * What is known of a product. Nothing but these fields is ever sent, and `variant` and `aliases` are not sent either: they
 * only tell products apart.
 */
export interface ProductFacts {
  /** The shop's id on product level, as its server integration knows it. */
  reference?: string;
  /** Of the variant. */
  sku?: string;
  /** Id or name of the variant, for platforms where it has no SKU. */
  variant?: string;
  /** Further ids under which other sources may know the product: of a variant, of a feed, a bar code. */
  aliases?: string[];
  name?: string;
  /** Absolute, or relative to the page. */
  url?: string;
  image_url?: string;
  brand?: string;
  categories?: string[];
  tags?: string[];
  price?: Units;
}

/** A product and how many of it; in a change of the cart, how many more or fewer. */
export interface Line {
  product: ProductFacts;
  quantity: number;
  /** Of one piece, where it differs from the product's. */
  price?: Units;
  /** By what its source calls it, where more has become known of it since. */
  key?: string;
}

/**
 * What a fact is about. Besides actions: `cart` is the whole cart as it is now, from which additions and removals are
 * worked out, so that an adapter that shows whole carts reports no changes of its own; `products` are products that the
 * page happens to describe, and no action at all.
 */
export type Subject =
  | 'product.viewed'
  | 'cart.viewed'
  | 'cart.added'
  | 'cart.removed'
  | 'checkout.started'
  | 'order.placed'
  | 'form.completed'
  | 'refund.requested'
  /** An action of the shop's own, which `action` names. */
  | 'custom'
  // Made of orders; no adapter reports them.
  | 'product.purchased'
  | 'coupon.redeemed'
  | 'cart'
  | 'products';

/** Something that a source has seen, in terms that are the same for all sources. */
export interface Fact {
  what: Subject;
  /** Names what is `custom`. */
  action?: string;
  /** The platform has said that it happened; without it, somebody wanted it to happen. */
  confirmed?: boolean;
  /**
   * The natural key: the number of the order, the id of the cart, of the form. An order without one is told as
   * `product.purchased`.
   */
  reference?: string;
  /** Further numbers of the same order: of its parts, by sellers. */
  aliases?: string[];
  /** The product viewed, the lines of the change, of the cart or of the order. */
  lines?: Line[];
  /** Of a whole cart: it is as it was when it was last shown, whose lines need not be told again. */
  unchanged?: boolean;
  /** What it all came to. Where it is missing, the lines are added up. */
  total?: Units;
  /** ISO 4217. */
  currency?: string;
  tax?: Units;
  shipping?: Units;
  /** Codes that the order was placed with. */
  coupons?: string[];
  delivery?: 'deliver' | 'collect';
  payment_method?: string;
  /** The platform's own id of this very event. */
  eventId?: string;
}

/** Reports a fact. `observer` says who saw it where an adapter has several sources; default: the adapter's name. */
export type Emit = (fact: Fact, observer?: Observer) => void;

/** What one page of a visit leaves for those that follow in the same tab. */
export interface Across<T> {
  keep(value: T): void;
  /** What was kept, unless it is too old. */
  read(): T | undefined;
  forget(): void;
}

/**
 * A line of text that an adapter keeps between the pages of a shop. It goes when the visitor's consent goes, and when another
 * visitor comes.
 */
export interface Memory {
  read(): string | null;
  write(text: string): void;
  /**
   * A further place, which goes with the tab.
   * @param age how long what is kept is worth anything, in ms
   */
  acrossPages<T>(age: number): Across<T>;
}

/**
 * A source of facts. Each is a pure mapper (what the source says → facts, allow-listed fields only) and a thin shell around
 * it (listening), so that the mapper can be tested with nothing but values. `detect` and `start` may throw: nothing of it
 * reaches the page.
 */
export interface Adapter {
  /** Who saw it, as in `observed_by`. */
  name: Observer;
  /** Where the adapter is for a platform: the name under which the shop's server integration knows its products and orders. */
  source?: string;
  /** Whether this page has the source. Asked at once, when the document is parsed, and when it has loaded, until `true`. */
  detect(): boolean;
  /**
   * Begins to listen.
   * @param turned calls back whenever a page is shown without a new document
   * @param requests hears what the page asks its shop for; one for all adapters, so that the page's functions are wrapped once
   */
  start(emit: Emit, turned: (callback: () => void) => Stop, memory: Memory, requests: RequestWatch): Stop;
}

/** One step of what became of a fact, for those who want to see how it works. */
export interface Decision {
  /** Unix ms. */
  at: number;
  step: 'observed' | 'held' | 'deduplicated' | 'emitted';
  by: Observer;
  fact: Fact;
  /** Why it was held or deduplicated. */
  why?: string;
}
