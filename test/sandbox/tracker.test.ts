// @vitest-environment node
import { describe, expect, it, vi } from 'vitest';
import type { Consent, ConsentSource } from '../../src/types/tracker.ts';
import type { Happening } from '../../src/sandbox/platform-event.ts';
import { createWorkerTracker } from '../../src/sandbox/tracker.ts';
import {
  accepted,
  ACCOUNT,
  advance,
  areaKeeper,
  fakeArea,
  fakeNetwork,
  isUuid,
  KEY,
  noAnswer,
  notedIds,
  storedIds,
} from './support/sandbox.ts';
import type { FakeArea } from './support/sandbox.ts';

const PAGE = {
  url: 'https://shop.example/p/mate?email=ana@example.com',
  title: 'Mate',
  referrer: 'https://search.example/',
};

interface Over {
  consent?: Consent | ConsentSource;
  area?: FakeArea;
  landing?: string;
  isShared?: boolean;
  redact?: string[];
}

/** A worker of a page, and what a platform tells it. */
const open = ({ consent = 'granted', area = fakeArea(), landing = PAGE.url, isShared, redact = [] }: Over = {}) => {
  const network = fakeNetwork();
  const tracker = createWorkerTracker(
    { area, keeper: areaKeeper(area, isShared), env: network.env, source: 'platform', landing },
    { ...ACCOUNT, redact },
    consent,
  );
  const happen = (action: string, props: object = {}, eventId?: string) =>
    tracker.observe({ page: PAGE, eventId, tell: () => [[action, props]] });
  return { ...network, network, tracker, area, happen };
};

/** A visitor who answers when the test says so. */
const visitor = () => {
  let tell: (answer: Consent) => void = () => {};
  return {
    consent: ((report) => {
      tell = report;
      report('pending');
      return () => {};
    }) as ConsentSource,
    answer: (answer: Consent) => tell(answer),
  };
};

describe('a tracker without a document', () => {
  it('sends what happens with its visitor, page and observer, and no personal data of the address', async () => {
    const { happen, sent, network } = open({ landing: 'https://shop.example/?utm_source=mail&utm_campaign=may' });
    happen('product.viewed', { object_parameters: { name: 'Mate' } });
    await advance(1_000);
    expect(network.addresses).toEqual(['https://collector.example/v1/events?b=xy76ks']);
    expect(sent).toHaveLength(1);
    const [{ session, events: [event] = [] } = { events: [] }] = sent;
    expect(session).toMatch(/^[\da-f-]{36}$/);
    expect(sent[0]).not.toHaveProperty('consent');
    expect(sent[0]).toMatchObject({ v: 1, business: 'xy76ks', library: expect.stringMatching(/^vitrina\//) as string });
    expect(event).toMatchObject({
      action: 'product.viewed',
      seq: 1,
      observed_by: 'platform',
      tracked_at: Date.UTC(2026, 10, 21, 12) / 1000,
      visit: { number: 1 },
      page: { url: 'https://shop.example/p/mate', path: '/p/mate', title: 'Mate', referrer: 'https://search.example/' },
      object_parameters: { name: 'Mate' },
    });
    expect(isUuid(event?.id ?? '')).toBe(true);
  });

  it('remembers the campaign of the page it happened on', async () => {
    const { tracker, sent, area } = open();
    tracker.observe({ page: { url: 'https://shop.example/?utm_source=mail' }, tell: () => [['page.viewed', {}]] });
    await advance(1_000);
    expect(sent[0]?.events[0]).toMatchObject({ utm_params: { source: 'mail' } });
    expect(area.kept.get('vitrina_utm')).toContain('mail');
  });

  it('removes the parameters that the shop names', async () => {
    const { tracker, events } = open({ redact: ['Campaigner'] });
    const page = {
      url: 'https://shop.example/?campaigner=me&a=1',
      title: 'Hello ana@example.com',
      referrer: 'https://shop.example/?campaigner=me',
    };
    tracker.observe({ page, tell: () => [['page.viewed', {}]] });
    await advance(1_000);
    expect(events()[0]).toMatchObject({
      page: { url: 'https://shop.example/?a=1', title: 'Hello …', referrer: 'https://shop.example/' },
    });
  });

  it('stores every event before it sends it', async () => {
    const area = fakeArea();
    area.delay = 40;
    const { happen, network } = open({ area });
    const before: string[][] = [];
    network.onSend = ({ events }) => {
      before.push(storedIds(area));
      for (const { id } of events) expect(notedIds(area)).toContain(id);
      expect(storedIds(area)).toEqual(expect.arrayContaining(events.map(({ id }) => id)));
    };
    happen('cart.added');
    await advance(500);
    happen('cart.removed');
    await advance(5_000);
    expect(network.actions()).toEqual(['cart.added', 'cart.removed']);
    expect(before.flat()).not.toHaveLength(0);
    expect(storedIds(area)).toEqual([]);
    expect(notedIds(area)).toEqual([]);
  });

  it('keeps what comes before storage is read, in its order', async () => {
    const area = fakeArea();
    area.delay = 300;
    const { happen, actions } = open({ area });
    for (const name of ['one', 'two', 'three']) happen(`test.${name}`);
    await advance(10_000);
    expect(actions()).toEqual(['test.one', 'test.two', 'test.three']);
  });

  it('keeps an event through a network that fails, and sends it when there is one again', async () => {
    const { happen, network, area } = open();
    network.answer = (_, count) => (count > 2 ? accepted : noAnswer);
    happen('cart.added');
    await advance(1_000);
    expect(storedIds(area)).toHaveLength(1);
    await advance(15_000);
    expect(network.sent).toHaveLength(3);
    expect(new Set(network.events().map(({ id }) => id)).size).toBe(1);
    expect(storedIds(area)).toEqual([]);
  });

  it('waits as long as the endpoint asks, in later workers too', async () => {
    const first = open();
    first.network.answer = () => ({ status: 503, body: null, retryAfter: 120_000 });
    first.happen('cart.added');
    await advance(1_000);
    first.tracker.stop();
    const next = open({ area: first.area });
    next.happen('cart.viewed');
    await advance(100_000);
    expect(next.sent).toEqual([]);
    await advance(60_000);
    expect(next.actions().sort()).toEqual(['cart.added', 'cart.viewed']);
  });

  it('sends what an earlier worker has left, each once, whatever became of that worker', async () => {
    const first = open();
    first.network.answer = () => new Promise(() => {});
    first.happen('order.placed');
    first.happen('cart.viewed');
    await advance(2_000);
    // The page is gone without a word.
    const left = storedIds(first.area);
    expect(left).toHaveLength(2);
    const area = fakeArea(new Map(first.area.kept));
    const next = open({ area });
    next.happen('page.viewed');
    await advance(60_000);
    expect(next.actions().sort()).toEqual(['cart.viewed', 'order.placed', 'page.viewed']);
    expect(next.events().map(({ id }) => id)).toEqual(expect.arrayContaining(left));
    expect(storedIds(area)).toEqual([]);
    expect(notedIds(area)).toEqual([]);
  });

  it('loses no order whose page is closed while it is being stored', async () => {
    const order: Happening = {
      page: PAGE,
      eventId: 'thanks',
      tell: ({ once }) => (once('order 1') ? [['order.placed', { object_parameters: { reference: '1' } }]] : []),
    };
    for (let writes = 0; writes < 6; writes++) {
      const area = fakeArea();
      const { setItem } = area;
      let count = 0;
      // Of what is written, so much comes through before the page is gone.
      area.setItem = (key, value) => (count++ < writes ? setItem(key, value) : new Promise(() => {}));
      const first = open({ area });
      first.network.answer = () => noAnswer;
      first.tracker.observe(order);
      await advance(100);
      const next = open({ area: fakeArea(area.kept) });
      next.tracker.observe(order);
      await advance(60_000);
      // Told again at worst, which the server sees by its number.
      const orders = next.network.events().map(({ object_parameters: described }) => described?.reference);
      expect([...new Set(orders)], `after ${writes} writes`).toEqual(['1']);
      first.tracker.stop();
      next.tracker.stop();
    }
  });

  it('does not forget what another worker notes meanwhile', async () => {
    const area = fakeArea();
    const one = open({ area });
    const other = open({ area });
    for (const { network } of [one, other]) network.answer = () => noAnswer;
    one.happen('test.one');
    await advance(1_000);
    other.happen('test.two');
    await advance(1_000);
    one.happen('test.three');
    await advance(1_000);
    expect(storedIds(area)).toHaveLength(3);
    expect(notedIds(area)).toEqual(storedIds(area));
  });

  it.each(['rejects', 'throws', 'hangs'] as const)('sends all the same where storage %s', async (mood) => {
    const area = fakeArea();
    area.mood = mood;
    const { happen, network } = open({ area });
    network.answer = (_, count) => (count > 1 ? accepted : noAnswer);
    happen('order.placed');
    happen('cart.viewed');
    await advance(30_000);
    expect(new Set(network.actions())).toEqual(new Set(['order.placed', 'cart.viewed']));
    expect(new Set(network.events().map(({ session }) => session)).size).toBe(1);
  });

  it.each(['rejects', 'blind'] as const)(
    'does not take storage that %s for a moment for an empty one',
    async (mood) => {
      const first = open();
      first.network.answer = () => noAnswer;
      first.happen('order.placed');
      await advance(1_000);
      const { area } = first;
      const [id] = storedIds(area);
      area.mood = mood;
      const next = open({ area });
      next.network.answer = () => noAnswer;
      next.happen('cart.viewed');
      await advance(3_000);
      area.mood = 'works';
      next.happen('page.viewed');
      await advance(3_000);
      expect(storedIds(area)).toContain(id);
      expect(notedIds(area)).toContain(id);
    },
  );

  it('knows a happening that is told twice by the id that the platform gave it', async () => {
    const { happen, actions } = open();
    happen('cart.added', {}, 'e-1');
    happen('cart.added', {}, 'e-1');
    happen('cart.added', {}, 'e-2');
    happen('cart.added');
    happen('cart.added');
    await advance(2_000);
    expect(actions()).toHaveLength(4);
  });

  it('survives what no mapper foresees', async () => {
    const { tracker, happen, actions } = open();
    tracker.observe({
      page: PAGE,
      tell: () => {
        throw new Error('unforeseen');
      },
    });
    tracker.observe({ page: { url: 'no address' }, tell: () => [['page.viewed', {}]] });
    happen('cart.added');
    await advance(2_000);
    expect(actions()).toContain('cart.added');
  });

  it('says once and in a sentence that account or address are wrong, and keeps the events', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { happen, network, area } = open();
    network.answer = () => ({ status: 401, body: null });
    happen('cart.added');
    await advance(700_000);
    expect(network.sent.length).toBeGreaterThan(1);
    expect(error.mock.calls).toEqual([
      [expect.stringMatching(/^vitrina: https:\/\/collector\.example\/v1\/events answered 401: .*"xy76ks"/)],
    ]);
    expect(storedIds(area)).toHaveLength(1);
  });

  it('sends an order at once and does not wait for more', async () => {
    const { happen, actions } = open();
    happen('page.viewed');
    await advance(100);
    happen('cart.viewed');
    await advance(50);
    expect(actions()).toEqual(['page.viewed']);
    happen('order.placed');
    await advance(50);
    expect(actions()).toEqual(['page.viewed', 'cart.viewed', 'order.placed']);
  });

  it('sends what waits as the page is hidden, and by beacon as it goes', async () => {
    const { happen, tracker, network, actions } = open();
    happen('page.viewed');
    await advance(1_000);
    happen('cart.viewed');
    await advance(50);
    tracker.leave(false);
    await advance(50);
    expect(actions()).toEqual(['page.viewed', 'cart.viewed']);
    happen('cart.added');
    await advance(50);
    tracker.leave(true);
    expect(network.beacons.flatMap(({ events }) => events.map(({ action }) => action))).toEqual(['cart.added']);
  });
});

describe('the visitor of a sandbox', () => {
  it('is the one that the page has named', async () => {
    const area = fakeArea(
      new Map([
        ['vitrina_session', 'page-session-1'],
        ['vitrina_visit', JSON.stringify({ id: 'page-visit-1', number: 7, started_at: 5, at: Date.now() - 60_000 })],
        ['vitrina_user', JSON.stringify({ id: 'c-1', source: 'shopify', hash: 'x' })],
      ]),
    );
    const { happen, events } = open({ area });
    happen('cart.added');
    await advance(1_000);
    expect(events()[0]).toMatchObject({
      session: 'page-session-1',
      visit: { id: 'page-visit-1', number: 7, started_at: 5 },
      user_parameters: { id: 'c-1', source: 'shopify' },
    });
    expect(JSON.stringify(events())).not.toContain('hash');
  });

  it('is named by the page, if that begins at the same time', async () => {
    const area = fakeArea();
    const { happen, events } = open({ area, isShared: true });
    happen('cart.added');
    await advance(100);
    area.kept.set('vitrina_session', 'page-session-1');
    await advance(2_000);
    expect(events()[0]).toMatchObject({ session: 'page-session-1' });
    expect(area.kept.get('vitrina_session')).toBe('page-session-1');
  });

  it('stays the same in later workers; a pause ends the visit', async () => {
    const first = open();
    first.happen('page.viewed');
    await advance(1_000);
    const next = open({ area: first.area });
    next.happen('page.viewed');
    await advance(1_000);
    const [one, two] = [first.events()[0], next.events()[0]];
    expect(two).toMatchObject({ session: one?.session, visit: one?.visit });
    vi.setSystemTime(Date.now() + 31 * 60_000);
    next.happen('page.viewed');
    await advance(1_000);
    expect(next.events()[1]).toMatchObject({ session: one?.session, visit: { number: 2 } });
  });

  it('comes with a link, unless somebody else is known', async () => {
    const landing = 'https://shop.example/?vitrina_session=linked-session-1';
    const fresh = open({ landing, area: fakeArea(new Map([['vitrina_session', 'older-session-1']])) });
    fresh.happen('page.viewed');
    const known = open({
      landing,
      area: fakeArea(
        new Map([
          ['vitrina_session', 'older-session-1'],
          ['vitrina_user', '{"id":"c-1"}'],
        ]),
      ),
    });
    known.happen('page.viewed');
    await advance(1_000);
    expect(fresh.events()[0]).toMatchObject({ session: 'linked-session-1' });
    expect(fresh.area.kept.get('vitrina_session')).toBe('linked-session-1');
    expect(known.events()[0]).toMatchObject({ session: 'older-session-1', linked_session: 'linked-session-1' });
  });

  it('is nobody who can be taken from garbage', async () => {
    const area = fakeArea(
      new Map([
        ['vitrina_session', 'undefined'],
        ['vitrina_visit', '{"id":{},"number":"x"}'],
        ['vitrina_utm', '[1]'],
        ['vitrina_user', '"ana"'],
        [`${KEY}~ids`, '{"a":1}'],
        [`${KEY}~shop`, '{"told":7}'],
        [`${KEY}~wait`, 'x'],
      ]),
    );
    const { happen, events, network } = open({ area });
    network.answer = () => noAnswer;
    happen('cart.added');
    await advance(2_000);
    expect(notedIds(area)).toEqual(storedIds(area));
    expect(storedIds(area)).toHaveLength(1);
    expect(events()[0]).toMatchObject({ visit: { number: 1 } });
    expect(events()[0]?.session).not.toBe('undefined');
    expect(events()[0]?.user_parameters).toBeUndefined();
  });
});

describe('without consent', () => {
  it('nothing is read, kept or sent; what happened is sent when consent comes, with its time', async () => {
    const { consent, answer } = visitor();
    const { happen, sent, area, events } = open({ consent });
    happen('product.viewed');
    const at = Date.now() / 1000;
    await advance(60_000);
    expect(sent).toEqual([]);
    expect(area.looks).toEqual([]);
    answer('granted');
    await advance(1_000);
    expect(events()).toMatchObject([{ action: 'product.viewed' }]);
    expect(events()[0]?.tracked_at).toBe(at);
    expect(sent[0]).toMatchObject({ consent: 'granted' });
  });

  it('what waits is bounded', async () => {
    const { consent, answer } = visitor();
    const { happen, events } = open({ consent });
    for (let index = 0; index < 60; index++) happen('product.viewed');
    answer('granted');
    await advance(5_000);
    expect(events()).toHaveLength(50);
  });

  it('what has waited is thrown away when it is denied, for good', async () => {
    const { consent, answer } = visitor();
    const { happen, sent, area } = open({ consent });
    happen('product.viewed');
    answer('denied');
    happen('product.viewed');
    await advance(5_000);
    expect(sent).toEqual([]);
    expect(area.looks.filter((look) => look.startsWith('set'))).toEqual([]);
    answer('granted');
    happen('cart.viewed');
    await advance(1_000);
    expect(sent.flatMap(({ events }) => events.map(({ action }) => action))).toEqual(['cart.viewed']);
  });

  it('everything that was kept is removed when it is withdrawn, also what is just being written', async () => {
    for (const moment of [5, 30, 70, 150, 400, 2_000]) {
      const { consent, answer } = visitor();
      const area = fakeArea(new Map([['theirs', 'kept']]));
      area.delay = 20;
      const { happen, network } = open({ consent, area });
      network.answer = () => noAnswer;
      answer('granted');
      happen('order.placed');
      happen('cart.viewed');
      await advance(moment);
      answer('denied');
      const count = network.sent.length;
      await advance(30_000);
      expect([...area.kept], `after ${moment} ms`).toEqual([['theirs', 'kept']]);
      expect(network.sent).toHaveLength(count);
    }
  });

  it('that was withdrawn on an earlier page, nothing is sent', async () => {
    const area = fakeArea(new Map([['vitrina_consent', 'denied']]));
    const { happen, sent } = open({ area });
    happen('cart.viewed');
    await advance(5_000);
    expect(sent).toEqual([]);
    expect([...area.kept.keys()]).toEqual(['vitrina_consent']);
  });

  it('a tracker that is stopped stays silent', async () => {
    const { tracker, happen, sent } = open();
    tracker.stop();
    happen('cart.viewed');
    await advance(5_000);
    expect(sent).toEqual([]);
  });
});
