/** An amount of money in major units, never cents, and its ISO 4217 currency: `{ amount: 89.9, currency: 'UYU' }`. */
export interface Money {
  amount: number;
  currency: string;
}

/** A product of the shop. */
export interface Product {
  name: string;
  /** The shop's own id of the product, the same for all its variants. */
  reference?: string;
  /** The name under which the shop's server integration knows its products, such as `tiendanube`. */
  source?: string;
  /** The shop's own id of the variant. */
  sku?: string;
  /** Name of the variant, such as a size or a colour. */
  variant?: string;
  /** Absolute address of the product's page. */
  url?: string;
  /** Absolute address of a picture that needs no login. */
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
  /** An id, reference or SKU that the server already knows, or a description of the product. */
  product: string | Product;
  /** Number of pieces. It may have decimals, for goods by weight. */
  quantity: number;
  /** Price of one piece. Without it the server uses the product's current price. */
  price?: Money;
}

/** The contents of a cart. */
export interface Cart {
  /** An id that stays the same as long as the cart exists, so that the server can recognise the cart. */
  reference?: string;
  /** As in `Product`. */
  source?: string;
  items: Item[];
  [name: string]: unknown;
}

/** An order of a customer. */
export interface Order {
  /** The order number that the shop shows to its customer. */
  reference: string;
  /** As in `Product`. */
  source?: string;
  items: Item[];
  /** `deliver`: sent to the customer; `collect`: picked up by the customer. */
  delivery?: 'deliver' | 'collect';
  /** Total of the order. */
  total?: Money;
  [name: string]: unknown;
}

/** A coupon or discount code. */
export interface Coupon {
  /** The code that the customer enters. */
  code: string;
  description?: string;
  /** Absolute address of the page to which the coupon leads. */
  destination_url?: string;
  /** The shop's own id of the coupon. */
  reference?: string;
  [name: string]: unknown;
}

/** A refund, or a customer's request for one. */
export interface Refund {
  /** The shop's own number of the refund. */
  reference: string;
  /** As in `Product`. */
  source?: string;
  /** The refunded amount. */
  total?: Money;
  [name: string]: unknown;
}

/** An app of the shop's platform. */
export interface App {
  name: string;
  reference?: string;
  [name: string]: unknown;
}

/** Props that every action may have. */
export interface CommonProps {
  /** The action's value in major units of `currency`, for example the cart's total. */
  amount?: number;
  /** ISO 4217 code; only together with `amount`. */
  currency?: string;
  /** Anything else, as plain JSON. */
  metadata?: Record<string, unknown>;
  /** When the action happened: Unix seconds, or an ISO 8601 text. Default: the time of the call. */
  tracked_at?: number | string;
  /** Address of the page where the action happened. Default: the current page's. */
  url?: string;
  /** Merged with the identified user, whose `id` and `source` win. */
  user_parameters?: Record<string, unknown>;
}

/** An action refers to an object of the server by id (`object`), describes the object (`object_parameters`), or does both. */
type About<T> = CommonProps &
  ({ object: string; object_parameters?: T } | { object?: undefined; object_parameters: T });

/** Props of a custom action: any plain JSON. */
export interface CustomProps extends CommonProps {
  /** Id of the object that the action is about. */
  object?: string;
  /** What kind of object `object` is. */
  object_type?: string;
  object_parameters?: Record<string, unknown>;
  [name: string]: unknown;
}

/** The built-in actions and their props. */
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

/** Old names, which are still accepted. The event is sent under the new name. */
interface OldNames {
  'app.install': Catalogue['app.installed'];
  'app.remove': Catalogue['app.removed'];
}

/** The name of an action: a built-in one, or a custom `object.verb` in lower case. */
export type Action = keyof Catalogue | keyof OldNames | (`${string}.${string}` & {});

/** The props that `track` takes for an action; `never` for `user.identified`, which only `identify` reports. */
export type PropsOf<A extends string> = A extends 'user.identified'
  ? never
  : A extends keyof Catalogue
    ? Catalogue[A]
    : A extends keyof OldNames
      ? OldNames[A]
      : CustomProps;

/** The arguments of `track` after the action. `props` may be omitted if the action requires none. */
export type TrackArguments<A extends string> =
  Record<never, never> extends PropsOf<A> ? [props?: PropsOf<A>] : [props: PropsOf<A>];
