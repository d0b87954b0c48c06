import type { Observer } from '../types/tracker.js';

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
export type FactType =
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
  type: FactType;
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

/** One step of what became of a fact, for those who want to see how it works. */
export interface Decision {
  /** Unix ms. */
  at: number;
  step: 'observed' | 'held' | 'deduplicated' | 'emitted';
  source: Observer;
  fact: Fact;
  /** Why it was held or deduplicated. */
  why?: string;
}
