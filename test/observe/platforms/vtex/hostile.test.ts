import { beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, useClock } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { anythingUnder, expectAllowed, expectNobody, feed, personal, spread } from '../../support/hostile-input.ts';
import { changed, formItem, message, orderForm, orderPlaced, productView } from './support/samples.ts';
import { openVtex } from './support/shop-of-vtex.ts';

beforeEach(() => void useClock());

const NAMES = [
  'productView',
  'addToCart',
  'removeFromCart',
  'cartChanged',
  'cartLoaded',
  'viewCart',
  'beginCheckout',
  'orderPlaced',
  'userData',
];

const anything = anythingUnder(
  [
    'eventName',
    'items',
    'product',
    'productId',
    'skuId',
    'selectedSku',
    'itemId',
    'sellers',
    'commertialOffer',
    'Price',
    'categories',
    'name',
    'price',
    'sellingPrice',
    'priceIsInt',
    'quantity',
    'orderForm',
    'orderFormId',
    'totalizers',
    'value',
    'marketingData',
    'coupon',
    'shippingData',
    'logisticsInfo',
    'transactionProducts',
    'transactionTotal',
    'orderGroup',
    'ordersInOrderGroup',
    'params',
    '__proto__',
  ],
  ['AnalyticsEvent', 'store:add_to_cart', 'vtex:addToCart', '1501', true],
);
const cloned = (value: unknown) => spread(value);

describe('VTEX shop with hostile input', () => {
  it('hostile messages of a VTEX shop cause no error, and only listed fields are sent', async () => {
    const errors = vi.fn();
    window.addEventListener('error', errors);
    const { say, events } = openVtex({ path: '/checkout/#/cart', globals: { vtex: {}, vtexjs: {} } });
    await feed(
      anything,
      async (value) => {
        for (const name of NAMES) {
          say(
            message(name, {
              product: value,
              items: [value, changed()],
              orderForm: orderForm([cloned(value)]),
              transactionProducts: [value],
              orderGroup: value,
            }),
          );
          say({ ...message(name), ...cloned(value) });
        }
        say({ name: 'AnalyticsEvent', params: { name: 'store:add_to_cart', params: value } });
        say(value);
        (window as unknown as { onorderFormUpdated: (...given: unknown[]) => void }).onorderFormUpdated({}, value);
        await advance(1_200);
      },
      150,
    );
    expect(errors).not.toHaveBeenCalled();
    const sent = (await events()).map(({ object_parameters }) => object_parameters);
    expect(sent.length).toBeGreaterThan(3);
    for (const parameters of sent) expectAllowed(parameters, 'object_parameters');
    expectNobody(sent);
  });

  it('the VTEX adapter starts on a page with globals of the wrong type', async () => {
    for (const value of [
      5,
      null,
      'x',
      [],
      () => 1,
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('trap');
          },
        },
      ),
    ]) {
      setGlobal('vtexjs', value);
      setGlobal('dataLayer', value);
      const { say, events, tracker } = openVtex({ path: '/checkout/orderPlaced/?og=%00' });
      say(productView);
      expect(await events()).toHaveLength(1);
      tracker.stop();
    }
  });

  it('messages with personal data in every corner are sent and stored without it', async () => {
    const { say, events, env } = openVtex();
    say({ ...productView, product: { ...productView.product, ...personal } });
    say(message('cartLoaded', { orderForm: orderForm([]) }));
    say(message('cartLoaded', { orderForm: orderForm([formItem(1, personal)]) }));
    say({
      ...orderPlaced,
      transactionProducts: orderPlaced.transactionProducts.map((product) => ({ ...product, ...personal })),
    });
    const sent = (await events()).map(({ object_parameters }) => object_parameters);
    expect(sent).toHaveLength(4);
    expectNobody(sent);
    expectNobody(env.storage.keys().map((key) => env.storage.get(key)));
  });

  it('at most 300 lines of a VTEX cart are read', async () => {
    const { say, events } = openVtex();
    say(message('viewCart', { items: Array.from({ length: 50_000 }, () => changed()) }));
    const [event] = await events();
    expect((event?.object_parameters as { items: unknown[] }).items.length).toBeLessThanOrEqual(300);
  });
});
