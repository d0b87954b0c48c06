import { beforeEach, describe, expect, it } from 'vitest';
import { advance, start, useClock } from '../support/harness.ts';
import type { SentEvent } from '../support/harness.ts';

beforeEach(() => void useClock());

const sendOne = async (action: string, props?: unknown, options = {}): Promise<SentEvent> => {
  const { track, sent } = start(options);
  void track(action, props);
  await advance(100);
  return sent[0]?.events[0] as SentEvent;
};

describe('fields of an event', () => {
  it('props cannot overwrite the fields that Vitrina fills itself', async () => {
    const { tracker, track, sent } = start();
    void track('cart.added', {
      id: 'chosen-by-page',
      action: 'order.placed',
      session: 'session-of-another',
      seq: 99,
      observed_by: 'json-ld',
      visit: { id: 'x', number: 99 },
      page: { url: 'https://elsewhere.example/' },
      object: 'kept',
    });
    await advance(100);
    const event = sent[0]?.events[0];
    expect(event).toMatchObject({ action: 'cart.added', seq: 1, observed_by: 'manual', object: 'kept' });
    expect(event?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(event?.session ?? sent[0]?.session).toBe(tracker.session);
    expect(event?.visit).toMatchObject({ number: 1 });
    expect((event?.page as { url: string }).url).toBe('http://shop.localhost:3000/');
  });

  it.each([
    [1_700_000_000, 1_700_000_000],
    [1_700_000_000.25, 1_700_000_000.25],
    ['2026-11-20T10:00:00Z', 1_795_168_800],
    ['no time', 1_795_262_400],
    [NaN, 1_795_262_400],
    [null, 1_795_262_400],
    [{}, 1_795_262_400],
  ])('a tracked_at of %j becomes %d Unix seconds', async (tracked_at, expected) => {
    expect(await sendOne('a.one', { tracked_at })).toMatchObject({ tracked_at: expected });
  });

  it.each([
    ['https://shop.example/p/1?v=2', 'https://shop.example/p/1?v=2', '/p/1'],
    ['/p/2', 'http://shop.localhost:3000/p/2', '/p/2'],
  ])('the url %s in the props replaces the address of the page', async (url, expected, path) => {
    const event = await sendOne('product.viewed', { object: 'x', url });
    expect(event.page).toMatchObject({ url: expected, path });
  });

  it('the url in the props is redacted like the address of the page', async () => {
    const event = await sendOne('product.viewed', { object: 'x', url: '/p/2?email=ana@example.com&token=abc&v=1' });
    expect(JSON.stringify(event)).not.toMatch(/ana|abc/);
    expect(JSON.stringify(event)).toContain('v=1');
  });

  it.each([[7], [null], ['http://'], [{}]])('an event with the invalid url %j is sent all the same', async (url) => {
    expect(await sendOne('a.one', { url })).toMatchObject({ action: 'a.one' });
  });

  it('user_parameters are sent with the event if they are an object', async () => {
    const given = { id: 'c-3307', source: 'tiendanube' };
    expect(await sendOne('a.one', { user_parameters: given })).toMatchObject({ user_parameters: given });
    expect((await sendOne('a.one', { user_parameters: 'c-3307' })).user_parameters).toBeUndefined();
  });

  it('the page of an event is the page at the time of the call', async () => {
    document.title = 'Yerbas';
    history.replaceState(null, '', '/yerbas/una?orden=precio#fotos');
    const { track, sent } = start({ flushAfter: 30_000 });
    void track('a.first');
    await advance(100);
    void track('a.one');
    document.title = 'Mates';
    history.replaceState(null, '', '/mates');
    await advance(60_000);
    expect(sent[1]?.events[0]?.page).toEqual({
      url: 'http://shop.localhost:3000/yerbas/una?orden=precio#fotos',
      title: 'Yerbas',
      path: '/yerbas/una',
      referrer: '',
    });
  });
});

describe('old names of actions', () => {
  it.each([
    ['app.install', 'app.installed'],
    ['app.remove', 'app.removed'],
  ])('the old action %s is sent as %s', async (old, action) => {
    expect(await sendOne(old, { object: 'x' })).toMatchObject({ action, object: 'x' });
  });

  it('an action that only resembles an old name keeps its name', async () => {
    for (const action of ['app.install.now', 'my_app.install', 'constructor.name', 'to_string.call']) {
      expect(await sendOne(action)).toMatchObject({ action });
    }
  });
});

describe('preview', () => {
  it('a page in preview sends nothing, and everything else works', async () => {
    history.replaceState(null, '', '/?vitrina_preview');
    const { tracker, track, sent, beacons, delivered } = start();
    const seen: string[] = [];
    tracker.on('event', ({ action }) => seen.push(action));
    const answer = track('a.one');
    await advance(100);
    window.dispatchEvent(new Event('pagehide'));
    expect(await answer).toMatchObject({ failed: false });
    expect(seen).toEqual(['a.one']);
    expect([...sent, ...beacons]).toEqual([]);
    expect(delivered.length).toBeLessThanOrEqual(1);
    expect(tracker.session).toBeTruthy();
  });

  it('the parameter that turns on preview has the prefix of the cookies', async () => {
    history.replaceState(null, '', '/?hello_preview=1');
    const { track, sent } = start({ cookie: { prefix: 'hello_' } });
    void track('a.one');
    await advance(100);
    expect(sent).toEqual([]);
  });
});
