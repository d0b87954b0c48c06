// @vitest-environment node
import { describe, expect, it, vi } from 'vitest';
import type { Consent, ConsentSource } from '../../src/types/tracker.ts';
import type { PlatformEvent } from '../../src/sandbox/platform-event.ts';
import { createSandboxTracker } from '../../src/sandbox/tracker.ts';
import {
  accepted,
  ACCOUNT,
  advance,
  areaStore,
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

/** The tracker in the worker of a page, and a function that gives it platform events. */
const open = ({ consent = 'granted', area = fakeArea(), landing = PAGE.url, isShared, redact = [] }: Over = {}) => {
  const network = fakeNetwork();
  const tracker = createSandboxTracker(
    { area, visitor: areaStore(area, isShared), env: network.env, platform: 'platform', landing },
    { ...ACCOUNT, redact },
    consent,
  );
  const happen = (action: string, props: object = {}, eventId?: string) =>
    tracker.observe({ page: PAGE, eventId, actions: () => [[action, props]] });
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

describe('the sandbox tracker', () => {
  it('an event is sent with its visitor, page and source, and without personal data in the address', async () => {
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

  it('the campaign in the address of an event is sent and remembered', async () => {
    const { tracker, sent, area } = open();
    tracker.observe({ page: { url: 'https://shop.example/?utm_source=mail' }, actions: () => [['page.viewed', {}]] });
    await advance(1_000);
    expect(sent[0]?.events[0]).toMatchObject({ utm_params: { source: 'mail' } });
    expect(area.kept.get('vitrina_utm')).toContain('mail');
  });

  it('parameters that the shop names are removed from addresses', async () => {
    const { tracker, events } = open({ redact: ['Campaigner'] });
    const page = {
      url: 'https://shop.example/?campaigner=me&a=1',
      title: 'Hello ana@example.com',
      referrer: 'https://shop.example/?campaigner=me',
    };
    tracker.observe({ page, actions: () => [['page.viewed', {}]] });
    await advance(1_000);
    expect(events()[0]).toMatchObject({
      page: { url: 'https://shop.example/?a=1', title: 'Hello …', referrer: 'https://shop.example/' },
    });
  });

  it('each event is stored before it is sent', async () => {
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

  it('events that come before storage is read are kept in their order', async () => {
    const area = fakeArea();
    area.delay = 300;
    const { happen, actions } = open({ area });
    for (const name of ['one', 'two', 'three']) happen(`test.${name}`);
    await advance(10_000);
    expect(actions()).toEqual(['test.one', 'test.two', 'test.three']);
  });

  it('an event is kept while the network fails, and sent when the network is back', async () => {
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

  it('the wait that the endpoint asks for holds in later workers too', async () => {
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

  it('a worker sends what an earlier one has left, each event once', async () => {
    const first = open();
    first.network.answer = () => new Promise(() => {});
    first.happen('order.placed');
    first.happen('cart.viewed');
    await advance(2_000);
    // The page ends without any event.
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

  it('an order is not lost where its page is closed while it is being stored', async () => {
    const order: PlatformEvent = {
      page: PAGE,
      eventId: 'thanks',
      actions: ({ once }) => (once('order 1') ? [['order.placed', { object_parameters: { reference: '1' } }]] : []),
    };
    for (let writes = 0; writes < 6; writes++) {
      const area = fakeArea();
      const { setItem } = area;
      let count = 0;
      // Only the first writes succeed before the page ends.
      area.setItem = (key, value) => (count++ < writes ? setItem(key, value) : new Promise(() => {}));
      const first = open({ area });
      first.network.answer = () => noAnswer;
      first.tracker.observe(order);
      await advance(100);
      const next = open({ area: fakeArea(area.kept) });
      next.tracker.observe(order);
      await advance(60_000);
      // At worst the order is sent again, and the server recognizes its number.
      const orders = next.network.events().map(({ object_parameters: described }) => described?.reference);
      expect([...new Set(orders)], `after ${writes} writes`).toEqual(['1']);
      first.tracker.stop();
      next.tracker.stop();
    }
  });

  it('a worker does not forget the events that another one stores meanwhile', async () => {
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

  it.each(['rejects', 'throws', 'hangs'] as const)('events are sent although storage %s', async (mood) => {
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
    'storage that fails for a moment is not taken for an empty one (%s)',
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

  it('platform events with the same id are reported once, and those without an id each time', async () => {
    const { happen, actions } = open();
    happen('cart.added', {}, 'e-1');
    happen('cart.added', {}, 'e-1');
    happen('cart.added', {}, 'e-2');
    happen('cart.added');
    happen('cart.added');
    await advance(2_000);
    expect(actions()).toHaveLength(4);
  });

  it('neither an exception while an event is mapped nor an invalid address stops the tracker', async () => {
    const { tracker, happen, actions } = open();
    tracker.observe({
      page: PAGE,
      actions: () => {
        throw new Error('unforeseen');
      },
    });
    tracker.observe({ page: { url: 'no address' }, actions: () => [['page.viewed', {}]] });
    happen('cart.added');
    await advance(2_000);
    expect(actions()).toContain('cart.added');
  });

  it('a wrong account or address is reported once in the console, and the events are kept', async () => {
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

  it('an order is sent at once, without waiting for more events', async () => {
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

  it('what waits is sent when the page is hidden, and by beacon when the page ends', async () => {
    const { happen, tracker, network, actions } = open();
    happen('page.viewed');
    await advance(1_000);
    happen('cart.viewed');
    await advance(50);
    tracker.leave('hidden');
    await advance(50);
    expect(actions()).toEqual(['page.viewed', 'cart.viewed']);
    happen('cart.added');
    await advance(50);
    tracker.leave('pagehide');
    expect(network.beacons.flatMap(({ events }) => events.map(({ action }) => action))).toEqual(['cart.added']);
  });
});

describe('the visitor of a sandbox', () => {
  it('a sandbox takes the session, the visit and the user that the page has stored', async () => {
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

  it('a sandbox takes the session of a page that begins at the same time', async () => {
    const area = fakeArea();
    const { happen, events } = open({ area, isShared: true });
    happen('cart.added');
    await advance(100);
    area.kept.set('vitrina_session', 'page-session-1');
    await advance(2_000);
    expect(events()[0]).toMatchObject({ session: 'page-session-1' });
    expect(area.kept.get('vitrina_session')).toBe('page-session-1');
  });

  it('the session stays the same in later workers, and a pause ends the visit', async () => {
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

  it('the session of a link is taken, unless a user is known', async () => {
    const landing = `https://shop.example/?vitrina_session=linked-session-1&vitrina_at=${Date.now() / 1000}&vitrina_to=shop.example`;
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

  it('invalid stored values are ignored, and the visitor counts as a new one', async () => {
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

describe('consent in a sandbox', () => {
  it('nothing is read, stored or sent without consent, and a grant sends what happened with its time', async () => {
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

  it('at most fifty events wait for consent', async () => {
    const { consent, answer } = visitor();
    const { happen, events } = open({ consent });
    for (let index = 0; index < 60; index++) happen('product.viewed');
    answer('granted');
    await advance(5_000);
    expect(events()).toHaveLength(50);
  });

  it('a denial drops what waits for good, and a later grant sends only later events', async () => {
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

  it('a withdrawal removes everything that was stored, also what is just being written', async () => {
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

  it('nothing is sent where consent was denied on an earlier page', async () => {
    const area = fakeArea(new Map([['vitrina_consent', 'denied']]));
    const { happen, sent } = open({ area });
    happen('cart.viewed');
    await advance(5_000);
    expect(sent).toEqual([]);
    expect([...area.kept.keys()]).toEqual(['vitrina_consent']);
  });

  it('a stopped sandbox tracker sends nothing', async () => {
    const { tracker, happen, sent } = open();
    tracker.stop();
    happen('cart.viewed');
    await advance(5_000);
    expect(sent).toEqual([]);
  });
});
