import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { advance, afterCrash, cookies, setVisibility, start, useClock, visit } from '../support/harness.ts';
import { openShop, line, mate, yerba } from '../observe/support/shop-page.ts';

beforeEach(() => void useClock());

/** Adds an enumerable `toJSON` to all objects of a kind, as Prototype.js 1.6 does. It returns the JSON as text. */
const spoil = (prototype: object) => {
  const before = Object.getOwnPropertyDescriptor(prototype, 'toJSON');
  const spoilt = () => 'spoilt';
  Object.defineProperty(prototype, 'toJSON', { configurable: true, enumerable: true, writable: true, value: spoilt });
  const restore = () => {
    if (before) Object.defineProperty(prototype, 'toJSON', before);
    else Reflect.deleteProperty(prototype, 'toJSON');
  };
  onTestFinished(restore);
  return restore;
};

const KINDS: [name: string, ...prototypes: object[]][] = [
  ['lists', Array.prototype],
  ['all objects', Object.prototype],
  ['lists, texts, numbers and dates', Array.prototype, String.prototype, Number.prototype, Date.prototype],
  ['all objects and lists', Object.prototype, Array.prototype],
];

describe.each(KINDS)('on a page that has added toJSON to %s', (_name, ...prototypes) => {
  /** Runs the task on a spoilt page. */
  const spoilt = async <T>(task: () => T | Promise<T>): Promise<T> => {
    const restore = prototypes.map(spoil);
    try {
      return await task();
    } finally {
      restore.reverse().forEach((undo) => undo());
    }
  };

  it('events are sent and stored as on any other page', async () => {
    const props = { object_parameters: { items: [{ quantity: 2, tags: ['a', 'b'] }] }, metadata: { at: new Date(5) } };
    visit('/?utm_source=mail&gclid=abc');
    const page = await spoilt(async () => {
      const begun = start({ redact: ['socio'], plugins: [() => {}] });
      void begun.track('cart.added', props);
      void begun.tracker.identify('42', { labels: ['vip'] });
      void begun.track('a.last', { url: '/x', tracked_at: 1_795_262_400 });
      await advance(3000);
      return begun;
    });
    const [added, identified, last] = page.sent.flatMap(({ events }) => events);
    expect(added).toMatchObject({
      ...props,
      metadata: { at: '1970-01-01T00:00:00.005Z' },
      page: { path: '/' },
      utm_params: { source: 'mail' },
      click_ids: { gclid: 'abc' },
      visit: { number: 1 },
    });
    expect(identified).toMatchObject({ traits: { labels: ['vip'] }, user_parameters: { id: '42' } });
    expect(last).toMatchObject({ page: { path: '/x' }, tracked_at: 1_795_262_400 });
    expect(JSON.stringify(page.bodies)).not.toContain('spoilt');
    const kept = JSON.stringify([cookies(), [...afterCrash(page.env).area]]);
    expect(kept).not.toContain('spoilt');
    expect(cookies()).toMatchObject({ vitrina_session: page.tracker.session });
    expect(JSON.parse(cookies().vitrina_visit ?? '')).toMatchObject({ number: 1 });
    expect(JSON.parse(cookies().vitrina_user ?? '')).toMatchObject({ id: '42' });
  });

  it('an event that waits in storage for the next page is whole', async () => {
    const page = await spoilt(async () => {
      const begun = start({}, { answer: () => ({ status: 503, body: null }) });
      void begun.track('cart.added', { tags: ['a'] });
      await advance(100);
      setVisibility('hidden');
      return begun;
    });
    const stored = [...afterCrash(page.env).area];
    expect(JSON.stringify(stored)).not.toContain('spoilt');
    expect(stored.find(([, json]) => json.includes('cart.added'))?.[1]).toContain('"tags":["a"]');
  });

  it('props that JSON would lose are refused, and objects with a toJSON of their own are written by it', async () => {
    class Money {
      toJSON() {
        return { amount: 5 };
      }
    }
    const { refused, page } = await spoilt(async () => {
      const begun = start();
      const answer = await begun.track('a.one', { list: [() => {}] });
      void begun.track('a.two', { price: new Money(), seen: [new Date(5)] });
      await advance(3000);
      return { refused: answer, page: begun };
    });
    expect(refused).toMatchObject({ failed: true, errors: [{ type: 'parameter_invalid', parameter: 'props' }] });
    expect(page.sent.flatMap(({ events }) => events)).toMatchObject([
      { action: 'a.two', price: { amount: 5 }, seen: ['1970-01-01T00:00:00.005Z'] },
    ]);
  });

  it('a visitor who denies consent leaves no cookie behind', async () => {
    await spoilt(async () => {
      const { tracker, track } = start();
      void track('a.one');
      await advance(3000);
      tracker.consent('denied');
    });
    expect(Object.keys(cookies())).toEqual(['vitrina_consent']);
  });

  it('the cart is known on the next page', async () => {
    const first = openShop();
    const events = await spoilt(() => {
      first.ledger.addSource({ name: 'vtex' })({ type: 'cart', confirmed: true, lines: [line(mate)] });
      first.ledger.flush(true);
      const next = openShop({ storage: first.storage });
      next.ledger.addSource({ name: 'vtex' })({ type: 'cart', confirmed: true, lines: [line(mate), line(yerba, 2)] });
      next.ledger.flush(true);
      return next;
    });
    expect(JSON.stringify([...first.storage.keys().map((key) => first.storage.get(key))])).not.toContain('spoilt');
    expect(events.actions()).toEqual(['cart.added']);
  });
});
