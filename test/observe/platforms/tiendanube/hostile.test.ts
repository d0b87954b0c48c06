import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import {
  readAnswer,
  readCart,
  readCheckout,
  readOrder,
  readProduct,
} from '../../../../src/observe/platforms/tiendanube/map-ls.ts';
import { readCase, readForm } from '../../../../src/observe/platforms/tiendanube/shop-forms.ts';
import { tiendanube } from '../../../../src/observe/platforms/tiendanube/tiendanube.ts';
import { advance, useClock } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { anythingUnder, expectAllowed, expectNobody, feed, personal, spread } from '../../support/hostile-input.ts';
import { serveShop, startVisit } from '../../support/open-page.ts';
import { openShop } from '../../support/shop-page.ts';
import { answer, checkout, order, product, productPage, remera, storefront } from './support/samples.ts';

beforeEach(() => void useClock());

const KEYS = (
  'cart items id item_id product_id variant_id name short_variant_name unit_price price price_number quantity sku url brand ' +
  'google_item_id google_item_categories item_category product variants tags image image_url src available products success ' +
  'order total coupon code gateway created_at subtotal currency template ready then store contact __proto__ toString'
).split(' ');
const anything = anythingUnder(KEYS, ['cart', 'product', 'ARS', '12.500,50', 1250050, 'PROMO10']);

it('hostile values of LS and hostile answers are mapped without an error of ours, and only listed fields are sent', async () => {
  const { ledger, sent } = openShop();
  const emit = ledger.addSource({ name: 'tiendanube', platform: 'tiendanube' });
  const page = { url: 'https://shop.example/productos/x/' };
  await feed(anything, (value) => {
    const own = spread(value);
    const tell = (...facts: (ReturnType<typeof readCart> | false)[]) => facts.forEach((fact) => fact && emit(fact));
    const lists: Record<string, unknown>[] = [
      { ...storefront(), ...own, ...personal },
      storefront([], { cart: value, product: value, variants: value }),
      storefront([{ ...remera, ...own, ...personal }], { product: { ...productPage.product, ...own, ...personal } }),
      checkout({ order: { ...order, ...own, ...personal } }),
      checkout({ order: value, cart: value }),
    ];
    for (const ls of lists) {
      for (const read of [
        () => [readCart(ls), readCheckout(ls, '31'), readOrder(ls, '31', Date.now())],
        () => readProduct(ls, page),
      ]) {
        try {
          tell(...read());
        } catch (error) {
          // Only the values of the page may throw. The shop catches these errors.
          expect(String(error)).toMatch(/trap|Symbol|BigInt|primitive/);
        }
      }
    }
    try {
      tell(readAnswer(value, {}), readAnswer(answer([{ ...product, ...own, ...personal }]), { cart: value }));
      tell(readForm({ body: value, answer: value }));
    } catch (error) {
      expect(String(error)).toMatch(/trap|Symbol|BigInt|primitive/);
    }
    ledger.flush(false);
  });
  expect(sent.length).toBeGreaterThan(3);
  for (const event of sent) expectAllowed(event);
  expectNobody(sent);
});

it('hostile values of LS cause no error on the page', async () => {
  const errors = vi.fn();
  window.addEventListener('error', errors);
  process.on('unhandledRejection', errors);
  let reply: unknown;
  serveShop({ 'POST /comprar/': () => reply ?? {} });
  const visit = startVisit();
  onTestFinished(visit.leave);
  await feed(
    anything,
    async (value) => {
      for (const path of ['/productos/x/', '/checkout/v3/start/1/abc', '/checkout/v3/success/2/abc']) {
        const given = path === '/productos/x/' ? value : spread(value);
        const ls = {
          store: {},
          cart: given,
          product: given,
          ready: given,
          order: given,
          template: 'cart',
          ...personal,
        };
        visit.open({ address: `http://shop.localhost:3000${path}`, prepare: () => void setGlobal('LS', ls) }, [
          tiendanube(),
        ]);
        await advance(10);
        reply = spread(value);
        await fetch('/comprar/', { method: 'POST' }).catch(() => {});
        await advance(5_000);
      }
    },
    40,
  );
  visit.leave();
  expect(errors).not.toHaveBeenCalled();
  const events = visit.events().map(({ object_parameters, amount, currency, action, object }) => ({
    ...(JSON.parse(JSON.stringify({ object_parameters, amount, currency, action, object })) as object),
  }));
  expect(events.length).toBeGreaterThan(3);
  for (const event of events) expectAllowed(event);
  expectNobody(visit.events());
});

it('the case number of a cancellation is read from any text that contains one', () => {
  for (const [text, number] of [
    ['Tu código es #880011', '880011'],
    ['Código de trámite: 880011', '880011'],
    ['# 12', '12'],
    ['En 24 horas te respondemos', undefined],
    ['', undefined],
    ['#'.repeat(1e5), undefined],
  ] as const)
    expect(readCase(text)).toBe(number);
});
