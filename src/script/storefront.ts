import { afterFrame } from '../browser/lifecycle.js';
import { decorateLinks } from '../links/decorate-links.js';
import { dataLayer } from '../observe/data-layer/data-layer.js';
import type { recordEarly } from '../observe/early.js';
import type { Adapter, Decision } from '../observe/facts.js';
import { formPlugins } from '../observe/forms/form-plugins.js';
import { markedForms } from '../observe/forms/marked-forms.js';
import { isShopify, isThemeEditor, isTiendanube, isVtex, isWooCommerce } from '../observe/platforms.js';
import { quietly } from '../observe/quietly.js';
import { productPage } from '../observe/product-page/product-page.js';
import { rules } from '../observe/rules/rules.js';
import { createShop } from '../observe/shop.js';
import type { Plugin, Stop } from '../types.js';
import { clicks } from '../plugins/clicks.js';
import { pages } from '../plugins/pages.js';
import { isPanelAskedFor } from './heard.js';
import type { Extend } from './run-script.js';
import { takeShopOptions } from './shop-options.js';

const PLATFORMS: Record<string, () => boolean> = {
  tiendanube: isTiendanube,
  shopify: isShopify,
  vtex: isVtex,
  woocommerce: isWooCommerce,
};

/** Where the file of a platform leaves its adapter. */
interface Page {
  vitrina?: { track?: unknown; adapters?: Record<string, (options: object) => Adapter> };
}

/** Starts a plugin when the page has been drawn: what it missed is still there to be read. */
const late =
  (plugin: Plugin): Plugin =>
  (host) => {
    let stop: Stop | void | undefined;
    let isOver = false;
    afterFrame(
      quietly(() => {
        if (!isOver) stop ??= plugin(host) ?? (() => {});
      }),
    );
    return () => {
      isOver = true;
      stop?.();
    };
  };

/** Heard from the very start, for the adapter that is still on its way. */
export type Early = ReturnType<typeof recordEarly>;

/** Lets a tracker observe the shop, and gives it what is seen of it: the last product and the cart. */
export const observeShop =
  (early: Early): Extend =>
  (given, tracker, load, heard) => {
    const { dataLayer: names, rules: list, forms, linkDomains, ...options } = takeShopOptions(given);
    const isDebugged = given.debug || isPanelAskedFor();

    /** The adapter comes in a file of its own. Weaker sources know at once that it will come. */
    const onDemand = (name: string, detect: () => boolean): Adapter => ({
      name,
      source: name,
      detect,
      start(emit, turned, memory) {
        let stop: Stop | undefined = () => (stop = undefined);
        const arrived = quietly(() => {
          const make = (window as Page).vitrina?.adapters?.[name];
          const adapter = stop && make?.({ ...options, early: early.events });
          // It knows more than what the page was recognised by: a theme editor is no shop.
          if (adapter?.detect()) stop = adapter.start(emit, turned, memory);
          early.stop();
        });
        load(`vitrina.${name}.js`, arrived);
        return () => stop?.();
      },
    });

    const adapters = [
      ...Object.entries(PLATFORMS).map(([name, detect]) => onDemand(name, detect)),
      dataLayer({ names }),
      productPage(),
      ...(forms ? [markedForms(), formPlugins()] : []),
      ...(list ? [rules(list)] : []),
    ];
    const report = isDebugged ? (decision: Decision) => heard.push(['decision', [decision]]) : undefined;
    const shop = createShop(adapters, { ...options, report });
    const { pageViews, clicks: marks } = given;
    // Who is at work in the theme editor is no visitor.
    if (isThemeEditor()) given.plugins = [];
    given.plugins ??= [pages(pageViews), clicks(marks), late(shop.plugin), decorateLinks(linkDomains)];
    const { vitrina } = window as Page;
    // A page that was given a function has the tracker's methods on it, and looks for this there.
    for (const shown of vitrina?.track === tracker.track ? [tracker, vitrina] : [tracker]) {
      Object.defineProperties(shown, {
        lastProduct: { get: shop.lastProduct, configurable: true },
        cart: { get: shop.cart, configurable: true },
      });
    }
  };
