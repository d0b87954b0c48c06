import type {
  Checkout,
  Context,
  PixelEventsCartViewed,
  PixelEventsCheckoutCompleted,
  PixelEventsFormSubmitted,
  PixelEventsPageViewed,
  PixelEventsProductAddedToCart,
  PixelEventsProductViewed,
  ProductVariant,
} from '@shopify/web-pixels-extension';

/**
 * Events in the types that Shopify publishes for web pixels: @shopify/web-pixels-extension 2.18.0, MIT. The values are our own;
 * the types say which fields there are, which of them may be null, and in which unit money is.
 */

/** What must never leave. */
export const SECRETS = [
  'ana.souza@example.com',
  '+59899123456',
  'Ana',
  'Souza',
  'Rua das Flores 1',
  'Montevideo',
  '11200',
  'gid://shopify/Customer/77',
  'typed-into-a-field',
  'a-note-of-the-customer',
  'Z2NwLXVzLWVhc3QxOjAxSkFCQ0RFRkdI',
  's3cretkey',
];

/** Shopify's checkouts and carts have the same token, and it opens both. */
export const TOKEN = 'Z2NwLXVzLWVhc3QxOjAxSkFCQ0RFRkdI';
export const CART_ID = `gid://shopify/Cart/${TOKEN}?key=s3cretkey`;

const type = <T>(name: string) => name as T;

export const context = (path: string, title = 'Mate'): Context => {
  const url = new URL(path, 'https://shop.example');
  const { hash, host, hostname, href, origin, pathname, port, protocol, search } = url;
  const location = { hash, host, hostname, href, origin, pathname, port, protocol, search };
  return {
    document: { characterSet: 'UTF-8', location, referrer: 'https://search.example/', title },
    navigator: { cookieEnabled: true, language: 'es-UY', languages: ['es-UY'], userAgent: 'a browser' },
    window: { location, origin, innerHeight: 1, innerWidth: 1, outerHeight: 1, outerWidth: 1 } as Context['window'],
  };
};

let events = 0;

export const envelope = <N extends string, T extends string>(name: N, kind: T) => ({
  id: `sh-${++events}-4c7e-5B1F-A1D2`,
  name,
  clientId: 'c-9',
  seq: events,
  timestamp: new Date().toISOString(),
  type: type<never>(kind),
});

export const variant: ProductVariant = {
  id: '456',
  title: 'Large',
  untranslatedTitle: 'Large',
  sku: 'M-1-L',
  price: { amount: 19.99, currencyCode: 'UYU' },
  image: { src: '//cdn.shop.example/mate.jpg' },
  product: {
    id: '123',
    title: 'Mate',
    untranslatedTitle: 'Mate',
    type: 'Drinks',
    vendor: 'Canarias',
    url: '/products/mate',
  },
};

const address = {
  address1: 'Rua das Flores 1',
  address2: null,
  city: 'Montevideo',
  country: 'Uruguay',
  countryCode: 'UY',
  firstName: 'Ana',
  lastName: 'Souza',
  phone: '+59899123456',
  province: null,
  provinceCode: null,
  zip: '11200',
};
const money = (amount: number) => ({ amount, currencyCode: 'UYU' });

export const checkout = (over: Partial<Checkout> = {}): Checkout => ({
  attributes: [{ key: 'note', value: 'a-note-of-the-customer' }],
  billingAddress: address,
  shippingAddress: address,
  buyerAcceptsEmailMarketing: true,
  buyerAcceptsSmsMarketing: false,
  currencyCode: 'UYU',
  delivery: {
    selectedDeliveryOptions: [
      { cost: money(5), costAfterDiscounts: money(5), description: null, handle: 'h', title: 'Post', type: 'shipping' },
    ],
  },
  discountApplications: [
    {
      allocationMethod: 'ACROSS',
      targetSelection: 'ALL',
      targetType: 'LINE_ITEM',
      title: 'SAVE10',
      type: 'DISCOUNT_CODE',
      value: { percentage: 10 },
    },
    {
      allocationMethod: 'ACROSS',
      targetSelection: 'ALL',
      targetType: 'LINE_ITEM',
      title: 'Two for one',
      type: 'AUTOMATIC',
      value: money(1),
    },
  ],
  discountsAmount: money(4),
  email: 'ana.souza@example.com',
  phone: '+59899123456',
  smsMarketingPhone: '+59899123456',
  lineItems: [
    {
      id: '9',
      title: 'Mate',
      quantity: 2,
      variant,
      finalLinePrice: money(35.98),
      discountAllocations: [],
      properties: [{ key: 'engraving', value: 'typed-into-a-field' }],
      sellingPlanAllocation: null,
    },
  ],
  localization: {
    country: { isoCode: 'UY' },
    language: { isoCode: 'es' },
    market: { handle: null, id: null },
  },
  order: null,
  shippingLine: { price: money(5) },
  subtotalPrice: money(35.98),
  token: TOKEN,
  totalPrice: money(42.5),
  totalTax: money(1.52),
  transactions: [
    { amount: money(42.5), gateway: 'shopify_payments', paymentMethod: { name: 'Visa', type: 'creditCard' } },
  ],
  ...over,
});

export const pageViewed = (path = '/products/mate'): PixelEventsPageViewed => ({
  ...envelope('page_viewed', 'standard'),
  context: context(path),
  data: {},
});
export const productViewed = (): PixelEventsProductViewed => ({
  ...envelope('product_viewed', 'standard'),
  context: context('/products/mate'),
  data: { productVariant: variant },
});
export const added = (quantity = 1): PixelEventsProductAddedToCart => ({
  ...envelope('product_added_to_cart', 'standard'),
  context: context('/products/mate'),
  data: { cartLine: { merchandise: variant, quantity, cost: { totalAmount: money(19.99 * quantity) } } },
});
export const cartViewed = (): PixelEventsCartViewed => ({
  ...envelope('cart_viewed', 'standard'),
  context: context('/cart'),
  data: {
    cart: {
      id: CART_ID,
      attributes: [{ key: 'note', value: 'a-note-of-the-customer' }],
      cost: { totalAmount: money(39.98) },
      totalQuantity: 2,
      lines: [{ merchandise: variant, quantity: 2, cost: { totalAmount: money(39.98) } }],
    },
  },
});
export const CHECKOUT_PATH = `/checkouts/cn/${TOKEN}/information?key=s3cretkey&email=ana.souza@example.com`;
export const checkoutStarted = () => ({
  ...envelope('checkout_started', 'standard'),
  context: context(CHECKOUT_PATH, 'Checkout'),
  data: { checkout: checkout() },
});
export const completed = (
  id = 'gid://shopify/Order/5551',
  over: Partial<Checkout> = {},
): PixelEventsCheckoutCompleted => ({
  ...envelope('checkout_completed', 'standard'),
  context: context(`/checkouts/cn/${TOKEN}/thank-you?key=s3cretkey`, 'Thank you'),
  data: {
    checkout: checkout({
      order: { id, customer: { id: 'gid://shopify/Customer/77', isFirstOrder: true } },
      ...over,
    }),
  },
});
export const formSubmitted = (id: string | null): PixelEventsFormSubmitted => ({
  ...envelope('form_submitted', 'dom'),
  data: {
    element: {
      id,
      action: '/contact?email=ana.souza@example.com',
      elements: [{ id: 'e', name: 'contact[email]', tagName: 'INPUT', type: 'email', value: 'ana.souza@example.com' }],
    },
  },
});
