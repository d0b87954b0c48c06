import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Adapter } from '../../src/observe/adapter.ts';
import { tiendanube } from '../../src/observe/platforms/tiendanube/tiendanube.ts';
import { woocommerce } from '../../src/observe/platforms/woocommerce/woocommerce.ts';
import { markedForms } from '../../src/observe/sources/forms/marked-forms.ts';
import { rules } from '../../src/observe/sources/rules/rules.ts';
import { advance, DAY, KEY, memoryStorage, pageTransition, useClock, visit } from '../support/harness.ts';
import type { SentEvent } from '../support/harness.ts';
import { nameOf, RUBBISH, spoil } from '../support/rubbish.ts';
import { createCart, itemOf, openTheme, setCookie } from './platforms/shopify/support/theme-page.ts';
import { productPage, storefront } from './platforms/tiendanube/support/samples.ts';
import { changed, message } from './platforms/vtex/support/samples.ts';
import { openVtex } from './platforms/vtex/support/shop-of-vtex.ts';
import { cart, item, overview } from './platforms/woocommerce/support/samples.ts';
import { setGlobal } from './support/fake-gtm.ts';
import { serveShop, startVisit } from './support/open-page.ts';
import { wrongIn } from './support/wrong-types.ts';

beforeEach(() => {
  useClock();
  sessionStorage.clear();
  localStorage.clear();
});

const SHOP = 'http://shop.localhost:3000';

/** The notes of a page before, whole and as rubbish. */
const textsOf = (note: unknown): [place: string, text: string][] => [
  ...RUBBISH.map((text): [string, string] => [nameOf(text), text]),
  ...spoil({ note }).map(([place, text]): [string, string] => [place, text.slice('{"note":'.length, -1)]),
];

/** Opens a page for each of the texts, and returns where an action is missing, or has been sent with wrong types. */
const findFaults = async (
  texts: [place: string, text: string][],
  needed: string,
  open: (text: string) => Promise<SentEvent[]>,
) => {
  const faults: string[] = [];
  const errors: unknown[] = [];
  const note = ({ error }: ErrorEvent) => void errors.push(error);
  window.addEventListener('error', note);
  onTestFinished(() => window.removeEventListener('error', note));
  for (const [place, text] of texts) {
    const events = (await open(text)).filter(({ action }) => action !== 'page.viewed');
    if (!events.some(({ action }) => action === needed)) faults.push(`${place}: no ${needed}`);
    for (const { action, object, object_parameters, amount } of events)
      faults.push(
        ...wrongIn({ object, object_parameters, amount: amount ?? 0 }).map((at) => `${place}: ${action}${at}`),
      );
    if (errors[0]) faults.push(`${place}: ${String(errors.splice(0)[0])}`);
  }
  return faults;
};

/** Opens pages with an adapter. The notes of the tab and of the origin are set before. */
const startPages = (createAdapter: () => Adapter, page: { address: string; html?: string; prepare?: () => void }) => {
  const shopper = startVisit();
  onTestFinished(shopper.leave);
  return async (notes: Record<string, string>) => {
    shopper.leave();
    const before = shopper.events().length;
    localStorage.removeItem(`${KEY}~shop`);
    sessionStorage.clear();
    for (const [name, text] of Object.entries(notes))
      (name.includes('~shop:~') ? sessionStorage : localStorage).setItem(KEY + name, text);
    shopper.open({ ...page, address: SHOP + page.address }, [createAdapter()]);
    await advance(10_000);
    pageTransition('pagehide');
    return shopper.events().slice(before);
  };
};

describe('rubbish in the notes of adapters', () => {
  it('an addition on Shopify is reported, whatever the note of its cart holds', async () => {
    const storage = memoryStorage();
    const note = { token: 'hWN2tok3n1', isEmpty: true, at: Date.now(), isDue: false };
    const faults = await findFaults(textsOf(note), 'cart.added', async (text) => {
      storage.remove(`${KEY}~shop`);
      storage.set(`${KEY}~shop:shopify`, text);
      setCookie();
      const page = openTheme(createCart(), { storage });
      await page.add(itemOf('small', 2));
      const events = await page.events();
      page.tracker.stop();
      return events;
    });
    expect(faults).toEqual([]);
  });

  it('an addition on VTEX is reported, whatever the note of its cart holds', async () => {
    const storage = memoryStorage();
    const product = { reference: '15', sku: '1501', name: 'Garrafa', aliases: ['7'], price: 899_000 };
    const lines = [{ product, quantity: 1, key: '15/1501' }];
    const kept = { what: 'cart', confirmed: true, reference: 'c1', lines, currency: 'BRL', total: 899_000 };
    const faults = await findFaults(
      textsOf({ cart: kept, at: Date.now(), isPaid: true }),
      'cart.added',
      async (text) => {
        storage.remove(`${KEY}~shop`);
        storage.set(`${KEY}~shop:vtex`, text);
        const page = openVtex({ storage });
        page.say(message('addToCart', { items: [changed(1)] }));
        await advance(2_000);
        page.say(message('addToCart', { items: [changed(1)] }));
        const events = await page.events();
        page.tracker.stop();
        return events;
      },
    );
    expect(faults).toEqual([]);
  });

  it('an order on WooCommerce is reported, whatever the notes of cart and checkout hold', async () => {
    setGlobal('wcSettings', {});
    const open = startPages(woocommerce, {
      address: '/checkout/order-received/7/',
      html: overview('$ 5,00'),
      prepare: () => (document.body.className = 'woocommerce-order-received'),
    });
    const note = [Date.now(), { hash: 'h1', terms: { decimals: 2, coupons: ['may'] } }];
    expect(await findFaults(textsOf(note), 'order.placed', (text) => open({ '~shop:~woocommerce': text }))).toEqual([]);
    const whole = RUBBISH.map((text): [string, string] => [nameOf(text), text]);
    expect(await findFaults(whole, 'order.placed', (text) => open({ '~shop:woocommerce': text }))).toEqual([]);
  });

  it('a cart on WooCommerce is reported as viewed, whatever the note of it holds', async () => {
    setGlobal('wcSettings', {});
    serveShop({ 'GET /wp-json/wc/store/v1/cart': () => cart([item()]) });
    document.cookie = 'woocommerce_cart_hash=h9; path=/';
    const open = startPages(woocommerce, {
      address: '/cart/',
      prepare() {
        document.head.innerHTML = `<link rel="https://api.w.org/" href="${SHOP}/wp-json/">`;
        document.body.className = 'woocommerce-cart';
      },
    });
    const note = [Date.now(), { hash: 'h1', terms: { decimals: 2, coupons: ['may'] } }];
    expect(await findFaults(textsOf(note), 'cart.viewed', (text) => open({ '~shop:~woocommerce': text }))).toEqual([]);
  });

  it('a product of Tiendanube is reported, and no form, whatever the note of a sent form holds', async () => {
    const open = startPages(tiendanube, {
      address: '/productos/remera/',
      html: '<form data-store="newsletter-form"></form><p class="alert-success"></p>',
      prepare: () => void setGlobal('LS', storefront([], productPage)),
    });
    const faults = await findFaults(textsOf([Date.now(), 'other']), 'product.viewed', async (text) => {
      const events = await open({ '~shop:~tiendanube': text });
      return events.filter(({ action }) => action !== 'form.completed' || events.splice(0));
    });
    expect(faults).toEqual([]);
  });

  it('a marked form is reported on the next page, and nothing that was never sent', async () => {
    const open = startPages(markedForms, { address: '/thanks' });
    const note = [Date.now(), { form: 'newsletter', action: `${SHOP}/subscribe` }];
    // The first page finds out who the visitor is.
    await open({});
    expect((await open({ '~shop:~form': JSON.stringify(note) })).map(({ object }) => object)).toEqual(['newsletter']);
    const seen: unknown[] = [];
    for (const [, text] of textsOf(note))
      seen.push(...(await open({ '~shop:~form': text })).map(({ object }) => object));
    expect(seen.filter((name) => name !== 'newsletter' && name !== 'x')).toEqual([]);
  });

  it('an address after another one is reported, whatever the note of visited addresses holds', async () => {
    const list = [{ url: '/thanks*', after: '/cart*', action: 'order.placed' as const }];
    const open = startPages(() => rules(list), { address: '/cart' });
    const faults = await findFaults(textsOf([Date.now(), { '/cart*': Date.now() }]), 'order.placed', async (text) => {
      await open({ '~shop:~rule': text });
      // The page goes on by script.
      visit(`${SHOP}/cart`);
      const kept = sessionStorage.getItem(`${KEY}~shop:~rule`) ?? '';
      const next = startPages(() => rules(list), { address: '/thanks' });
      return next({ '~shop:~rule': kept });
    });
    expect(faults).toEqual([]);
  });

  it('a note that is dated in the far future counts no longer than one of now', async () => {
    const open = startPages(markedForms, { address: '/thanks' });
    const note = (at: number) => JSON.stringify([at, { form: 'newsletter', action: `${SHOP}/subscribe` }]);
    await open({});
    expect(await open({ '~shop:~form': note(Date.now() + DAY) })).toEqual([]);
    expect(await open({ '~shop:~form': note(Date.now() - DAY) })).toEqual([]);
    expect(await open({ '~shop:~form': note(Date.now()) })).toHaveLength(1);
  });
});
