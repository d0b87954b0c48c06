import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
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

/** Observes the page's data layers; what was seen, by the ids of its products. */
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

describe('the array of the page', () => {
  it('is read from its beginning, each entry once', async () => {
    const layer = layerOf(add('1'), { ecommerce: null }, add('2'));
    const { ids } = observe();
    layer.push(add('3'));
    await advance(20_000);
    expect(await ids()).toEqual(['1', '2', '3']);
  });

  it('is neither made nor written to', async () => {
    observe();
    await advance(20_000);
    expect('dataLayer' in window).toBe(false);
    const layer = layerOf(add('1'));
    const before = [...layer];
    observe();
    await advance(20_000);
    expect([...layer]).toEqual(before);
  });

  it('is found when it comes late, and when a theme replaces it', async () => {
    const { ids } = observe();
    layerOf(add('1')).push(add('2'));
    await advance(400);
    const replaced = layerOf(add('3'));
    document.body.click();
    replaced.push(add('4'));
    expect(await ids()).toEqual(['1', '2', '3', '4']);
  });

  it('is not read twice where its entries are copied into another', async () => {
    const layer = layerOf(add('1'));
    const { ids } = observe();
    layer.push(add('2'));
    layerOf(...layer).push(add('3'));
    await advance(20_000);
    expect(await ids()).toEqual(['1', '2', '3']);
  });

  it('is read a last time when the page goes away', async () => {
    const { ids } = observe();
    await advance(20_000);
    layerOf(add('1'));
    pageTransition('pagehide');
    expect(await ids()).toEqual(['1']);
  });

  it('may have another name, by option or by what Google Tag Manager says', async () => {
    setGlobal('shopLayer', [add('1')]);
    setGlobal('gtmLayer', [add('2')]);
    startGtm('gtmLayer');
    const { ids } = observe({ names: ['shopLayer'] });
    expect((await ids()).sort()).toEqual(['1', '2']);
  });

  it('may be frozen', async () => {
    const layer = Object.freeze([add('1')]);
    setGlobal('dataLayer', layer);
    const { ids } = observe();
    await advance(20_000);
    expect(await ids()).toEqual(['1']);
  });
});

describe('a push', () => {
  it('gives its caller what the inner push gives', () => {
    const layer = layerOf();
    observe();
    expect(layer.push(add('1'), add('2'))).toBe(2);
    const answers = [7, 'x', undefined, false];
    const odd = Object.assign(layerOf(), { push: () => answers.shift() });
    observe();
    expect([odd.push(), odd.push(), odd.push(), odd.push()]).toEqual([7, 'x', undefined, false]);
  });

  it('throws to its caller what the inner push throws', () => {
    const error = new Error('of a tag');
    const layer = Object.assign(layerOf(), {
      push: () => {
        throw error;
      },
    });
    observe();
    expect(() => layer.push(add('1'))).toThrow(error);
  });

  it('reaches the inner push with its values and its this', () => {
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

  it('counts each time, also of an object that is used again and changed at once', async () => {
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

  it('is told after it is done, so that whoever listens cannot overtake it', async () => {
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

  it('passes unseen after the end', async () => {
    const layer = layerOf();
    const { ids, stop } = observe();
    stop();
    expect(layer.push(add('1'))).toBe(1);
    await advance(20_000);
    expect(await ids()).toEqual([]);
  });

  it('is seen once after a new start, and nothing read before it is lost', async () => {
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

describe.each(['before', 'after'])('Google Tag Manager, wrapping %s us', (when) => {
  const both = (onMessage?: Parameters<typeof startGtm>[1]) => {
    let gtm = when === 'before' ? startGtm('dataLayer', onMessage) : undefined;
    if (!gtm) layerOf();
    const seen = observe();
    gtm ??= startGtm('dataLayer', onMessage);
    return { ...seen, ...gtm };
  };

  it('answers with its boolean and keeps its model', async () => {
    const { layer, model, ids } = both();
    expect(layer.push(add('1'))).toBe(true);
    expect(model).toMatchObject({ event: 'add_to_cart', ecommerce: { currency: 'UYU' } });
    expect(await ids()).toEqual(['1']);
  });

  it('cuts the array off, and nothing is lost or read twice', async () => {
    const { layer, ids } = both();
    for (let count = 0; count < 400; count++) layer.push(add(String(count)));
    expect(layer).toHaveLength(300);
    await advance(20_000);
    expect(await ids()).toEqual(Array.from({ length: 400 }, (_, count) => String(count)));
  });

  it('sees a shorter list of items as it was pushed, not as its model has it', async () => {
    const { layer, facts } = both();
    const items = (...ids: string[]) => ids.map((item_id) => ({ item_id }));
    layer.push({ event: 'view_cart', ecommerce: { items: items('1', '2', '3') } });
    layer.push({ event: 'begin_checkout', ecommerce: { items: items('4') } });
    await advance(0);
    expect(facts[1]?.lines).toHaveLength(1);
  });

  it('has its tags push in turn, and all is seen in order', async () => {
    let isFirst = true;
    const { layer, ids } = both(() => {
      if (isFirst) layer.push(add('nested'));
      isFirst = false;
    });
    layer.push(add('outer'));
    layer.push(add('last'));
    expect(await ids()).toEqual(['outer', 'nested', 'last']);
  });

  it('passes on gtag calls and the wrappers of sandboxed templates', async () => {
    const { layer, ids } = both();
    const gtag = createGtag(layer);
    gtag('js', new Date());
    gtag('config', 'G-1');
    gtag('event', 'add_to_cart', { currency: 'UYU', items: [{ item_id: 'gtag' }] });
    layer.push({ getUntrustedUpdateValue: () => add('sandbox') });
    expect(await ids()).toEqual(['gtag', 'sandbox']);
  });
});

it('reads no more of lists than is worth knowing', async () => {
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

it('reads lists a little later, and nothing more once it is stopped', async () => {
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
