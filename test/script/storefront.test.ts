import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Adapter } from '../../src/observe/adapter.ts';
import { advance, useClock } from '../support/harness.ts';
import { openScriptPage, page, scriptTag } from './support/script-page.ts';

beforeEach(() => void useClock());

const SCRIPT = 'https://collector.example/vitrina.storefront.js';
const PLAIN = 'https://collector.example/vitrina.js';

/** A page with the global of WooCommerce, on which further scripts load when the test says so. */
const openShop = () => {
  const world = openScriptPage();
  vi.stubGlobal('wcSettings', {});
  const brought: HTMLScriptElement[] = [];
  const append = vi.spyOn(document.head, 'append').mockImplementation((script) => {
    brought.push(script as HTMLScriptElement);
  });
  onTestFinished(() => {
    append.mockRestore();
    vi.unstubAllGlobals();
  });
  type Shop = NonNullable<typeof page.vitrina> & { cart?: object; lastProduct?: object };
  const load = async (address = `${SCRIPT}?id=xy76ks&pageViews=false`) => {
    Object.defineProperty(document, 'currentScript', { configurable: true, value: scriptTag(address) });
    vi.resetModules();
    await import('../../src/script/entries/storefront.ts');
    Object.defineProperty(document, 'currentScript', { configurable: true, value: null });
    return page.vitrina as Shop;
  };
  /** Loads the script of the theme, which observes no shop. */
  const loadPlain = (query = '?id=xy76ks') => world.load(scriptTag(`${PLAIN}${query}`)) as Promise<Shop>;
  /** Finishes loading the file of the platform. */
  const arrive = (over: Partial<Adapter> = {}) => {
    const adapter: Adapter = {
      name: 'woocommerce',
      platform: 'woocommerce',
      detect: () => true,
      start(emit) {
        const product = { reference: '7', name: 'Mate', image_url: '/mate.jpg' };
        emit({ type: 'product.viewed', confirmed: true, lines: [{ product, quantity: 1 }] });
        return () => {};
      },
      ...over,
    };
    (page.vitrina as unknown as { parts: object }).parts = { woocommerce: () => adapter };
    const script = brought.pop();
    expect(script?.src).toBe('https://collector.example/vitrina.woocommerce.js');
    script?.onload?.(new Event('load'));
  };
  return { ...world, load, loadPlain, arrive, brought };
};

describe('the storefront script', () => {
  it('the storefront script observes the shop again when it is started again', async () => {
    const { load, arrive, events } = openShop();
    const vitrina = await load();
    await advance(500);
    arrive();
    vitrina.stop();
    await vitrina.initialize('xy76ks');
    await advance(500);
    arrive();
    await advance(5_000);
    expect(events().map(({ action }) => action)).toEqual(['product.viewed', 'product.viewed']);
  });

  it('frames of other sites with the names of platforms do not keep the storefront script from starting', async () => {
    const refuse = () => {
      throw new DOMException('Blocked a frame from accessing a cross-origin frame.', 'SecurityError');
    };
    const { load, events } = openShop();
    for (const name of ['Shopify', 'LS', 'vtex', '__RUNTIME__'])
      vi.stubGlobal(name, new Proxy({}, { get: refuse, has: refuse, getOwnPropertyDescriptor: refuse }));
    const vitrina = await load();
    void vitrina.track('a.one');
    await advance(5_000);
    expect(events().map(({ action }) => action)).toEqual(['a.one']);
  });

  it('the storefront script starts from another tag where the first one was refused for its options', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { load, arrive, events } = openShop();
    await load(`${SCRIPT}?id=xy76ks&pageViews=false&flushAfter=soon`);
    await advance(500);
    await load(`${SCRIPT}?id=xy76ks&pageViews=false&flushAfter=500`);
    await advance(500);
    arrive();
    await advance(5_000);
    expect(events().map(({ action }) => action)).toEqual(['product.viewed']);
  });

  it('the storefront script shows the last product on a stub that is a function, too', async () => {
    const { load, arrive } = openShop();
    const stub = Object.assign(() => {}, { q: [] });
    page.vitrina = stub as never;
    const vitrina = await load();
    expect(typeof vitrina).toBe('function');
    await advance(500);
    arrive();
    await advance(5_000);
    expect(vitrina.lastProduct).toMatchObject({ reference: '7', name: 'Mate' });
  });

  it('an exception in the file of a platform does not reach the page', async () => {
    const { load, arrive } = openShop();
    await load();
    await advance(500);
    const detect = () => {
      throw new Error('a getter of the page');
    };
    expect(() => arrive({ detect })).not.toThrow();
  });
});

describe('the script of the theme and the storefront script of a tag manager, with the same id', () => {
  const OBSERVED = ['page.viewed', 'product.viewed'];

  it('the shop is observed and the page is counted once, where the script of the theme comes first', async () => {
    const { load, loadPlain, arrive, events } = openShop();
    const first = await loadPlain();
    await advance(1_000);
    const vitrina = await load(`${SCRIPT}?id=xy76ks`);
    expect(vitrina).toBe(first);
    await advance(1_000);
    arrive();
    await advance(5_000);
    expect(events().map(({ action }) => action)).toEqual(OBSERVED);
    expect(vitrina.lastProduct).toMatchObject({ reference: '7' });
  });

  it('the shop is observed and the page is counted once, where the storefront script comes first', async () => {
    const { load, loadPlain, arrive, events } = openShop();
    await load(`${SCRIPT}?id=xy76ks`);
    await advance(1_000);
    arrive();
    await loadPlain();
    await advance(5_000);
    expect(events().map(({ action }) => action)).toEqual(OBSERVED);
  });

  it('a third script with the same id observes nothing twice', async () => {
    const { load, loadPlain, arrive, events, brought } = openShop();
    await loadPlain();
    await load(`${SCRIPT}?id=xy76ks`);
    await advance(1_000);
    arrive();
    await load(`${SCRIPT}?id=xy76ks`);
    await advance(5_000);
    expect(brought).toEqual([]);
    expect(events().map(({ action }) => action)).toEqual(OBSERVED);
  });

  it.each([
    ['has no id of its own', ''],
    ['waits for consent', '?id=xy76ks&consent=pending'],
  ])('the shop is observed where the script of the theme %s', async (_name, query) => {
    const { load, loadPlain, arrive, events } = openShop();
    const vitrina = await loadPlain(query);
    await load(`${SCRIPT}?id=xy76ks`);
    await advance(1_000);
    vitrina.consent('granted');
    await advance(1_000);
    arrive();
    await advance(5_000);
    expect(events().map(({ action }) => action)).toEqual(OBSERVED);
  });

  it('the answer about consent stays with the first script', async () => {
    const { load, loadPlain, sent } = openShop();
    await loadPlain('?id=xy76ks&consent=pending');
    await load(`${SCRIPT}?id=xy76ks&consent=granted`);
    await advance(60_000);
    expect(sent).toEqual([]);
  });

  it('the shop is observed again where the tracker is started again, and not after it was stopped', async () => {
    const { load, loadPlain, arrive, events, brought } = openShop();
    const vitrina = await loadPlain('?id=xy76ks&pageViews=false');
    await load(`${SCRIPT}?id=xy76ks`);
    vitrina.stop();
    await advance(1_000);
    expect(brought).toEqual([]);
    await vitrina.initialize('xy76ks');
    await advance(1_000);
    arrive();
    await advance(5_000);
    expect(events().map(({ action }) => action)).toEqual(['product.viewed']);
  });

  it('a wrong option of the storefront script is named in the console, and the tracker of the theme goes on', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { load, loadPlain, events } = openShop();
    const vitrina = await loadPlain();
    await load(`${SCRIPT}?id=xy76ks&forms=7`);
    expect(error.mock.calls).toEqual([[expect.stringMatching(/forms must be true or false/)]]);
    vitrina.stop();
    await vitrina.initialize('xy76ks');
    void vitrina.track('a.one');
    await advance(5_000);
    expect(events().map(({ action }) => action)).toContain('a.one');
  });

  it('the shop is observed where the page calls vitrina as a function', async () => {
    const { load, loadPlain, arrive, events } = openShop();
    page.vitrina = Object.assign(() => {}, { q: [] }) as never;
    await loadPlain();
    const vitrina = await load(`${SCRIPT}?id=xy76ks`);
    await advance(1_000);
    arrive();
    await advance(5_000);
    expect(events().map(({ action }) => action)).toEqual(OBSERVED);
    expect(vitrina.lastProduct).toMatchObject({ reference: '7' });
  });
});
