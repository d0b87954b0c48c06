import { randomUUID } from 'node:crypto';

/** An event of the size that a storefront sends: a cart with two products, about 900 bytes. */
export function sampleEvent() {
  const id = randomUUID();
  const product = {
    reference: '8841',
    source: 'tiendanube',
    name: 'Mate imperial',
    price: { amount: 1240.25, currency: 'UYU' },
  };
  const event = JSON.stringify({
    id,
    action: 'cart.added',
    tracked_at: Date.now() / 1000,
    session: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11',
    page: {
      url: 'https://shop.example/products/mate-imperial',
      title: 'Mate imperial',
      path: '/products/mate-imperial',
    },
    utm_params: { source: 'newsletter', medium: 'email', campaign: 'spring' },
    visit: { id: '0193b2c4-7d1e-7a30-8f55-2b6c1d9e0a44', number: 3, started_at: 1795262000 },
    amount: 2480.5,
    currency: 'UYU',
    object_parameters: {
      reference: 'cart-771',
      items: [
        { product, quantity: 1 },
        { product, quantity: 1 },
      ],
    },
    metadata: {},
  });
  return { id, event };
}
