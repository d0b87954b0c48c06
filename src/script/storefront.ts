import { decorateLinks } from '../links/decorate-links.js';
import { dataLayer } from '../observe/data-layer/data-layer.js';
import { recordEarly } from '../observe/early.js';
import type { Adapter } from '../observe/facts.js';
import { formPlugins } from '../observe/forms/form-plugins.js';
import { markedForms } from '../observe/forms/marked-forms.js';
import { isShopify, isTiendanube, isVtex, isWooCommerce } from '../observe/platforms.js';
import { productPage } from '../observe/product-page/product-page.js';
import { rules } from '../observe/rules/rules.js';
import { createShop } from '../observe/shop.js';
import type { Stop } from '../types.js';
import type { Extension, Load } from './run-script.js';
import { readShopOptions } from './shop-options.js';

const PLATFORMS: Record<string, () => boolean> = {
  tiendanube: isTiendanube,
  shopify: isShopify,
  vtex: isVtex,
  woocommerce: isWooCommerce,
};

/** Where the file of a platform leaves its adapter. */
interface Page {
  vitrina?: { adapters?: Record<string, (options: object) => Adapter> };
}

/** What the storefront build adds to a tracker: the shop as it is seen, its last product and its cart. */
export const storefront = (load: Load, tell: (entry: unknown[]) => void): Extension => {
  let options = readShopOptions({});
  const early = recordEarly();

  /** The adapter comes in a file of its own. Weaker sources know at once that it will come. */
  const onDemand = (name: string, detect: () => boolean): Adapter => ({
    name,
    source: name,
    detect,
    start(emit, turned, memory) {
      let stop: Stop | undefined = () => (stop = undefined);
      load(`vitrina.${name}.js`, () => {
        const make = (window as Page).vitrina?.adapters?.[name];
        const adapter = stop && make?.({ ...options, early: early.events });
        // It knows more than what the page was recognised by: a theme editor is no shop.
        if (adapter?.detect()) stop = adapter.start(emit, turned, memory);
        early.stop();
      });
      return () => stop?.();
    },
  });

  let shop: ReturnType<typeof createShop> | undefined;
  return {
    take: (given) => (options = readShopOptions(given)),
    plugins() {
      const { source, delivery, names, forms, rules: list, linkDomains, isDebugged } = options;
      const adapters = [
        ...Object.entries(PLATFORMS).map(([name, detect]) => onDemand(name, detect)),
        dataLayer({ names }),
        productPage(),
        ...(forms ? [markedForms(), formPlugins()] : []),
        ...(list ? [rules(list)] : []),
      ];
      const report = isDebugged ? (decision: unknown) => tell(['decision', [decision]]) : undefined;
      shop ??= createShop(adapters, { source, delivery, report });
      return [shop.plugin, decorateLinks(linkDomains)];
    },
    members: {
      get lastProduct() {
        return shop?.lastProduct();
      },
      get cart() {
        return shop?.cart();
      },
    },
  };
};
