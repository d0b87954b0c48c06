import type { Observer } from '../types/tracker.js';

/** An amount of money as a whole number of ten-thousandths; `money.ts` makes it. */
export type Units = number;

/**
 * What is known of a product. No other field is ever sent. `isAnyLevel` and `aliases` are not sent either: they only tell
 * products apart.
 */
export interface ProductFacts {
  /** The shop's id on product level, as its server integration knows it. */
  reference?: string;
  /** The source does not know whether `reference` is on product level or the id of a variant. The ledger sets it. */
  isAnyLevel?: boolean;
  /** SKU of the variant. */
  sku?: string;
  /** Id or name of the variant. Only a name is sent, so an id has to be an alias too. */
  variant?: string;
  /** Further ids under which other sources may know the product: a variant's id, a feed's id, a bar code. */
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

/** A product and its quantity. In a change of the cart: the quantity that was added or removed. */
export interface Line {
  product: ProductFacts;
  quantity: number;
  /** Price of one piece, if it differs from the product's. */
  price?: Units;
  /** The key that the source's own data gave (see `lineKey`), if the product was completed from other sources since. */
  key?: string;
}

/**
 * The type of a fact. Most types are actions. `cart` is the whole cart as it is now: the ledger computes additions and removals
 * from it, so an adapter that shows whole carts must not report changes too. `products` are products that the page describes;
 * they are no action. `refused` is a change of the cart that the shop has refused.
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
  /** An action of the shop's own; `action` is its name. */
  | 'custom'
  // The ledger makes these of orders. No adapter reports them.
  | 'product.purchased'
  | 'coupon.redeemed'
  | 'cart'
  | 'products'
  | 'refused';

/** Something that a source has seen, in the same terms for all sources. */
export interface Fact {
  type: FactType;
  /** Name of the action, for type `custom`. */
  action?: string;
  /**
   * `true` if the platform has said that it happened. Otherwise the visitor only tried to do it, or an adapter has inferred the
   * cart.
   */
  confirmed?: boolean;
  /**
   * The natural key: the number of the order, or the id of the cart or the form. An order without a reference is reported as
   * `product.purchased`.
   */
  reference?: string;
  /**
   * Further numbers of the same order, such as those of its parts by seller. If a form has its reference here too, the reference
   * only stands in for an id: it is the name of the event.
   */
  aliases?: string[];
  /** The product that was viewed, or the lines of the change, the cart or the order. */
  lines?: Line[];
  /** For type `cart`: nothing has changed since this source showed the cart last, so `lines` may be missing. */
  unchanged?: boolean;
  /** For type `refused`: when the shop was asked; Unix ms. The lines are empty if the request does not say for which product. */
  since?: number;
  /** The whole amount. If it is missing, the lines are added up. */
  total?: Units;
  /** ISO 4217. */
  currency?: string;
  tax?: Units;
  shipping?: Units;
  /** Coupon codes of the order. */
  coupons?: string[];
  delivery?: 'deliver' | 'collect';
  payment_method?: string;
  /** What tells the source's messages apart: the id that the shop gave, or else a number. It is not sent. */
  message?: string | number;
  /** The platform's own id of this very event. */
  eventId?: string;
}

/** One step in the processing of a fact, for debugging. */
export interface Decision {
  /** Unix ms. */
  at: number;
  step: 'observed' | 'held' | 'deduplicated' | 'emitted';
  source: Observer;
  fact: Fact;
  /** Why the fact was held or deduplicated. */
  why?: string;
}
