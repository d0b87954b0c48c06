import { quietly } from '../base/attempt.js';
import { log } from '../base/log.js';
import { afterFrame } from '../browser/listen.js';
import type { Decision } from '../facts/fact.js';
import type { Adapter } from '../observe/adapter.js';
import { hasAjaxForms, isShopify, isThemeEditor, isTiendanube, isVtex, isWooCommerce } from '../observe/page/detect.js';
import type { Early } from '../observe/page/early-events.js';
import { createShop } from '../observe/shop.js';
import { dataLayer } from '../observe/sources/data-layer/data-layer.js';
import { formPlugins } from '../observe/sources/forms/form-plugins.js';
import { markedForms } from '../observe/sources/forms/marked-forms.js';
import { productPage } from '../observe/sources/product-page/product-page.js';
import type { Plugin, Stop } from '../types/tracker.js';
import type { Extend } from './page-vitrina.js';
import { takeShopOptions } from './shop-options.js';

const PLATFORMS: Record<string, () => boolean> = {
  tiendanube: isTiendanube,
  shopify: isShopify,
  vtex: isVtex,
  woocommerce: isWooCommerce,
};

/** The page's tracker, with the parts that further files have registered there by their names. */
interface Page {
  vitrina?: { track?: unknown; parts?: Record<string, (options: object) => unknown> };
}

/** Starts a plugin after the first frame, so that it does not delay the page. What the plugin reads is still there then. */
const startAfterFrame =
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
 * Extends a tracker so that it observes the shop, and adds the properties `lastProduct` and `cart` to it.
 * @param early records what the page sends before the platform's adapter has loaded
 */
export const observeShop =
  (early: Early): Extend =>
  (trackerOptions, tracker, load, recorder) => {
    const options = takeShopOptions(trackerOptions);
    const { source, delivery, dataLayer: names, forms, linkDomains } = options;
    // A person who edits the theme is no visitor, so nothing is reported.
    if (isThemeEditor()) {
      trackerOptions.plugins = [];
      return [];
    }

    /** Loads a part that few pages need, from its own file, and starts it unless it was stopped meanwhile. */
    const loadPart = <Part>(name: string, start: (part: Part) => Stop | void): Stop => {
      let stop: Stop | void = () => (stop = undefined);
      load(name, () => {
        let part: unknown;
        try {
          part = (window as Page).vitrina?.parts?.[name]?.({ ...options, early: early.events, cookies: early.cookies });
        } catch (error) {
          // The shop's own options, such as its rules, may be wrong.
          log(error);
        }
        quietly(() => {
          if (part && stop) stop = start(part as Part) ?? (() => {});
        })();
      });
      return () => stop?.();
    };

    /** An adapter whose code is loaded once `detect` answers `true`. Weaker sources wait for it while it loads. */
    const onDemand = (file: string, name: string, detect: () => boolean, platform?: string): Adapter => ({
      name,
      platform,
      detect,
      start: (...args) =>
        loadPart(file, (adapter: Adapter) => {
          if (platform) early.stop();
          // The loaded adapter checks more exactly whether the page is of its platform.
          return adapter.detect() ? adapter.start(...args) : undefined;
        }),
    });

    const adapters = [
      ...Object.entries(PLATFORMS).map(([name, detect]) => onDemand(name, name, detect, name)),
      dataLayer({ names }),
      productPage(),
      ...(forms ? [markedForms(), formPlugins(), onDemand('forms', 'form', hasAjaxForms)] : []),
      onDemand('rules', 'rule', () => !!options.rules),
    ];
    const report = recorder && ((decision: Decision) => recorder.push(['decision', [decision]]));
    const shop = createShop(adapters, { source, delivery, report });
    const links: Plugin = (host) => loadPart('links', (plugin: Plugin) => plugin(host));
    const { vitrina } = window as Page;
    // Where `vitrina` is a function, it has copies of the tracker's members, so these two are defined on both.
    for (const target of vitrina?.track === tracker.track ? [tracker, vitrina] : [tracker]) {
      Object.defineProperties(target, {
        lastProduct: { get: shop.lastProduct, configurable: true },
        cart: { get: shop.cart, configurable: true },
      });
    }
    return [startAfterFrame(shop.plugin), ...(linkDomains[0] ? [links] : [])];
  };
