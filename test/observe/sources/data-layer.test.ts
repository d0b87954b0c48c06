import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Fact } from '../../../src/facts/fact.ts';
import { createRequestWatch } from '../../../src/observe/page/watch-requests.ts';
import { dataLayer } from '../../../src/observe/sources/data-layer/data-layer.ts';
import type { DataLayerOptions } from '../../../src/observe/sources/data-layer/data-layer.ts';
import { advance, pageTransition, useClock } from '../../support/harness.ts';
import { createGtag, setGlobal, startGtm } from '../support/fake-gtm.ts';
import { newMemory } from '../support/shop-page.ts';

beforeEach(() => void useClock());

const add = (id: string, more = {}) => ({
  event: 'add_to_cart',
  ecommerce: { currency: 'UYU', items: [{ item_id: id, item_name: id, price: 5, quantity: 1, ...more }] },
});

/** Observes the page's data layers. Returns the facts, and `ids` for the references of their products. */
const observe = (options?: DataLayerOptions) => {
  const facts: Fact[] = [];
  const stop = dataLayer(options).start(
    (fact) => facts.push(fact),
    () => () => {},
    newMemory(),
    createRequestWatch(),
  );
  onTestFinished(stop);
  const ids = async () => {
    await advance(0);
    return facts.map(({ lines }) => lines?.map(({ product }) => product.reference).join());
  };
  return { facts, ids, stop };
};
const layerOf = (...entries: unknown[]) => setGlobal('dataLayer', entries);

describe('data layer array', () => {
  it('the data layer is read from its beginning, each entry once', async () => {
    const layer = layerOf(add('1'), { ecommerce: null }, add('2'));
    const { ids } = observe();
    layer.push(add('3'));
    await advance(20_000);
    expect(await ids()).toEqual(['1', '2', '3']);
  });

  it('the data layer is neither created nor changed by the adapter', async () => {
    observe();
    await advance(20_000);
    expect('dataLayer' in window).toBe(false);
    const layer = layerOf(add('1'));
    const before = [...layer];
    observe();
    await advance(20_000);
    expect([...layer]).toEqual(before);
  });

  it('the data layer is found when it appears late and when a theme replaces it', async () => {
    const { ids } = observe();
    layerOf(add('1')).push(add('2'));
    await advance(400);
    const replaced = layerOf(add('3'));
    document.body.click();
    replaced.push(add('4'));
    expect(await ids()).toEqual(['1', '2', '3', '4']);
  });

  it('entries that a page copies into a new data layer are not read twice', async () => {
    const layer = layerOf(add('1'));
    const { ids } = observe();
    layer.push(add('2'));
    layerOf(...layer).push(add('3'));
    await advance(20_000);
    expect(await ids()).toEqual(['1', '2', '3']);
  });

  it('a data layer that appears late is read when the page goes away', async () => {
    const { ids } = observe();
    await advance(20_000);
    layerOf(add('1'));
    pageTransition('pagehide');
    expect(await ids()).toEqual(['1']);
  });

  it('a data layer may have another name, from the options or from Google Tag Manager', async () => {
    setGlobal('shopLayer', [add('1')]);
    setGlobal('gtmLayer', [add('2')]);
    startGtm('gtmLayer');
    const { ids } = observe({ names: ['shopLayer'] });
    expect((await ids()).sort()).toEqual(['1', '2']);
  });

  it('a frozen data layer is read', async () => {
    const layer = Object.freeze([add('1')]);
    setGlobal('dataLayer', layer);
    const { ids } = observe();
    await advance(20_000);
    expect(await ids()).toEqual(['1']);
  });
});

describe('data layer push', () => {
  it('a push returns what the push of the page returns', () => {
    const layer = layerOf();
    observe();
    expect(layer.push(add('1'), add('2'))).toBe(2);
    const answers = [7, 'x', undefined, false];
    const odd = Object.assign(layerOf(), { push: () => answers.shift() });
    observe();
    expect([odd.push(), odd.push(), odd.push(), odd.push()]).toEqual([7, 'x', undefined, false]);
  });

  it('a push throws what the push of the page throws', () => {
    const error = new Error('of a tag');
    const layer = Object.assign(layerOf(), {
      push: () => {
        throw error;
      },
    });
    observe();
    expect(() => layer.push(add('1'))).toThrow(error);
  });

  it('a push hands its values and its this value to the push of the page', () => {
    const seen: unknown[] = [];
    const layer = Object.assign(layerOf(), {
      push(this: unknown, ...entries: unknown[]) {
        seen.push(this, ...entries);
      },
    });
    observe();
    const [one, two] = [add('1'), add('2')];
    layer.push(one, two);
    expect(seen[0]).toBe(layer);
    expect(seen[1]).toBe(one);
    expect(seen[2]).toBe(two);
  });

  it('an object that is pushed three times with changes is read as it was at each push', async () => {
    const layer = layerOf();
    const { facts } = observe();
    const message = add('1');
    for (const id of ['1', '2', '3']) {
      Object.assign(message.ecommerce.items[0] as object, { item_id: id });
      layer.push(message);
      Object.assign(message.ecommerce.items[0] as object, { item_id: 'changed' });
    }
    await advance(0);
    expect(facts.map(({ lines }) => lines?.[0]?.product.reference)).toEqual(['1', '2', '3']);
  });

  it('a push is reported only after it has returned', async () => {
    const layer = layerOf();
    const order: string[] = [];
    onTestFinished(
      dataLayer().start(
        () => void order.push('told'),
        () => () => {},
        newMemory(),
        createRequestWatch(),
      ),
    );
    layer.push(add('1'));
    order.push('pushed');
    await advance(0);
    expect(order).toEqual(['pushed', 'told']);
  });

  it('a push after the adapter has stopped is not reported', async () => {
    const layer = layerOf();
    const { ids, stop } = observe();
    stop();
    expect(layer.push(add('1'))).toBe(1);
    await advance(20_000);
    expect(await ids()).toEqual([]);
  });

  it('an adapter that starts again reports each entry once, including those pushed while it was stopped', async () => {
    const layer = layerOf(add('1'));
    const adapter = dataLayer();
    const facts: Fact[] = [];
    const start = () =>
      adapter.start(
        (fact) => facts.push(fact),
        () => () => {},
        newMemory(),
        createRequestWatch(),
      );
    start()();
    layer.push(add('while stopped'));
    onTestFinished(start());
    layer.push(add('2'));
    await advance(20_000);
    expect(facts.map(({ lines }) => lines?.[0]?.product.reference)).toEqual(['1', 'while stopped', '2']);
  });
});

describe.each(['before', 'after'])('Google Tag Manager that wraps push %s the adapter', (when) => {
  const both = (onMessage?: Parameters<typeof startGtm>[1]) => {
    let gtm = when === 'before' ? startGtm('dataLayer', onMessage) : undefined;
    if (!gtm) layerOf();
    const seen = observe();
    gtm ??= startGtm('dataLayer', onMessage);
    return { ...seen, ...gtm };
  };

  it('a push to Google Tag Manager returns true, updates its model and is reported', async () => {
    const { layer, model, ids } = both();
    expect(layer.push(add('1'))).toBe(true);
    expect(model).toMatchObject({ event: 'add_to_cart', ecommerce: { currency: 'UYU' } });
    expect(await ids()).toEqual(['1']);
  });

  it('no entry is lost or read twice when Google Tag Manager shortens the array', async () => {
    const { layer, ids } = both();
    for (let count = 0; count < 400; count++) layer.push(add(String(count)));
    expect(layer).toHaveLength(300);
    await advance(20_000);
    expect(await ids()).toEqual(Array.from({ length: 400 }, (_, count) => String(count)));
  });

  it('a shorter list of items is read as it was pushed, not as Google Tag Manager merges it', async () => {
    const { layer, facts } = both();
    const items = (...ids: string[]) => ids.map((item_id) => ({ item_id }));
    layer.push({ event: 'view_cart', ecommerce: { items: items('1', '2', '3') } });
    layer.push({ event: 'begin_checkout', ecommerce: { items: items('4') } });
    await advance(0);
    expect(facts[1]?.lines).toHaveLength(1);
  });

  it('a push that a tag makes during another push is read in the order of the pushes', async () => {
    let isFirst = true;
    const { layer, ids } = both(() => {
      if (isFirst) layer.push(add('nested'));
      isFirst = false;
    });
    layer.push(add('outer'));
    layer.push(add('last'));
    expect(await ids()).toEqual(['outer', 'nested', 'last']);
  });

  it('gtag calls and messages of sandboxed templates are read', async () => {
    const { layer, ids } = both();
    const gtag = createGtag(layer);
    gtag('js', new Date());
    gtag('config', 'G-1');
    gtag('event', 'add_to_cart', { currency: 'UYU', items: [{ item_id: 'gtag' }] });
    layer.push({ getUntrustedUpdateValue: () => add('sandbox') });
    expect(await ids()).toEqual(['gtag', 'sandbox']);
  });
});

it('only the last 30 product lists are read, and 20 products of each', async () => {
  const items = Array.from({ length: 40 }, (_, index) => ({
    item_id: String(index),
    item_name: `n${index}`,
    price: '1.234,50',
  }));
  layerOf(
    ...Array.from({ length: 300 }, (_, id) => ({
      event: 'view_item_list',
      ecommerce: { currency: id < 270 ? 'ARS' : 'UYU', items },
    })),
  );
  const { facts } = observe();
  await advance(1_000);
  expect(facts.map(({ currency }) => currency)).toEqual(Array.from({ length: 30 }, () => 'UYU'));
  expect(facts[0]?.lines).toHaveLength(20);
});

it('a product list is read with a delay, and no longer after the adapter has stopped', async () => {
  const list = { event: 'view_item_list', ecommerce: { items: [{ item_id: '1', item_name: 'A' }] } };
  const broken = { event: 'view_item_list', ecommerce: { currency: 'UYU' } };
  Object.defineProperty(broken.ecommerce, 'items', {
    get() {
      throw new Error('of the page');
    },
  });
  const layer = layerOf(list);
  const { facts, stop } = observe();
  layer.push(broken, list);
  expect(facts).toHaveLength(0);
  await advance(100);
  expect(facts).toHaveLength(2);
  layer.push(list);
  stop();
  await advance(100);
  expect(facts).toHaveLength(2);
});

it('product lists are read in slices of 4 ms, in their order, until all of them are read', async () => {
  const layer = layerOf();
  const { facts } = observe();
  // The looks for other data layers are over.
  await advance(20_000);
  const timers = vi.getTimerCount();
  let now = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => now);
  const ids = Array.from({ length: 9 }, (_, id) => String(id));
  for (const id of ids) {
    const list = { event: 'view_item_list', ecommerce: { items: [{ item_id: id, item_name: id }] } };
    Object.defineProperty(list.ecommerce, 'items', {
      get() {
        // Each reading takes some time.
        now += 1.5;
        return [{ item_id: id, item_name: id }];
      },
    });
    layer.push(list);
  }
  const counts = [];
  while (vi.getTimerCount() > timers && counts.length < 20) {
    await vi.advanceTimersToNextTimerAsync();
    counts.push(facts.length);
  }
  expect(facts.map(({ lines }) => lines?.[0]?.product.reference)).toEqual(ids);
  expect(counts.length, 'several tasks').toBeGreaterThan(2);
  expect(counts[0], 'the first of them reads more than one list').toBeGreaterThan(1);
  expect(vi.getTimerCount(), 'nothing is planned afterwards').toBe(timers);
  layer.push({ event: 'view_item_list', ecommerce: { items: [{ item_id: 'later', item_name: 'later' }] } });
  await advance(100);
  expect(facts).toHaveLength(10);
});
