import { quietly } from '../base/attempt.js';
import { log } from '../base/log.js';
import { afterFrame } from '../browser/listen.js';
import { isPanelAskedFor } from '../debug/recorder.js';
import type { Decision } from '../facts/fact.js';
import type { Adapter } from '../observe/adapter.js';
import { hasAjaxForms, isShopify, isThemeEditor, isTiendanube, isVtex, isWooCommerce } from '../observe/page/detect.js';
import type { Early } from '../observe/page/early-events.js';
import { createShop } from '../observe/shop.js';
import { dataLayer } from '../observe/sources/data-layer/data-layer.js';
import { formPlugins } from '../observe/sources/forms/form-plugins.js';
import { markedForms } from '../observe/sources/forms/marked-forms.js';
import { productPage } from '../observe/sources/product-page/product-page.js';
import { clicks } from '../plugins/clicks.js';
import { pages } from '../plugins/pages.js';
import type { Plugin, Stop } from '../types/tracker.js';
import type { Extend } from './run-script.js';
import { takeShopOptions } from './shop-options.js';

const PLATFORMS: Record<string, () => boolean> = {
  tiendanube: isTiendanube,
  shopify: isShopify,
  vtex: isVtex,
  woocommerce: isWooCommerce,
};

/** Where further files leave what they bring, each by its name. */
interface Page {
  vitrina?: { track?: unknown; parts?: Record<string, (options: object) => unknown> };
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

/**
 * Lets a tracker observe the shop, and gives it what is seen of it: the last product and the cart.
 * @param early heard from the very start, for the adapter that is still on its way
 */
export const observeShop =
  (early: Early): Extend =>
  (given, tracker, load, heard) => {
    const options = takeShopOptions(given);
    const { source, delivery, dataLayer: names, forms, linkDomains } = options;
    const isDebugged = given.debug || isPanelAskedFor();

    /** Brings a part that few pages need, in a file of its own, and uses it unless it was ended meanwhile. */
    const bring = <Part>(name: string, use: (part: Part) => Stop | void): Stop => {
      let stop: Stop | void = () => (stop = undefined);
      load(`vitrina.${name}.js`, () => {
        let part: unknown;
        try {
          part = (window as Page).vitrina?.parts?.[name]?.({ ...options, early: early.events, cookies: early.cookies });
        } catch (error) {
          // What the shop has written into its options.
          log(error);
        }
        quietly(() => {
          if (part && stop) stop = use(part as Part) ?? (() => {});
        })();
      });
      return () => stop?.();
    };

    /** An adapter that is brought. Weaker sources know at once that it will come. */
    const onDemand = (file: string, name: string, detect: () => boolean, platform?: string): Adapter => ({
      name,
      source: platform,
      detect,
      start: (...given) =>
        bring(file, (adapter: Adapter) => {
          if (platform) early.stop();
          // It knows more than what the page was recognised by.
          return adapter.detect() ? adapter.start(...given) : undefined;
        }),
    });

    const adapters = [
      ...Object.entries(PLATFORMS).map(([name, detect]) => onDemand(name, name, detect, name)),
      dataLayer({ names }),
      productPage(),
      ...(forms ? [markedForms(), formPlugins(), onDemand('forms', 'form', hasAjaxForms)] : []),
      onDemand('rules', 'rule', () => !!options.rules),
    ];
    const report = isDebugged ? (decision: Decision) => heard.push(['decision', [decision]]) : undefined;
    const shop = createShop(adapters, { source, delivery, report });
    const { pageViews, clicks: marks } = given;
    // Who is at work in the theme editor is no visitor.
    if (isThemeEditor()) given.plugins = [];
    const links: Plugin = (host) => bring('links', (plugin: Plugin) => plugin(host));
    given.plugins ??= [pages(pageViews), clicks(marks), late(shop.plugin), ...(linkDomains[0] ? [links] : [])];
    const { vitrina } = window as Page;
    // A page that was given a function has the tracker's methods on it, and looks for this there.
    for (const shown of vitrina?.track === tracker.track ? [tracker, vitrina] : [tracker]) {
      Object.defineProperties(shown, {
        lastProduct: { get: shop.lastProduct, configurable: true },
        cart: { get: shop.cart, configurable: true },
      });
    }
  };
