import { beforeEach, describe, expect, it } from 'vitest';
import type { Adapter, Memory } from '../../../src/observe/adapter.ts';
import { createShop } from '../../../src/observe/shop.ts';
import { markedForms } from '../../../src/observe/sources/forms/marked-forms.ts';
import {
  advance,
  memoryStorage,
  pageTransition,
  refusingStorage,
  start,
  useClock,
  visit,
} from '../../support/harness.ts';

beforeEach(() => {
  useClock();
  sessionStorage.clear();
});

/** An adapter that hands its memory to the test. */
const rememberer = () => {
  const adapter: Adapter & { memory?: Memory } = {
    name: 'vtex',
    detect: () => true,
    start(_emit, _onPageChange, memory) {
      adapter.memory = memory;
      return () => {};
    },
  };
  return adapter;
};

/** A page on which each of these businesses has a tracker. */
const openPage = (businesses: string[], adapterOf: () => Adapter, storage = memoryStorage()) =>
  businesses.map((business) => {
    const adapter = adapterOf();
    return { adapter, ...start({ plugins: [createShop([adapter]).plugin] }, { storage }, business) };
  });

describe('two businesses on one page', () => {
  it('two businesses on one page do not share what their adapters remember', () => {
    const pages = openPage(['first', 'second'], rememberer);
    const [one, other] = pages.map(({ adapter }) => (adapter as ReturnType<typeof rememberer>).memory!);
    one?.write('a cart');
    one?.acrossPages(1_000).keep('a form');
    expect([other?.read(), other?.acrossPages(1_000).read()]).toEqual([undefined, undefined]);
    expect([one?.read(), one?.acrossPages(1_000).read()]).toEqual(['a cart', 'a form']);
  });

  it('two businesses on one page each report the same marked form', async () => {
    const storage = memoryStorage();
    document.body.innerHTML = '<form data-vitrina-form="newsletter" action="/subscribe" method="post"></form>';
    const before = openPage(['first', 'second'], markedForms, storage);
    document.querySelector('form')?.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
    await advance(10);
    pageTransition('pagehide');
    const kept = { ...sessionStorage };
    for (const { tracker } of before) tracker.stop();
    Object.assign(sessionStorage, kept);
    visit('http://shop.localhost:3000/thanks');
    document.body.innerHTML = '';
    const after = openPage(['first', 'second'], markedForms, storage);
    await advance(5_000);
    expect(after.map(({ sent }) => sent.flatMap(({ events }) => events.map(({ action }) => action)))).toEqual([
      ['form.completed'],
      ['form.completed'],
    ]);
  });
});

describe.each([
  ['keeps', memoryStorage],
  ['refuses', refusingStorage],
])('adapter memory in a storage that %s data', (_case, storageOf) => {
  const remember = () => {
    const storage = storageOf() as ReturnType<typeof memoryStorage>;
    const [page] = openPage(['first'], rememberer, storage);
    const { memory } = page!.adapter as ReturnType<typeof rememberer>;
    memory!.write('a cart');
    memory!.acrossPages(60_000).keep('a form');
    const what = () => [memory!.read(), memory!.acrossPages(60_000).read()];
    expect(what()).toEqual(['a cart', 'a form']);
    return { ...page!, memory: memory!, storage, what };
  };

  it('a reset makes an adapter forget what it remembers', () => {
    const { tracker, what } = remember();
    tracker.reset();
    expect(what()).toEqual([undefined, undefined]);
    expect(sessionStorage).toHaveLength(0);
  });

  it('denied consent erases what an adapter remembers, and later writes are ignored', () => {
    const { tracker, storage, memory } = remember();
    tracker.consent('denied');
    memory.write('late');
    memory.acrossPages(60_000).keep('late');
    expect([sessionStorage.length, storage.keys().filter((key) => key.startsWith('vitrina:1:'))]).toEqual([0, []]);
  });
});

describe('adapter memory on the next page', () => {
  /** Leaves a page without stopping its tracker, as browsers do, so that session storage stays for the next page. */
  const leavePage = (storage: ReturnType<typeof memoryStorage>) => {
    const [page] = openPage(['first'], rememberer, storage);
    const { memory } = page!.adapter as ReturnType<typeof rememberer>;
    memory!.write('a cart');
    memory!.acrossPages(60_000).keep('a form');
    const kept = { ...sessionStorage };
    page!.tracker.stop();
    Object.assign(sessionStorage, kept);
  };

  it('an adapter forgets what it remembers after a reset on a page that does not observe the shop', () => {
    const storage = memoryStorage();
    leavePage(storage);
    const bare = start({}, { storage }, 'first');
    bare.tracker.reset();
    bare.tracker.stop();
    const [after] = openPage(['first'], rememberer, storage);
    const next = (after!.adapter as ReturnType<typeof rememberer>).memory!;
    expect([next.read(), next.acrossPages(60_000).read(), sessionStorage.length]).toEqual([undefined, undefined, 0]);
  });

  it('denied consent on a page that does not observe the shop erases what an adapter remembers, and nothing else', () => {
    const storage = memoryStorage();
    leavePage(storage);
    sessionStorage.setItem('other', 'of the shop');
    start({}, { storage }, 'first').tracker.consent('denied');
    expect({ ...sessionStorage }).toEqual({ other: 'of the shop' });
  });

  it('an adapter remembers its data on the next page of the same visit', () => {
    const storage = memoryStorage();
    leavePage(storage);
    const [after] = openPage(['first'], rememberer, storage);
    const next = (after!.adapter as ReturnType<typeof rememberer>).memory!;
    expect([next.read(), next.acrossPages(60_000).read()]).toEqual(['a cart', 'a form']);
  });
});

describe('held action', () => {
  it('an addition that is held during a reset is never sent', async () => {
    const adapter: Adapter = {
      name: 'ga4',
      detect: () => true,
      start(emit) {
        emit({ type: 'cart.added', lines: [{ product: { reference: '1' }, quantity: 1 }] });
        return () => {};
      },
    };
    const [page] = openPage(['first'], () => adapter);
    page!.tracker.reset();
    await advance(10_000);
    expect(page!.sent).toEqual([]);
  });
});
