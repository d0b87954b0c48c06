import { quietly } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import { all, listen } from '../../../browser/listen.js';
import { ofDocument } from '../../../browser/of-document.js';
import { lineKey } from '../../../facts/products.js';
import type { Values } from '../../../facts/values.js';
import type { Stop } from '../../../types/tracker.js';
import type { Adapter } from '../../adapter.js';
import { isTiendanube } from '../../page/detect.js';
import { LOOK_DELAYS_MS } from '../../page/look-delays.js';
import { NEXT_PAGE_TIMEOUT_MS } from '../../page/memory.js';
import { readNavigation } from '../../page/read-navigation.js';
import { readAnswer, readCart, readCheckout, readOrder, readProduct, readStep } from './map-ls.js';
import { watchForms } from './shop-forms.js';

/** The options of the adapter for Tiendanube and Nuvemshop. */
export interface TiendanubeOptions {
  /** Whether a completed form for cancelling an order is reported as `refund.requested`. Default `true`. */
  refunds?: boolean;
}

/** How long after an answer the page's script has updated `LS.cart`. */
const CART_UPDATE_MS = 300;

const readLs = (): Values | undefined => {
  const { LS: ls } = window as unknown as Values;
  return isObject(ls) ? ls : undefined;
};
const isCheckout = () => /\/checkout\/v\d/.test(location.pathname);
const contentOf = (selector: string) => document.querySelector<HTMLMetaElement>(selector)?.content;
/** Whether the document may come from the browser's cache. Then its `LS.cart` may be old. */
const isOld = () => readNavigation()?.type === 'back_forward';

/**
 * Observes the storefront and the checkout of Tiendanube and Nuvemshop, by the global `LS` and by the page's requests.
 * @example
 * ```ts
 * import { createShop } from 'vitrina/observe';
 * import { tiendanube } from 'vitrina/observe/tiendanube';
 *
 * const { plugin } = createShop([tiendanube()]);
 * ```
 */
export const tiendanube = ({ refunds = true }: TiendanubeOptions = {}): Adapter => ({
  name: 'tiendanube',
  platform: 'tiendanube',
  detect: isTiendanube,
  start(emit, onPageChange, { acrossPages }, requests) {
    let isStopped = false;
    /** The lines of `LS.cart` at the last look. Only a change is reported, because some themes do not update `LS.cart`. */
    let shown: string | undefined;
    let product: unknown;
    let reportedType = '';
    let isReady = false;
    const timers: Record<string, ReturnType<typeof setTimeout>> = {};
    const later = (name: string, ms: number, task: () => void) => {
      clearTimeout(timers[name]);
      timers[name] = setTimeout(quietly(task), ms);
    };

    const lookAtCart = (isNews: boolean) => {
      const fact = readCart(readLs() ?? {});
      const text = fact?.lines?.map((line) => `${lineKey(line)} × ${line.quantity}`).join();
      if (fact && isNews && text !== shown) emit(fact);
      shown = text;
      return fact;
    };

    const lookAtShop = (ls: Values) => {
      const isCached = isOld();
      const cart = lookAtCart(!isCached);
      if (ls.template === 'cart' && cart?.lines?.[0] && !reportedType) {
        reportedType = 'cart.viewed';
        emit({ ...cart, type: 'cart.viewed', lines: isCached ? undefined : cart.lines });
      }
      // The address changes with the variant, and the product is the same.
      if (!isObject(ls.product) || product === ls.product.id) return;
      product = ls.product.id;
      const canonical = document.querySelector<HTMLLinkElement>('link[rel="canonical" i]')?.href;
      const url = canonical ?? location.origin + location.pathname;
      const variant = new URLSearchParams(location.search).get('variant') ?? undefined;
      const image = contentOf('meta[property="og:image:secure_url"],meta[property="og:image"]');
      readProduct(ls, { url, variant, image }).forEach((fact) => emit(fact));
    };

    const look = (isLast: boolean) => {
      const ls = readLs();
      if (isStopped || !ls) return;
      const [step, id] = readStep(location.pathname);
      if (!isCheckout()) return lookAtShop(ls);
      const fact = step === 'start' ? readCheckout(ls, id) : step && readOrder(ls, id, Date.now(), isLast);
      if (!fact || reportedType === fact.type) return;
      reportedType = fact.type;
      emit(fact);
    };
    const lookOften = () => {
      if (!isReady) return;
      const looks = isCheckout() ? LOOK_DELAYS_MS : [0];
      // Later, so that the page's other sources come first and complete what is reported here.
      looks.forEach((ms, index) => later(`look ${ms}`, ms, () => look(index === LOOK_DELAYS_MS.length - 1)));
    };
    const begin = quietly(() => {
      undo.push(watchForms(emit, requests, acrossPages(NEXT_PAGE_TIMEOUT_MS), refunds));
      const go = () => {
        isReady = true;
        lookOften();
      };
      void Promise.resolve(readLs()?.ready).then(go, go);
    });

    const undo: Stop[] = [
      () => (isStopped = true),
      () => Object.values(timers).forEach(clearTimeout),
      requests.watch(
        (url, method) =>
          method === 'POST' &&
          url.origin === location.origin &&
          /^(\/\w\w)?\/(comprar|cart|carrito|carrinho)\b/.test(url.pathname),
        ({ status, answer, refused }) => {
          const isRefused = status >= 400 || (isObject(answer) && answer.success === false);
          const fact = isRefused ? refused() : readAnswer(answer, readLs() ?? {});
          if (fact) emit(fact);
          later('cart', CART_UPDATE_MS, () => lookAtCart(isRefused || !fact));
        },
        () => true,
      ),
      onPageChange(lookOften),
    ];
    if (ofDocument('readyState') === 'loading') undo.push(listen(document, 'DOMContentLoaded', begin));
    else begin();
    return all(undo);
  },
});
