import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Adapter } from '../../src/observe/adapter.ts';
import { advance, useClock } from '../support/harness.ts';
import { openScriptPage, page, scriptTag } from './support/script-page.ts';

beforeEach(() => void useClock());

const SCRIPT = 'https://collector.example/vitrina.storefront.js';

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
  const load = async (address = `${SCRIPT}?id=xy76ks&pageViews=false`) => {
    Object.defineProperty(document, 'currentScript', { configurable: true, value: scriptTag(address) });
    vi.resetModules();
    await import('../../src/script/entries/storefront.ts');
    Object.defineProperty(document, 'currentScript', { configurable: true, value: null });
    return page.vitrina as NonNullable<typeof page.vitrina> & { cart?: object; lastProduct?: object };
  };
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
  return { ...world, load, arrive };
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
