/*
 * Data of a Tiendanube shop, in the shapes of its documentation and of types that others publish. All values are our own.
 *
 * - `storefront`, `checkout`: field names and units of the script page of TiendaNube/api-docs (CC BY 3.0) and of the type file of
 *   @mailbiz/onsite-nuvemshop-vendor 0.5.4 (ISC), written down anew.
 * - `answer`: field names of the Nuvemshop types in deco-cx/apps (Apache 2.0), written down anew.
 */

/** Personal data and keys that must never be sent. */
export const SECRETS = [
  'ana.souza@example.com',
  '+5491155554444',
  '5f0c9d1be7a84c62a1d3',
  'Rua das Flores 1',
  'c1a7e0d94b2f48e6b7aa',
];

export const contact = { email: SECRETS[0], phone: SECRETS[1], accepts_marketing: true };

export const remera = {
  id: 9001,
  item_id: 9001,
  variant_id: 501,
  product_id: 77,
  name: 'Remera (Rojo, M)',
  short_variant_name: 'Rojo, M',
  unit_price: 1250050,
  quantity: 1,
  requires_shipping: true,
  sku: 'REM-R-M',
  url: 'https://shop.example/productos/remera/?variant=501',
  brand: 'Lino',
  google_item_id: 'gid-501',
  google_item_categories: { item_category: 'Ropa', item_category2: 'Remeras' },
  gads_category: 'x',
};

export const storefront = (items: unknown[] = [], over: Record<string, unknown> = {}) => ({
  store: { id: 123, url: 'shop.example' },
  lang: 'es_AR',
  currency: { code: 'ARS', display_short: '$', display_long: '$ ARS', cents_separator: ',', thousands_separator: '.' },
  template: 'home',
  customer: 5550001,
  ready: Promise.resolve(),
  cart: { id: 31, hash: SECRETS[2], subtotal: 0, items, has_shippable_products: true },
  ...over,
});

export const productPage = {
  template: 'product',
  product: { id: 77, name: 'Remera', tags: 'verano, algodon', requires_shipping: true },
  variants: [
    {
      id: 500,
      product_id: 77,
      price_number: 12500.5,
      price_short: '$12.500,50',
      stock: 0,
      sku: 'REM-A-M',
      available: false,
      option0: 'Azul',
      image: 1,
      image_url: '//cdn.shop.example/azul.jpg',
    },
    {
      id: 501,
      product_id: 77,
      price_number: 12500.5,
      stock: 4,
      sku: 'REM-R-M',
      available: true,
      option0: 'Rojo',
      image: 2,
      image_url: '//cdn.shop.example/rojo.jpg',
    },
  ],
};

export const product = {
  id: 9001,
  product_id: 77,
  variant_id: 501,
  name: 'Remera',
  price: '12500.50',
  compare_at_price: '15000.00',
  quantity: '2',
  sku: 'REM-R-M',
  image: { src: 'https://cdn.shop.example/rojo.jpg' },
  url: 'https://shop.example/productos/remera/?variant=501',
};

export const answer = (products: unknown[], over: Record<string, unknown> = {}) => ({
  success: true,
  cart: {
    id: 31,
    token: SECRETS[2],
    abandoned_checkout_url: `https://shop.example/checkout/v3/start/31/${SECRETS[2]}`,
    currency: 'ARS',
    subtotal: '25001.00',
    total: '25001.00',
    coupon: [],
    products,
    contact,
  },
  items: [],
  ...over,
});

export const checkout = (over: Record<string, unknown> = {}) => ({
  store: { id: 123 },
  currency: 'ARS',
  customer: null,
  cart: {
    id: 31,
    subtotal: 2500100,
    items: [
      {
        id: 9001,
        variant_id: 501,
        name: 'Remera (Rojo, M)',
        unit_price: 1250050,
        quantity: 2,
        sku: 'REM-R-M',
        contact,
      },
    ],
    shippingAddress: { address: SECRETS[3], first_name: 'Ana' },
    contact,
    prices: {},
  },
  ...over,
});

export const order = {
  id: 880011,
  number: 1042,
  hash: SECRETS[4],
  created_at: '2026-11-21T11:58:00+0000',
  coupon: [{ id: 4, code: 'PROMO10', type: 'percentage', value: '10' }],
  discount: 250010,
  total: 2349990,
  total_in_usd: 16.2,
  gateway: 'mercadopago',
  contact,
};
