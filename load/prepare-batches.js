import { randomUUID } from 'node:crypto';

const CONTEXT = {
  page: {
    url: 'https://shop.example/mates/mate-cuareim?variant=2',
    title: 'Cuareim gourd mate · Coronilla',
    path: '/mates/mate-cuareim',
  },
  visit: { id: '01a203cc-2456-77c7-af01-85fdf50e8f9b', number: 3, started_at: 1795970000 },
  utm_params: { source: 'newsletter', medium: 'email', campaign: 'spring-2026' },
};

const anEvent = () => ({
  id: PLACE,
  action: 'cart.added',
  tracked_at: Date.now() / 1000,
  amount: 2480.5,
  currency: 'UYU',
  observed_by: 'woocommerce',
  object_parameters: {
    items: [
      {
        product: { id: 'mate-cuareim', name: 'Cuareim gourd mate', sku: 'MC-2', brand: 'Coronilla', price: 1240.25 },
        quantity: 2,
      },
    ],
    note: 'x'.repeat(300),
  },
});

const PLACE = '…id…';

/**
 * Prepares bodies of requests: their text is made once, and each body only gets new ids, so that the sender takes little of the
 * processor from the collector.
 *
 * @param {number} size events in a body
 * @returns {() => { body: string, ids: string[] }}
 */
export const prepareBatches = (size) => {
  const batch = {
    v: 1,
    business: 'demo',
    library: 'vitrina/1.0.0',
    sent_at: new Date().toISOString(),
    session: randomUUID(),
    locale: 'es-UY',
    timezone: 'America/Montevideo',
    context: CONTEXT,
    events: Array.from({ length: size }, anEvent),
  };
  const pieces = JSON.stringify(batch).split(PLACE);
  return () => {
    const ids = Array.from({ length: size }, () => randomUUID());
    return { ids, body: pieces.map((piece, index) => piece + (ids[index] ?? '')).join('') };
  };
};
