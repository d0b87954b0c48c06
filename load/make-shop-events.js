/** What a made-up shop sells and how its visitors behave, as rows of the table `events`: the same rows at every call. */

const THINGS = ['Vestido', 'Camisa', 'Pantalón', 'Mate', 'Termo', 'Bombilla', 'Zapato', 'Cinturón', 'Bolso', 'Gorro'];
const KINDS = ['rojo', 'azul', 'negro', 'blanco', 'verde', 'corto', 'largo', 'clásico', 'de cuero', 'de lana'];
const PLACES = ['Cuareim', 'Rivera', 'Salto', 'Artigas', 'Rocha', 'Durazno', 'Colonia', 'Melo', 'Minas', 'Florida'];
const PRODUCTS = 2000;
const NOTE = 'x'.repeat(250);

/** Numbers between 0 and 1 that are the same in each run. @param {number} seed */
const chanceFrom = (seed) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

/** @param {number} number */
const product = (number) => {
  const name = `${THINGS[number % 10]} ${KINDS[Math.floor(number / 10) % 10]} ${PLACES[Math.floor(number / 100) % 10]}`;
  return { name: `${name} ${number}`, reference: `P-${number}`, sku: `SKU${number}`, brand: 'Coronilla' };
};

/** @param {string} text */
const slug = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll(' ', '-');

/** @param {() => number} chance */
const uuid = (chance) => {
  const digits = Array.from({ length: 4 }, () =>
    Math.floor(chance() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, digits);
};

/**
 * @typedef {object} ShopEvent
 * @property {string} id
 * @property {string} session
 * @property {string} action
 * @property {number} tracked_at Unix seconds
 * @property {string} page_url
 * @property {number | null} amount
 * @property {string | null} user_id
 * @property {string} event
 */

/**
 * Events of visitors, each of whom looks at some products, and some of whom buy, spread evenly over the time.
 *
 * @param {{ count: number, from: number, to: number }} parts Unix seconds
 * @returns {Generator<ShopEvent>}
 */
export const shopEvents = function* ({ count, from, to }) {
  const chance = chanceFrom(7);
  let made = 0;
  let orders = 0;
  while (made < count) {
    const session = uuid(chance);
    const steps = 2 + Math.floor(chance() * 10);
    const user_id = chance() < 0.1 ? `c-${Math.floor(chance() * 20_000)}` : null;
    const buys = chance() < 0.15;
    for (let step = 0; step < steps && made < count; step++) {
      const bought = product(Math.floor(chance() ** 2 * PRODUCTS));
      const price = 100 + (Number(bought.reference.slice(2)) % 50) * 10 + 0.9;
      const isLast = step === steps - 1;
      const action =
        buys && isLast
          ? 'order.placed'
          : buys && step > 0 && step % 2 === 0
            ? 'cart.added'
            : step % 2 === 1
              ? 'product.viewed'
              : 'page.viewed';
      const path = action === 'order.placed' ? '/checkout/3/thank-you' : `/products/${slug(bought.name)}`;
      const isCart = action === 'cart.added' || action === 'order.placed';
      const item = { product: { ...bought, price: { amount: price, currency: 'UYU' } }, quantity: 1 };
      const amount = isCart ? price : null;
      const object = isCart
        ? {
            reference: action === 'order.placed' ? `CO-${(orders++ + 10_000_000).toString(36).toUpperCase()}` : 'cart',
            items: [item],
          }
        : action === 'product.viewed'
          ? item.product
          : undefined;
      const tracked_at = from + ((to - from) * made) / count;
      const id = uuid(chance);
      const page_url = `https://shop.example${path}`;
      yield {
        ...{ id, session, action, tracked_at, page_url, amount, user_id },
        event: JSON.stringify({
          ...{ session, locale: 'es-UY', timezone: 'America/Montevideo', id, action, tracked_at, seq: step + 1 },
          page: { url: page_url, path, title: `${bought.name} · Coronilla` },
          visit: { id: session, number: 1, started_at: from },
          ...(user_id === null ? {} : { user_parameters: { id: user_id } }),
          ...(amount === null ? {} : { amount, currency: 'UYU' }),
          object_parameters: object,
          metadata: { note: NOTE },
        }),
      };
      made++;
    }
  }
};
