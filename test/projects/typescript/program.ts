import vitrina, { createTracker, debug } from 'vitrina';
import type { Cart, Response, TrackerOptions } from 'vitrina';
import { gpc } from 'vitrina/consent/gpc';
import { createShop } from 'vitrina/observe';
import { shopify } from 'vitrina/observe/shopify';
import { createServerTracker } from 'vitrina/server';

const options: TrackerOptions = {
  endpoint: 'https://events.example.com/v1/events',
  consent: gpc(),
  plugins: [debug()],
};
const cart: Cart = { items: [{ product: 'jarra-costa', quantity: 1, price: { amount: 2190, currency: 'UYU' } }] };

export const track = async (): Promise<Response> => {
  await vitrina.initialize('xy76ks', options);
  const other = createTracker('xy76ks', {
    endpoint: '/events',
    pageViews: { ignore: (url) => url.pathname === '/admin' },
  });
  other.stop();
  return vitrina.track('cart.added', { object_parameters: cart });
};

// @ts-expect-error An addition to the cart has to say what was added.
void vitrina.track('cart.added', {});

export { createServerTracker, createShop, shopify };
