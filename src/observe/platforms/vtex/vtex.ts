import { quietly } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import { all, listen } from '../../../browser/listen.js';
import type { Fact } from '../../../facts/fact.js';
import { toObjects, toText } from '../../../facts/values.js';
import type { PageEvent } from '../../../types/page.js';
import type { Adapter, AnsweredRequest } from '../../adapter.js';
import { isVtex } from '../../page/detect.js';
import { onTrigger } from '../../page/jquery-events.js';
import { createCart } from './cart.js';
import { readPortal, readPosted } from './messages.js';
import { readOrderForm } from './order-form.js';
import type { CartFact } from './order-form.js';

/** The options of the adapter for VTEX. */
export interface VtexOptions {
  /** Names of the data layers, for the old portal. Default `dataLayer`. */
  names?: string[];
  /** Messages to the page that were recorded before the start. */
  early?: PageEvent[];
}

/** Changes of the items of a cart. https://developers.vtex.com/docs/api-reference/checkout-api (2026-11) */
const ITEMS = /^\/api\/checkout\/pub\/orderForm\/[^/]+\/items/i;
/** The store framework asks for everything here, so the body says what for. */
const GRAPHQL = /^\/_v\/\w+\/graphql/;
const ADDITION = /addToCart|addItem/;

/** Steps of the checkout after its cart. */
const STEPS = /^#\/(email|profile|shipping|payment)/;

/**
 * Observes a shop of VTEX: the store framework, FastStore, the old portal, and the checkout that all of them use.
 * @example
 * ```ts
 * import { createShop } from 'vitrina/observe';
 * import { vtex } from 'vitrina/observe/vtex';
 *
 * const { plugin } = createShop([vtex()]);
 * ```
 */
export const vtex = ({ names = ['dataLayer'], early = [] }: VtexOptions = {}): Adapter => ({
  name: 'vtex',
  platform: 'vtex',
  detect: isVtex,
  start(emit, onPageChange, memory, requests) {
    const page = window as unknown as Record<string, unknown>;
    const cart = createCart(emit, memory, requests);
    let step: string | undefined;
    let isPortalReported = false;

    /** The checkout is one page with the step in its fragment. Nothing is reported before its cart is known. */
    const followSteps = () => {
      const { pathname, hash } = location;
      const current = cart.current();
      if (!/^\/checkout\/?$/.test(pathname) || step === hash || !current?.lines[0]) return;
      step = hash;
      cart.noteStep();
      const { reference, lines, currency } = current;
      const seen = { confirmed: true, reference, lines, currency };
      if (STEPS.test(hash)) emit({ ...seen, type: 'checkout.started' });
      else if (/^#\/cart/.test(hash)) emit({ ...seen, type: 'cart.viewed' });
    };
    const take = (fact: Fact) => {
      const { type } = fact;
      if (type === 'cart') {
        cart.updateCart(fact as CartFact);
        followSteps();
      } else if (/^cart\.(add|rem)/.test(type)) {
        cart.announce(fact);
      } else {
        // Both build on what was announced before them.
        if (/^(ch|o)/.test(type)) cart.applyAnnounced();
        emit(fact);
        if (type === 'order.placed') cart.close();
      }
    };

    const onMessage = quietly(({ source, origin, data }: MessageEvent) => {
      // Frames of other sites may post any message.
      if (source === window && origin === location.origin) readPosted(data).forEach(take);
    });
    const onOrderForm = quietly((form: unknown) => {
      const fact = readOrderForm(form);
      if (fact) take(fact);
    });
    const onAnswer = quietly(({ url, status, answer, body, refused }: AnsweredRequest) => {
      const hasErrors = status >= 400 || (isObject(answer) && !!toObjects(answer.errors)[0]);
      const isRefused = ITEMS.test(url.pathname)
        ? hasErrors || cart.isRefusal(answer)
        : hasErrors && ADDITION.test(typeof body === 'string' ? body : '');
      if (!isRefused) return;
      cart.refuse();
      emit(refused());
    });
    const look = quietly(() => {
      const { pathname, search } = location;
      const group = /^\/checkout\/orderPlaced/i.test(pathname) && toText(new URLSearchParams(search).get('og'));
      const order = group && cart.order(group);
      // Each seller's part of the order has its own number.
      if (order) take({ ...order, aliases: ['01', '02', '03'].map((part) => `${group}-${part}`) });
      for (const name of isPortalReported ? [] : names) {
        const fact = readPortal(page[name]);
        isPortalReported ||= !!fact;
        if (fact) emit(fact);
      }
    });

    const undo = [
      cart.stop,
      listen(window, 'message', onMessage),
      requests.watch(
        ({ origin, pathname }, method) =>
          method !== 'GET' && origin === location.origin && (ITEMS.test(pathname) || GRAPHQL.test(pathname)),
        onAnswer,
        ({ pathname }) => ITEMS.test(pathname),
      ),
      onTrigger(window, 'orderFormUpdated', (_event, form) => onOrderForm(form)),
      listen(window, 'hashchange', quietly(followSteps)),
      // The whole cart may not be shown before the page goes away.
      listen(window, 'pagehide', quietly(cart.applyAnnounced), { capture: true }),
      listen(document, 'DOMContentLoaded', look),
      onPageChange(look),
    ];
    // `splice` empties the list, so that a later start does not handle the messages again.
    (early.splice(0) as MessageEvent[]).forEach(onMessage);
    look();
    quietly(() => {
      const { vtexjs } = page;
      const { checkout } = isObject(vtexjs) ? vtexjs : {};
      onOrderForm(isObject(checkout) ? checkout.orderForm : undefined);
    })();
    return all(undo);
  },
});
