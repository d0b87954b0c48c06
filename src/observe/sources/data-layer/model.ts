import { attempt } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import type { FactType } from '../../../facts/fact.js';
import { toCurrency } from '../../../facts/money.js';
import { first, toObject } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { isOfProduct } from '../../ledger/find-duplicate.js';
import { toItems } from './items.js';

/** The first text that is a currency. */
export const firstCurrency = (...texts: unknown[]) => first(...texts.map(toCurrency)) as string | undefined;

/**
 * What the messages of one data layer have said so far, as far as Google's tags still use it: the last currency, and the fields of
 * `ecommerce`, which Google Tag Manager merges. The fields are copied, because their owner may change them.
 * https://github.com/google/data-layer-helper (2026-11)
 */
export const createModel = () => {
  let currency: string | undefined;
  let kept: Values = {};
  /** What the message with the kept items reported; `undefined` if it had no event of its own. */
  let origin: FactType | undefined;
  const noteCurrency = (...texts: unknown[]) => (currency = firstCurrency(...texts, currency));

  return {
    currency: () => currency,
    /** Reads the parameters of `gtag('set', …)` or `gtag('config', …)`, which hold for all later events. */
    setDefaults: (name: unknown, value: unknown) =>
      noteCurrency(toObject(name).currency, toObject(value).currency, name === 'currency' && value),
    /**
     * The fields of an event, with those that earlier messages have left. An event with items of its own is complete. The items of
     * a viewed or changed product are not those of the cart, and the other way round.
     */
    complete(type: FactType | undefined, message: Values, own: Values): Values {
      if ('ecommerce' in message && (!isObject(message.ecommerce) || message._clear)) kept = {};
      const isKept = type && !first(own.items) && (!origin || isOfProduct(origin) === isOfProduct(type));
      return isKept ? { ...kept, ...own } : own;
    },
    /** Keeps what a message leaves for later events. */
    keep: (type: FactType | undefined, message: Values, own: Values) =>
      attempt(() => {
        noteCurrency(own.currency, own.currencyCode, message.currency);
        if (own === message) return;
        // Lists are long, and no later event is about all of their products.
        const items = 'items' in own && {
          items: type === 'products' ? [] : toItems(own.items).map((item) => ({ ...item })),
        };
        kept = { ...(items && type ? {} : kept), ...own, ...items };
        if (items) origin = type;
      }),
  };
};

export type Model = ReturnType<typeof createModel>;
