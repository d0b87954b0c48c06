import { vtex } from '../../../../../src/observe/platforms/vtex/vtex.ts';
import type { VtexOptions } from '../../../../../src/observe/platforms/vtex/vtex.ts';
import { createShop } from '../../../../../src/observe/shop.ts';
import { dataLayer } from '../../../../../src/observe/sources/data-layer/data-layer.ts';
import { advance, fakeEnv, start, visit } from '../../../../support/harness.ts';
import { setGlobal } from '../../../support/fake-gtm.ts';

type Over = VtexOptions & { path?: string; storage?: ReturnType<typeof fakeEnv>['env']['storage']; globals?: object };

/** A message that the page posts to itself, as the browser dispatches it. */
export const posted = (data: unknown, over: object = {}) =>
  Object.assign(new Event('message'), { source: window, origin: location.origin, data, ...over });

/** A page of a shop, with its sent events. Pass the storage of an earlier page to continue its visit. */
export const openVtex = ({ path = '/', storage, globals = { vtex: {} }, ...options }: Over = {}) => {
  visit(`http://shop.localhost:3000${path}`);
  for (const [name, value] of Object.entries(globals)) setGlobal(name, value);
  const { env } = fakeEnv(storage ? { storage } : {});
  const tracker = start(
    { plugins: [createShop([vtex(options), dataLayer()], {}, env).plugin] },
    { storage: env.storage },
  );
  const events = async (ms = 10_000) => {
    await advance(ms);
    return [...tracker.sent, ...tracker.beacons].flatMap((batch) => batch.events);
  };
  return {
    ...tracker,
    env,
    events,
    say: (data: unknown, over?: object) => void window.dispatchEvent(posted(data, over)),
    /** One row per event: its action, its lines or SKU, its amount and its source. */
    async told(ms?: number) {
      type Described = { reference?: string; sku?: string; items?: { product: { sku?: string }; quantity: number }[] };
      return (await events(ms)).map(({ action, amount, object_parameters, observed_by }) => {
        const { items, reference, sku } = (object_parameters ?? {}) as Described;
        const what = items?.map(({ product, quantity }) => `${quantity} × ${product.sku}`).join(', ');
        return [action, /^order/.test(action) ? `#${reference} ${what}` : (what ?? sku), amount, observed_by];
      });
    },
  };
};
