import { onTestFinished, vi } from 'vitest';
import { shopify } from '../../../../../src/observe/platforms/shopify/shopify.ts';
import type { ShopifyOptions } from '../../../../../src/observe/platforms/shopify/shopify.ts';
import { createShop } from '../../../../../src/observe/shop.ts';
import { advance, fakeEnv, start, visit } from '../../../../support/harness.ts';
import { setGlobal } from '../../../support/fake-gtm.ts';

/**
 * One item as `/cart.js` answers it, with what themes and apps put beside it. Fields by
 * https://shopify.dev/docs/api/ajax/reference/cart (2026-11); the values are ours.
 */
export const itemOf = (variant: 'small' | 'large' | 'mug', quantity = 1) => {
  const [id, sku, title, price] = {
    small: [41001, 'TEE-S', 'Small', 1990],
    large: [41002, 'TEE-L', 'Large', 2290],
    mug: [42001, 'MUG', null, 990],
  }[variant] as [number, string, string | null, number];
  const isTee = variant !== 'mug';
  const [product, handle, name] = isTee ? [7001, 'tee', 'Tee'] : [7002, 'mug', 'Mug'];
  return {
    id,
    key: `${id}:5d1`,
    quantity,
    variant_id: id,
    product_id: product,
    title: title ? `${name} - ${title}` : name,
    product_title: name,
    variant_title: title,
    price,
    original_price: price,
    discounted_price: price,
    final_price: price,
    line_price: price * quantity,
    sku,
    vendor: 'Casa',
    handle,
    url: `/products/${handle}?variant=${id}`,
    image: `https://cdn.shop.example/${handle}.jpg`,
    featured_image: { url: `https://cdn.shop.example/${handle}.jpg`, alt: name },
    product_type: isTee ? 'Shirts' : 'Kitchen',
    properties: { Engraving: 'For Ana Souza' },
  };
};

/** The shop's side of a cart. */
export const createCart = () => {
  const cart = {
    token: 'hWN2tok3n1',
    currency: 'EUR',
    items: [] as ReturnType<typeof itemOf>[],
    status: 200,
    requests: [] as string[],
    /** Whether the browser shows the cart's cookie to scripts. */
    hasCookie: true,
    /** Each answer waits for this promise. */
    gate: Promise.resolve() as Promise<unknown>,
  };
  const answer = () => ({
    token: `${cart.token}?key=s3cretkey`,
    note: 'Call ana.souza@example.com',
    attributes: {},
    total_price: cart.items.reduce((sum, { line_price }) => sum + line_price, 0),
    item_count: cart.items.reduce((sum, { quantity }) => sum + quantity, 0),
    items: cart.items,
    currency: cart.currency,
    cart_level_discount_applications: [],
  });
  return { answer, state: cart };
};

/** Sets the cookie of the cart, or removes it if there is no token. */
export const setCookie = (token?: string) => {
  document.cookie = token ? `cart=${encodeURIComponent(`${token}?key=s3cretkey`)}; path=/` : 'cart=; path=/; max-age=0';
};

type Over = ShopifyOptions & { path?: string; storage?: ReturnType<typeof fakeEnv>['env']['storage']; shop?: object };

/** A page of a theme, with its sent events. Pass the storage of an earlier page to continue its visit. */
export const openTheme = (cart = createCart(), { path = '/', storage, shop = {}, ...options }: Over = {}) => {
  visit(`http://shop.localhost:3000${path}`);
  setGlobal('Shopify', { shop: 'casa.myshopify.com', routes: { root: '/' }, ...shop });
  const { state } = cart;
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname } = new URL(address, location.href);
    state.requests.push(pathname);
    const { gate } = state;
    const whole = cart.answer();
    await gate;
    const body = /cart\/add/.test(pathname)
      ? state.status === 422
        ? { status: 422, message: 'Cart Error', description: 'All 1 Tee are in your cart.' }
        : { ...state.items.at(-1) }
      : whole;
    return new Response(JSON.stringify(body), { status: state.status });
  });
  const { env } = fakeEnv(storage ? { storage } : {});
  const adapter = shopify(options);
  const tracker = start({ plugins: [createShop([adapter], {}, env).plugin] }, { storage: env.storage });
  onTestFinished(() => setCookie());

  const events = async (ms = 5_000) => {
    await advance(ms);
    return tracker.sent.flatMap((batch) => batch.events);
  };
  return {
    ...tracker,
    env,
    events,
    adapter,
    /** Puts an item into the cart, as a script of the theme does. The shop answers with the whole line. */
    async add(item: ReturnType<typeof itemOf>, route = '/cart/add.js') {
      if (state.status === 200) {
        state.items = [...state.items.filter(({ id }) => id !== item.id), item];
        if (state.hasCookie) setCookie(state.token);
      }
      await fetch(route, { method: 'POST', body: JSON.stringify({ items: [{ id: item.id, quantity: 1 }] }) });
    },
    /** Sets the cart to these lines by one request. */
    async change(items: ReturnType<typeof itemOf>[], route = '/cart/change.js') {
      state.items = items;
      await fetch(route, { method: 'POST', body: '{"line":1,"quantity":0}' });
    },
    /** One row per event: its action, its lines and its amount. */
    async changes(ms?: number) {
      type Items = { items?: { product: { sku?: string }; quantity: number }[] };
      return (await events(ms)).map(({ action, amount, object_parameters }) => [
        action,
        ...((object_parameters as Items | undefined)?.items ?? []).map(
          ({ product, quantity }) => `${quantity} × ${product.sku}`,
        ),
        amount,
      ]);
    },
    /** Dispatches a standard event of the theme, which carries its values as own properties. */
    say(type: string, values: object) {
      document.body.dispatchEvent(Object.assign(new Event(type, { bubbles: true }), values));
    },
  };
};
