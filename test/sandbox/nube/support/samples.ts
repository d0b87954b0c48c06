import type { CartItem, NubeSDKState, Page, ProductDetails } from '@tiendanube/nube-sdk-types';

/**
 * States in the types that Tiendanube publishes: @tiendanube/nube-sdk-types 0.97.0, MIT. The values are our own; that a state
 * may come with no more than `{ cart: { items: [] }, location: { url: '', page, queries: {} }, customer: null }` is from the
 * tests of @tiendanube/nube-sdk-helper, MIT (createMockState).
 */

/** What must never leave. */
export const SECRETS = [
  'ana.souza@example.com',
  '+5491155551234',
  'Ana Souza',
  'Calle Falsa 123',
  '20-12345678-9',
  't0kenT0kenT0ken99',
];

export const item = (over: Partial<CartItem> = {}): CartItem => ({
  id: 900,
  name: 'Mate (Grande)',
  price: '1250.50',
  quantity: 1,
  free_shipping: false,
  product_id: 123,
  variant_id: 456,
  thumbnail: '//cdn.tienda.example/mate.jpg',
  variant_values: 'Grande',
  sku: 'M-1-G',
  properties: { engraving: SECRETS[2] },
  url: 'https://tienda.example/productos/mate/',
  is_ahora_12_eligible: false,
  is_kit: false,
  sub_items: [],
  ...over,
});
export const yerba = (over: Partial<CartItem> = {}) =>
  item({
    id: 901,
    name: 'Yerba',
    product_id: 124,
    variant_id: 457,
    sku: 'Y-1',
    price: '300.00',
    url: '/productos/yerba/',
    ...over,
  });

export const product = {
  id: 123,
  name: { es: 'Mate', pt: 'Cuia' },
  handle: { es: 'mate' },
  canonical_url: 'https://tienda.example/productos/mate/',
  brand: 'Canarias',
  categories: [7, 8],
  tags: 'mates, regalo,mates',
  images: [{ id: 1, src: 'https://cdn.tienda.example/mate-1024.jpg', alt: 'Mate', height: 1, width: 1 }],
  variants: [{ id: 456, price: '1250.50', compare_at_price: '1500.00', sku: 'M-1-G', stock: 3, image_id: 1 }],
} as unknown as ProductDetails;

export const productPage: Page = { type: 'product', data: { product } };
export const homePage: Page = { type: 'home', data: undefined };
export const step = (name: 'start' | 'payment' | 'success'): Page => ({ type: 'checkout', data: { step: name } });

interface Over {
  url?: string;
  page?: Page;
  items?: CartItem[];
  cart?: Partial<NubeSDKState['cart']>;
  state?: Partial<NubeSDKState>;
}

/** A whole state, with a person in every corner. */
export const toState = ({
  url = 'https://tienda.example/',
  page = homePage,
  items = [],
  cart,
  state,
}: Over = {}): NubeSDKState => ({
  order: { status: null, tracking_statuses: [], extra: { note: SECRETS[3] ?? '' } },
  device: {
    screen: { width: 1, height: 1, orientation: 'portrait', pixelRatio: 1, innerWidth: 1, innerHeight: 1 },
    type: 'mobile',
  },
  cart: {
    id: '771',
    validation: { status: 'success' },
    items,
    prices: {
      discount_coupon: 0,
      discount_gateway: 0,
      discount_promotion: 0,
      shipping: 0,
      subtotal: 0,
      total: items.reduce((sum, { price, quantity }) => sum + Number(price) * quantity, 0),
      subtotal_without_taxes: 0,
    },
    coupon: {},
    is_subscription: false,
    ...cart,
  },
  config: { has_cart_validation: false, disable_shipping_more_options: false, handle_cart_before_update: false },
  location: { url, page, queries: {}, title: 'Tienda', referrer: null },
  store: {
    id: 5,
    name: 'Tienda',
    domain: 'tienda.example',
    currency: 'ARS',
    currency_details: {
      code: 'ARS',
      cents_separator: ',',
      thousands_separator: '.',
      display_long: 'ARS',
      display_short: '$',
    },
    language: 'es',
    theme: 'patagonia',
    quick_cart: true,
    state_level: 'full',
  },
  ui: { slots: {}, values: {} } as NubeSDKState['ui'],
  shipping: null,
  customer: {
    id: 88,
    name: SECRETS[2],
    email: SECRETS[0],
    phone: SECRETS[1],
    cpf_cnpj: SECRETS[4],
    contact: {
      email: SECRETS[0] ?? '',
      name: SECRETS[2] ?? '',
      phone: SECRETS[1] ?? '',
      accepts_marketing: true,
      accepts_marketing_updated_at: null,
    },
    shipping_address: { address: SECRETS[3] } as never,
  },
  payment: null,
  eventPayload: null,
  session: { id: 'their-session' },
  ...state,
});

export const SUCCESS_URL = 'https://tienda.example/checkout/v3/success/8812345/t0kenT0kenT0ken99';

/** The last step of a checkout. */
export const paid = (over: Over = {}) =>
  toState({
    url: SUCCESS_URL,
    page: step('success'),
    items: [item({ quantity: 2 })],
    cart: {
      coupon: { code: 'HOLA10', type: 'percentage', value: '10' },
      prices: {
        discount_coupon: 250.1,
        discount_gateway: 0,
        discount_promotion: 0,
        shipping: 400,
        subtotal: 2501,
        total: 2650.9,
        subtotal_without_taxes: 2501,
      },
    },
    state: {
      shipping: {
        selected: 'branch_1',
        options: [{ id: 'branch_1', type: 'pickup', name: SECRETS[3] } as never],
      },
      payment: { status: 'pending', selected: { id: 'x', method_type: 'credit_card', name: SECRETS[2] } as never },
    },
    ...over,
  });
