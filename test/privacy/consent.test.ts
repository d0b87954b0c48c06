import { beforeEach, describe, expect, it } from 'vitest';
import {
  actionsOf,
  advance,
  cookies,
  memoryStorage,
  noAnswer,
  pageTransition,
  setVisibility,
  start,
  storedIds,
  useClock,
} from '../support/harness.ts';
import { openPage } from '../support/page.ts';

beforeEach(() => void useClock());

const kept = (keys: string[]) => keys.filter((key) => key.startsWith('vitrina') && key !== 'vitrina_consent');

describe('pending consent', () => {
  it('while consent is pending there is no cookie, no storage and no request, whatever happens', async () => {
    history.replaceState(null, '', '/?utm_source=mail&vitrina_session=abcdefgh12345678');
    const { vitrina, initialize, track, sent } = await openPage();
    await initialize({ consent: 'pending' });
    void track('a.one');
    history.pushState(null, '', '/two');
    await vitrina.flush();
    await advance(60_000);
    setVisibility('hidden');
    pageTransition('pagehide');
    expect(cookies()).toEqual({});
    expect(Object.keys(localStorage)).toEqual([]);
    expect(sent).toEqual([]);
    expect(vitrina.session).toBeUndefined();
    expect(vitrina.isInitialized).toBe(true);
  });

  it('events wait in memory while consent is pending, and a grant sends them with their own times', async () => {
    const { tracker, track, sent } = start({ consent: 'pending' });
    void track('a.one');
    await advance(30_000);
    void track('a.two');
    tracker.consent('granted');
    await advance(100);
    expect(sent.flatMap(({ events }) => events.map(({ action, tracked_at }) => [action, tracked_at]))).toEqual([
      ['a.one', 1_795_262_400],
      ['a.two', 1_795_262_430],
    ]);
    expect(tracker.session).toBeTruthy();
  });

  it('fifty events wait for consent, and further calls fail with consent as the reason', async () => {
    const { tracker, track, sent } = start({ consent: 'pending' });
    const answers = Array.from({ length: 52 }, () => track('a.one'));
    expect(await answers[51]).toMatchObject({ failed: true, stored: false, queued: false });
    expect(JSON.stringify(await answers[51])).toMatch(/consent/);
    tracker.consent('granted');
    await advance(10_000);
    expect(sent.flatMap(({ events }) => events)).toHaveLength(50);
  });

  it('a denial drops the events that wait for consent, and a later grant does not send them', async () => {
    const { tracker, track, sent } = start({ consent: 'pending' });
    const answer = track('a.one');
    tracker.consent('denied');
    expect(await answer).toMatchObject({ failed: true, succeeded: false });
    tracker.consent('granted');
    await advance(10_000);
    expect(sent).toEqual([]);
  });

  it('a call that waits for consent is answered within three seconds, without a promise of delivery', async () => {
    const { track } = start({ consent: 'pending' });
    const answer = track('a.one');
    await advance(3100);
    expect(await answer).toMatchObject({ queued: false, stored: false, failed: false });
  });
});

describe('denied consent', () => {
  it('a tracker that starts with denied consent stores and sends nothing', async () => {
    const { vitrina, initialize, track, sent } = await openPage();
    await initialize({ consent: 'denied' });
    expect(await track('a.one')).toMatchObject({ failed: true, errors: [{ type: 'consent' }] });
    history.pushState(null, '', '/two');
    await advance(60_000);
    pageTransition('pagehide');
    expect(sent).toEqual([]);
    expect(kept(Object.keys(cookies()))).toEqual([]);
    expect(kept(Object.keys(localStorage))).toEqual([]);
    expect(vitrina.session).toBeUndefined();
  });

  it('a denial removes everything that was stored, drops what waits with "consent", and stops the tracker', async () => {
    history.replaceState(null, '', '/?utm_source=mail');
    const { tracker, track, env, sent, beacons, dropped } = start({}, { answer: () => noAnswer });
    const answer = track('a.one');
    await advance(2000);
    expect(kept(Object.keys(cookies())).length).toBeGreaterThan(1);
    tracker.consent('denied');
    expect(kept(Object.keys(cookies()))).toEqual([]);
    expect(kept(env.storage.keys())).toEqual([]);
    expect(dropped).toMatchObject([{ action: 'a.one', reason: 'consent' }]);
    expect(await answer).toMatchObject({ failed: true, errors: [{ type: 'consent' }] });
    expect(tracker.session).toBeUndefined();
    const count = sent.length;
    setVisibility('hidden');
    pageTransition('pagehide');
    await advance(600_000);
    expect(sent).toHaveLength(count);
    expect(beacons).toEqual([]);
    expect(kept(Object.keys(cookies()))).toEqual([]);
    expect(kept(env.storage.keys())).toEqual([]);
  });

  it('a denial leaves what the shop itself and other businesses have stored', async () => {
    const others = new Map([
      ['shop-cart', '{"items":3}'],
      ['vitrina:1:other:~wait', '{"failures":0,"proven":true}'],
    ]);
    const storage = memoryStorage(new Map(others));
    const { tracker, track } = start({}, { storage });
    void track('a.one');
    await advance(2000);
    tracker.consent('denied');
    expect(storage.area).toEqual(others);
  });

  it('the answer to a request stores nothing where consent was denied meanwhile', async () => {
    const { tracker, track, env } = start(
      {},
      { answer: () => new Promise((resolve) => setTimeout(() => resolve(noAnswer), 500)) },
    );
    void track('a.one');
    await advance(100);
    tracker.consent('denied');
    await advance(60_000);
    expect(kept(env.storage.keys())).toEqual([]);
    expect(storedIds(env)).toEqual([]);
  });

  it('a denial is remembered on the next page, even where that page would start with consent', async () => {
    const { tracker, env } = start();
    tracker.consent('denied');
    tracker.stop();
    const next = start({}, { storage: env.storage });
    expect(await next.track('a.one')).toMatchObject({ failed: true });
    await advance(10_000);
    expect(next.sent).toEqual([]);
    expect(next.tracker.session).toBeUndefined();
  });
});

describe('granted consent', () => {
  it('a grant after a denial begins with another session', async () => {
    const { tracker, track, sent } = start();
    const { session } = tracker;
    tracker.consent('denied');
    tracker.consent('granted');
    expect(tracker.session).toBeTruthy();
    expect(tracker.session).not.toBe(session);
    void track('a.one');
    await advance(2000);
    expect(actionsOf(sent)).toEqual(['a.one']);
  });

  it('a grant is remembered where the next page starts pending', async () => {
    const { tracker, env } = start({ consent: 'pending' });
    tracker.consent('granted');
    tracker.stop();
    const next = start({ consent: 'pending' }, { storage: env.storage });
    expect(next.tracker.session).toBeTruthy();
  });

  it('a second grant is not reported and sends nothing twice', async () => {
    const { tracker, track, sent } = start();
    const heard: string[] = [];
    tracker.on('consent-set', (consent) => heard.push(consent));
    void track('a.one');
    tracker.consent('granted');
    tracker.consent('granted');
    await advance(5000);
    expect(heard).toEqual(['granted']);
    expect(sent).toHaveLength(1);
  });
});
