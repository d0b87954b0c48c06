import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { debug } from '../../src/debug/debug.ts';
import { advance, start, status, useClock } from '../support/harness.ts';
import { fakeNetwork, openPage } from '../support/page.ts';

beforeEach(() => void useClock());

const hear = () => {
  const lines = (level: 'log' | 'warn') => {
    const spy = vi.spyOn(console, level).mockImplementation(() => {});
    return () => spy.mock.calls.map((words) => words.map(String).join(' '));
  };
  return { logged: lines('log'), warned: lines('warn') };
};

it('the debug plugin logs what is queued, delivered and dropped, with the reason', async () => {
  const { logged } = hear();
  const results = (events: { id: string; action: string }[]) =>
    events.map(({ id, action }) =>
      action === 'a.bad'
        ? { id, status: 'rejected', errors: [{ type: 'odd', parameter: 'x', description: 'it smells' }] }
        : { id, status: 'received' },
    );
  const { track } = start(
    { plugins: [debug()] },
    { answer: ({ events }) => status(200, { results: results(events) }) },
  );
  track('a.good');
  track('a.bad');
  await advance(100);
  const [queued, , delivered, dropped] = logged();
  expect(queued).toContain('queued a.good');
  expect(delivered).toMatch(/delivered a\.good .* status 200/);
  expect(dropped).toMatch(/dropped a\.bad .* refused it smells/);
});

it('the debug plugin logs nothing once the tracker is stopped', async () => {
  const { logged } = hear();
  const { track, tracker } = start({ plugins: [debug()] });
  tracker.stop();
  await tracker.flush();
  void track('a.b');
  await advance(100);
  expect(logged()).toEqual([]);
});

const item = { product: 'p-1', quantity: 2 };
const money = { amount: 10.5, currency: 'UYU' };

it.each([
  ['cart.added', {}, /needs object \(an id\) or object_parameters/],
  ['form.completed', { object_parameters: {} }, /form\.completed needs object/],
  ['cart.added', { object_parameters: {} }, /needs object_parameters\.items/],
  ['order.placed', { object_parameters: { items: [item] } }, /needs object_parameters\.reference/],
  ['product.viewed', { object_parameters: { reference: '1' } }, /needs object_parameters\.name/],
  ['cart.added', { object_parameters: { items: item } }, /items that is not a list/],
  ['cart.added', { object_parameters: { items: [item, null] } }, /items\[1\] that is not an object/],
  ['cart.added', { object_parameters: { items: [{ quantity: 1 }] } }, /needs object_parameters\.items\[0\]\.product/],
  ['cart.added', { object_parameters: { items: [{ product: 'p' }] } }, /items\[0\]\.quantity as a number/],
  ['cart.added', { object_parameters: { items: [{ ...item, price: 89.9 }] } }, /items\[0\]\.price that is not like/],
  ['order.placed', { object_parameters: { reference: '1', items: [item], total: '12' } }, /\.total that is not like/],
  [
    'cart.added',
    {
      object_parameters: { items: [{ product: { name: 'A', price: { amount: '5', currency: 'UYU' } }, quantity: 1 }] },
    },
    /items\[0\]\.product\.price that is not like/,
  ],
  ['coupon.redeemed', { object: 'c', currency: 'UYU' }, /currency without a numeric amount/],
  ['coupon.redeemed', { object: 'c', amount: -5, currency: 'UYU' }, /an amount below 0/],
  ['coupon.redeemed', { object: 'c', amount: 5, currency: 'pesos' }, /a currency that is not a code such as UYU/],
  ['order.placed', { object: 'o', amount: 5 }, /needs a currency beside its amount/],
  ['order.confirmed', { object_parameters: { reference: '1', items: [] } }, /has no items/],
  [
    'order.shipped',
    { object: 'o', object_parameters: { total: { amount: -1, currency: 'UYU' } } },
    /object_parameters\.total/,
  ],
  ['coupon.redeemed', { object: 'c', amount: '12', currency: 'UYU' }, /amount that is not a number/],
  ['quiz.done', { object_parameters: 'x' }, /object_parameters that is not an object/],
])('a warning is logged for %s with %j, and the event is sent all the same', async (action, props, sentence) => {
  const { warned } = hear();
  const { track, sent } = start({ plugins: [debug()] });
  track(action, props);
  await advance(100);
  expect(warned().join('\n')).toMatch(sentence);
  expect(warned()[0]).toContain(action);
  expect(sent[0]?.events[0]).toMatchObject({ action, ...props });
});

it.each([
  ['page.viewed', {}],
  ['form.completed', { object: 'newsletter' }],
  ['cart.added', { object: 'cart-1', amount: 5, currency: 'UYU' }],
  ['cart.added', { object_parameters: { items: [{ ...item, price: money }] } }],
  ['order.placed', { object_parameters: { reference: '1', items: [item], total: money }, ...money }],
  ['product.viewed', { object_parameters: { name: 'A', price: money } }],
  ['cart.shared', {}],
  ['constructor.called', {}],
])('no warning is logged for %s with %j', async (action, props) => {
  const { warned } = hear();
  const { track } = start({ plugins: [debug()] });
  track(action, props);
  await advance(100);
  expect(warned()).toEqual([]);
});

it('the debug plugin starts with the tracker of the page where the option debug is on, and checks earlier calls', async () => {
  const { logged, warned } = hear();
  const { vitrina, initialize, track } = await openPage();
  track('cart.added');
  await initialize({ debug: true, pageViews: false });
  void vitrina.flush();
  await advance(2000);
  expect(warned().join('\n')).toMatch(/cart\.added needs object/);
  expect(logged().join('\n')).toMatch(/delivered cart\.added/);
});

it('the debug plugin logs which old names of actions are used', async () => {
  const { logged } = hear();
  const { track, sent } = start({ debug: true });
  track('app.install', { object: 'x' });
  await advance(100);
  expect(logged().join('\n')).toMatch(/app\.install\b.*app\.installed/);
  expect(sent[0]?.events[0]?.action).toBe('app.installed');
});

interface Page {
  vitrina?: { stop?: () => void; heard?: unknown[]; track?: (action: string) => void };
  vitrinaConfig?: object;
}
const page = window as unknown as Page;

afterEach(() => {
  page.vitrina?.stop?.();
  delete page.vitrina;
  delete page.vitrinaConfig;
  for (const script of document.querySelectorAll('script')) script.remove();
});

it('the debug script logs what happened before it loaded, and what happens afterwards', async () => {
  vi.resetModules();
  fakeNetwork();
  const { logged } = hear();
  const script = document.createElement('script');
  // A browser would load the built file; this test imports its source below.
  Object.assign((window as never as { happyDOM: { settings: object } }).happyDOM.settings, {
    handleDisabledFileLoadingAsSuccess: true,
  });
  script.type = 'text/plain';
  script.src = 'http://collector.example/scripts/vitrina.js?pageViews=false';
  document.head.append(script);
  page.vitrinaConfig = { id: 'xy76ks', endpoint: '/v1/events', debug: true };
  await import('../../src/script/entries/vitrina.ts');
  page.vitrina?.track?.('a.early');
  await advance(10);
  const sources = [...document.scripts].map(({ src }) => src);
  expect(sources).toContain('http://collector.example/scripts/vitrina.debug.js');
  expect(logged()).toEqual([]);
  await import('../../src/script/entries/debug.ts');
  expect(logged().join('\n')).toMatch(/queued a\.early/);
  page.vitrina?.track?.('a.late');
  await advance(2000);
  expect(logged().join('\n')).toMatch(/delivered a\.late/);
});

it('a page with two trackers logs each line once, with the business that it concerns', async () => {
  fakeNetwork();
  const { logged, warned } = hear();
  for (const id of ['shop-one', 'shop-two']) {
    vi.resetModules();
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.src = `http://collector.example/scripts/vitrina.js?id=${id}&pageViews=false&debug=true`;
    document.head.append(script);
    Object.defineProperty(document, 'currentScript', { configurable: true, value: script });
    await import('../../src/script/entries/vitrina.ts');
    Reflect.deleteProperty(document, 'currentScript');
    await advance(10);
  }
  // Each tracker has requested the debug script.
  for (let copy = 0; copy < 2; copy++) {
    vi.resetModules();
    await import('../../src/script/entries/debug.ts');
  }
  const { trackers } = page.vitrina as { trackers: Record<string, { track(action: string): void; stop(): void }> };
  trackers['shop-one']?.track('a.one');
  trackers['shop-two']?.track('cart.added');
  await advance(2000);
  trackers['shop-two']?.stop();
  const lines = logged().map((line) => line.replace(/ \[object.*| [\da-f-]{36}/g, ''));
  expect(lines.sort()).toEqual([
    'vitrina (shop-one): delivered a.one status 200',
    'vitrina (shop-one): queued a.one',
    'vitrina (shop-two): delivered cart.added status 200',
    'vitrina (shop-two): queued cart.added',
  ]);
  expect(warned()).toEqual([expect.stringMatching(/^vitrina \(shop-two\): cart\.added needs object/)]);
});

it('the ignored options of a second script are logged, and nothing is logged of a script without further options', async () => {
  fakeNetwork();
  const { logged } = hear();
  for (const more of ['&debug=true', '', '&session=another-one&delivery=collect']) {
    vi.resetModules();
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.src = `http://collector.example/scripts/vitrina.js?id=xy76ks${more}`;
    document.head.append(script);
    Object.defineProperty(document, 'currentScript', { configurable: true, value: script });
    await import('../../src/script/entries/vitrina.ts');
    Reflect.deleteProperty(document, 'currentScript');
    await advance(10);
  }
  await import('../../src/script/entries/debug.ts');
  expect(logged().filter((line) => line.includes('ignored'))).toEqual([
    'vitrina: ignored a second script of "xy76ks", and its options: session, delivery',
  ]);
});

it('the debug plugin names the business in each line while two trackers use it, and only then', async () => {
  const { logged } = hear();
  const options = { plugins: [debug()] };
  const first = start(options, {}, 'shop-one');
  first.track('a.alone');
  const second = start(options, {}, 'shop-two');
  first.track('a.one');
  second.track('a.two');
  await advance(10);
  const queued = logged().filter((line) => line.includes('queued'));
  expect(queued.map((line) => line.replace(/ \[object.*/, ''))).toEqual([
    'vitrina: queued a.alone',
    'vitrina (shop-one): queued a.one',
    'vitrina (shop-two): queued a.two',
  ]);
  second.tracker.stop();
  first.track('a.again');
  await advance(10);
  expect(logged().join('\n')).toMatch(/vitrina: queued a\.again/);
});

it.each([undefined, {}, { heard: 'x' }])('the debug script does nothing where vitrina is %j', async (vitrina) => {
  vi.resetModules();
  page.vitrina = vitrina as never;
  await expect(import('../../src/script/entries/debug.ts')).resolves.toBeDefined();
});
