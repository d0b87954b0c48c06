/** An amount in major units of an ISO 4217 currency: `{ amount: 89.9, currency: 'UYU' }`. Never cents. */
export interface Money {
  amount: number;
  currency: string;
}

/** A product. `reference` is the shop's own id on product level, a variant goes into `sku`. */
export interface Product {
  name: string;
  reference?: string;
  /** The name under which the shop's server integration knows its products, such as `tiendanube`. */
  source?: string;
  sku?: string;
  /** Absolute address of the product's page. */
  url?: string;
  /** Absolute address of a picture that anybody may download. */
  image_url?: string;
  price?: Money;
  brand?: string;
  description?: string;
  categories?: string[];
  tags?: string[];
  collection?: string[];
  [name: string]: unknown;
}

/** A line of a cart or an order. */
export interface Item {
  /** An id, reference or SKU that the server knows, or the product itself. */
  product: string | Product;
  /** Whole number of pieces. */
  quantity: number;
  /** Price of one piece; without it the server takes the product's current price. */
  price?: Money;
}

export interface Cart {
  /** Stable for the life of the cart, so that the server can follow it. */
  reference?: string;
  source?: string;
  items: Item[];
  [name: string]: unknown;
}

export interface Order {
  /** The order number that the shop and its customer know. */
  reference: string;
  source?: string;
  items: Item[];
  delivery?: 'deliver' | 'collect';
  total?: Money;
  [name: string]: unknown;
}

export interface Coupon {
  code: string;
  description?: string;
  destination_url?: string;
  reference?: string;
  [name: string]: unknown;
}

export interface Refund {
  reference: string;
  source?: string;
  total?: Money;
  [name: string]: unknown;
}

export interface App {
  name: string;
  reference?: string;
  [name: string]: unknown;
}

/** What every action may carry. */
export interface CommonProps {
  /** Value of the action in major units, for example the cart's total. */
  amount?: number;
  /** ISO 4217; only together with `amount`. */
  currency?: string;
  /** Anything else worth keeping, as plain JSON. */
  metadata?: Record<string, unknown>;
  /** When it happened: Unix seconds, or an ISO 8601 text. Default: now. */
  tracked_at?: number | string;
  /** The address it is about. Default: the page's own. */
  url?: string;
  /** Merged with the known user, never replacing it. */
  user_parameters?: Record<string, unknown>;
}

/** An object that exists on the server (`object`, its id) or that is described here (`object_parameters`). */
type About<T> = CommonProps &
  ({ object: string; object_parameters?: T } | { object?: undefined; object_parameters: T });

/** Props of a custom action: anything that is plain JSON. */
export interface CustomProps extends CommonProps {
  object?: string;
  object_type?: string;
  object_parameters?: Record<string, unknown>;
  [name: string]: unknown;
}

/** The built-in actions and what each must carry. */
export interface Catalogue {
  'app.installed': About<App>;
  'app.removed': About<App>;
  'app.spent': About<App>;
  'cart.viewed': About<Cart>;
  'cart.added': About<Cart>;
  'cart.removed': About<Cart>;
  'cart.abandoned': About<Cart>;
  'checkout.started': About<Cart>;
  'coupon.redeemed': About<Coupon>;
  'form.completed': CommonProps & { object: string; object_parameters?: Record<string, unknown> };
  'order.placed': About<Order>;
  'order.confirmed': About<Order>;
  'order.cancelled': About<Order>;
  'order.shipped': About<Order>;
  'order.delivered': About<Order>;
  'page.viewed': CommonProps;
  'product.viewed': About<Product>;
  'product.purchased': About<Product>;
  'refund.requested': About<Refund>;
  'refund.received': About<Refund>;
}

/** Old names, still accepted; the event is sent under the new one. */
interface OldNames {
  'app.install': Catalogue['app.installed'];
  'app.remove': Catalogue['app.removed'];
}

/** An action: a built-in one, or a custom `object.verb` in lower case. */
export type Action = keyof Catalogue | keyof OldNames | (`${string}.${string}` & {});

/** What `track` takes beside the action. `user.identified` is reserved for `identify`. */
export type PropsOf<A extends string> = A extends 'user.identified'
  ? never
  : A extends keyof Catalogue
    ? Catalogue[A]
    : A extends keyof OldNames
      ? OldNames[A]
      : CustomProps;

export type TrackArguments<A extends string> =
  Record<never, never> extends PropsOf<A> ? [props?: PropsOf<A>] : [props: PropsOf<A>];
