import type { Adapter } from '../../../src/observe/adapter.ts';
import { createShop } from '../../../src/observe/shop.ts';
import type { ShopOptions } from '../../../src/observe/shop.ts';
import { pages } from '../../../src/plugins/pages.ts';
import { start } from '../../support/harness.ts';

/** A page with a tracker that observes the shop through these adapters. */
export const openTrackedShop = (
  adapters: Adapter[],
  options: ShopOptions = {},
  plugins = [pages(false)],
  over: Parameters<typeof start>[1] = {},
) => {
  const world = { shop: undefined as ReturnType<typeof createShop> | undefined };
  const tracker = start(
    {
      plugins: [
        ...plugins,
        (host) => {
          world.shop ??= createShop(adapters, options);
          return world.shop.plugin(host);
        },
      ],
    },
    over,
  );
  const events = () => tracker.sent.flatMap((batch) => batch.events);
  return { ...tracker, events, shop: world.shop! };
};
