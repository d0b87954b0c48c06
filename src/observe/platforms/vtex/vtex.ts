import { quietly } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import { all, listen } from '../../../browser/listen.js';
import type { Fact } from '../../../facts/fact.js';
import { toText } from '../../../facts/values.js';
import type { Adapter } from '../../adapter.js';
import { isVtex } from '../../page/detect.js';
import { onTrigger } from '../../page/jquery-events.js';
import { createCart } from './cart.js';
import { readPortal, readPosted } from './messages.js';
import { readOrderForm } from './order-form.js';
import type { CartFact } from './order-form.js';

export interface VtexOptions {
  /** Names of the data layers, for the old portal. Default `dataLayer`. */
  names?: string[];
  /** Messages to the page from before the start. */
  early?: Event[];
}

/** Steps of the checkout behind its cart. */
const STEPS = /^#\/(email|profile|shipping|payment)/;

/** A shop of VTEX: the store framework, FastStore, the old portal, and the checkout that all of them have. */
export const vtex = ({ names = ['dataLayer'], early = [] }: VtexOptions = {}): Adapter => ({
  name: 'vtex',
  platform: 'vtex',
  detect: isVtex,
  start(emit, onPageChange, memory) {
    const page = window as unknown as Record<string, unknown>;
    const cart = createCart(emit, memory);
    let step: string | undefined;
    let isPortalTold = false;

    /** The checkout is one page with a step in its address, and nothing to tell before its cart is known. */
    const followSteps = () => {
      const { pathname, hash } = location;
      const known = cart.current();
      if (!/^\/checkout\/?$/.test(pathname) || step === hash || !known?.lines[0]) return;
      step = hash;
      cart.step();
      const { reference, lines, currency } = known;
      const seen = { confirmed: true, reference, lines, currency };
      if (STEPS.test(hash)) emit({ ...seen, type: 'checkout.started' });
      else if (/^#\/cart/.test(hash)) emit({ ...seen, type: 'cart.viewed' });
    };
    const take = (fact: Fact) => {
      const { type } = fact;
      if (type === 'cart') {
        cart.see(fact as CartFact);
        followSteps();
      } else if (/^cart\.(add|rem)/.test(type)) {
        cart.announce(fact);
      } else {
        emit(fact);
        if (type === 'order.placed') cart.close();
      }
    };

    const hear = quietly(({ source, origin, data }: MessageEvent) => {
      // Frames of others may post whatever they like.
      if (source === window && origin === location.origin) readPosted(data).forEach(take);
    });
    const seeForm = quietly((form: unknown) => {
      const fact = readOrderForm(form);
      if (fact) take(fact);
    });
    const look = quietly(() => {
      const { pathname, search } = location;
      const group = /^\/checkout\/orderPlaced/i.test(pathname) && toText(new URLSearchParams(search).get('og'));
      const order = group && cart.order(group);
      // Each seller's part of it has a number of its own.
      if (order) take({ ...order, aliases: ['01', '02', '03'].map((part) => `${group}-${part}`) });
      for (const name of isPortalTold ? [] : names) {
        const fact = readPortal(page[name]);
        isPortalTold ||= !!fact;
        if (fact) emit(fact);
      }
    });

    const undo = [
      cart.stop,
      listen(window, 'message', hear),
      onTrigger(window, 'orderFormUpdated', (_event, form) => seeForm(form)),
      listen(window, 'hashchange', quietly(followSteps)),
      // It may come too late for whoever waits.
      listen(window, 'pagehide', quietly(cart.settle), { capture: true }),
      listen(document, 'DOMContentLoaded', look),
      onPageChange(look),
    ];
    // Not again by a later start.
    (early.splice(0) as MessageEvent[]).forEach(hear);
    look();
    quietly(() => {
      const { vtexjs } = page;
      const { checkout } = isObject(vtexjs) ? vtexjs : {};
      seeForm(isObject(checkout) ? checkout.orderForm : undefined);
    })();
    return all(undo);
  },
});
