/** What every automation can be told. */
interface Common {
  /** `false` switches it off: what waits ends, and what happens meanwhile starts nothing. On by default. */
  enabled?: boolean;
  /** Hours by which a reminder may be late, 24 by default: after an outage, or where a browser was offline. Later ones are not told. */
  latestHours?: number;
}

/** What waits for more of what was done before it is told. */
interface Waiting extends Common {
  /** Minutes after the visitor's last step. */
  waitMinutes?: number;
  /** Seconds that the rest of what a browser has kept gets to arrive, 60 by default. */
  settleSeconds?: number;
}

/** `cart.abandoned`: a cart was left with something in it. Waits 15 minutes by default. */
export interface CartAbandoned extends Waiting {
  kind: 'cart-abandoned';
  /** Whether looking at the cart counts as a step, so that the wait begins anew. It does by default. */
  viewsCount?: boolean;
  /** Hours until the same cart may be told again, 24 by default. */
  againAfterHours?: number;
  /** Days until another cart of the same person may be told, 7 by default. */
  personAgainAfterDays?: number;
}

/** `product.reminder_due`: a known visitor has left the product that was viewed last. Waits 6 hours by default. */
export interface ProductVisited extends Waiting {
  kind: 'product-visited';
  /** Days until the same person may be reminded of the same product, 7 by default. */
  againAfterDays?: number;
}

/** An action of the shop's own when an address is visited. */
export interface AddressVisited extends Common {
  kind: 'address-visited';
  /** Addresses with `*` for any text, such as `shop.example/sale*` or `/sale*`. */
  url: string | string[];
  action: string;
  /** Once in each session (default), or once for each known person. */
  oncePer?: 'session' | 'person';
  /** Of a person: days until it may be told again, 30 by default. */
  againAfterDays?: number;
}

/** `product.purchased`: the cart's page and then the thank-you page, and nobody has told an order. */
export interface PurchaseCompleted extends Common {
  kind: 'purchase-completed';
  /** Addresses of the cart. */
  cartUrl: string | string[];
  /** Addresses of the page that thanks for an order. */
  thanksUrl: string | string[];
  /** Hours between the two, 24 by default. */
  withinHours?: number;
  /** Minutes before and after the thank-you page within which an order that is told counts as the same purchase, 10 by default. */
  orderMinutes?: number;
}

/** Any action gives another one. */
export interface CustomAutomation extends Waiting {
  kind: 'custom';
  /** Actions, such as `coupon.redeemed`, or `refund.*` for all of an object. */
  on: string | string[];
  action: string;
}

/** A rule by which the collector tells events of its own. */
export type Automation = CartAbandoned | ProductVisited | AddressVisited | PurchaseCompleted | CustomAutomation;

export type AutomationKind = Automation['kind'];
