import { beforeEach, describe, expect, it } from 'vitest';
import {
  actionsOf,
  advance,
  cookies,
  DAY,
  HOUR,
  KEY,
  memoryStorage,
  MINUTE,
  SECOND,
  start,
  storedIds,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

const ID = '0193b2c4-0000-7000-8000-000000000000';
const GOOD = '0193b2c4-0000-7000-8000-000000000001';
/** Values that throw when they are made a text or a number, and others of the wrong type. */
const RUBBISH: unknown[] = [
  { toString: null },
  { valueOf: null, toString: null },
  [],
  [[]],
  7,
  -1,
  1e308,
  true,
  null,
  '',
  'x',
  {},
];

describe('rubbish in storage', () => {
  it.each(RUBBISH.map((value) => JSON.stringify(value)))(
    'an event whose action is %s neither stops the events after it nor the removal of all that is stored',
    async (action) => {
      const area = new Map([
        [KEY + ID, `{"id":"${ID}","action":${action}}`],
        [KEY + GOOD, `{"id":"${GOOD}","action":"a.good"}`],
      ]);
      const { sent } = start({}, { storage: memoryStorage(new Map(area)) });
      await advance(2 * MINUTE);
      expect(actionsOf(sent)).toEqual(['a.good']);
      const denied = start({}, { storage: memoryStorage(area) });
      denied.tracker.consent('denied');
      expect([...area.keys()]).toEqual([]);
      expect(cookies()).toEqual({ vitrina_consent: 'denied' });
    },
  );

  it('a wait of another script ends after a day at the latest, and a wait that has begun in the future is none', async () => {
    const forged = [
      { since: Date.now(), until: 8.64e15, asked: 8.64e15, failures: 3 },
      { since: 0, until: 8.64e15, asked: 8.64e15, failures: 0 },
      { since: 8.6e15, until: 8.64e15, asked: 8.64e15, failures: 0 },
      { since: { toString: null }, until: { toString: null }, asked: {}, failures: { toString: null }, off: [] },
      { since: 'x', until: 'y', asked: [], failures: 'z' },
    ];
    const seen: number[] = [];
    for (const wait of forged) {
      const page = start({}, { storage: memoryStorage(new Map([[`${KEY}~wait`, JSON.stringify(wait)]])) });
      void page.track('a.one');
      const from = Date.now();
      await advance(DAY + HOUR);
      expect(page.delivered).toHaveLength(1);
      seen.push((page.times[0] ?? Infinity) - from);
      page.tracker.stop();
    }
    expect(seen[0]).toBeLessThanOrEqual(DAY + MINUTE);
    for (const delay of seen.slice(1)) expect(delay).toBeLessThan(MINUTE);
  });

  it.each(RUBBISH.map((value) => JSON.stringify(value)))(
    'a note that an event was handed over at %s does not keep it from being sent',
    async (at) => {
      const storage = memoryStorage(
        new Map([
          [KEY + GOOD, `{"id":"${GOOD}","action":"a.good"}`],
          [`${KEY}~left`, `{"${GOOD}":${at}}`],
          [`${KEY}~left:x`, `{"${GOOD}":${at}}`],
        ]),
      );
      const { sent } = start({}, { storage });
      await advance(5 * MINUTE);
      expect(actionsOf(sent)).toEqual(['a.good']);
    },
  );

  it.each(RUBBISH.map((value) => JSON.stringify(value)))(
    'nothing of the wrong type leaves where user, campaign and visit are %s',
    async (value) => {
      const put = (name: string, text: string) =>
        (document.cookie = `vitrina_${name}=${encodeURIComponent(text)}; path=/`);
      put('session', 'session-of-before');
      put('user', `{"id":${value},"source":"erp"}`);
      put(
        'utm',
        `{"utm_params":{"source":${value},"evil":"x"},"click_ids":{"gclid":${value}},"first_touch":{"utm_params":${value},"referrer":${value}}}`,
      );
      put(
        'visit',
        `{"id":"visit-0001","number":${value},"started_at":${value},"at":${value},"timezone":${value},"domain":${value},"idle":${value}}`,
      );
      const storage = memoryStorage(new Map([[`${KEY}~user`, `{"id":${value},"hash":${value}}`]]));
      const { track, sent } = start({}, { storage });
      void track('a.one');
      await advance(10 * SECOND);
      const [event] = sent[0]?.events ?? [];
      expect(event?.visit).toEqual({
        id: expect.not.stringMatching('visit-0001'),
        number: value === '7' ? 8 : 1,
        started_at: Date.UTC(2026, 10, 21, 12) / 1000,
      });
      const texts = JSON.stringify([event?.user_parameters, event?.utm_params, event?.click_ids, event?.first_touch]);
      expect(texts.replace(/"(x|erp|)"/g, '')).not.toMatch(/evil|toString|valueOf|\[\[|1e\+308|:7|:-1|:true/);
    },
  );

  it('a visit of the far future has ended, and the next one goes on from event to event', async () => {
    const visit = { id: 'visit-0001', number: 4, started_at: 1_795_262_000, at: 8.64e15 };
    document.cookie = 'vitrina_session=session-of-before; path=/';
    document.cookie = `vitrina_visit=${encodeURIComponent(JSON.stringify(visit))}; path=/`;
    const { track, sent } = start();
    for (let count = 0; count < 3; count++) {
      void track('a.one');
      await advance(2 * MINUTE);
    }
    const visits = sent.flatMap(({ events, context }) =>
      events.map(
        (event) =>
          (event.visit ?? (context as { visit?: object } | undefined)?.visit) as { number: number; id: string },
      ),
    );
    expect(visits.map(({ number }) => number)).toEqual([5, 5, 5]);
    expect(new Set(visits.map(({ id }) => id)).size).toBe(1);
  });

  it('a denial erases everything although a subscriber and a step of it throw', () => {
    const storage = memoryStorage();
    const { tracker, track } = start({}, { storage });
    void track('a.one');
    const { keys } = storage;
    let count = 0;
    storage.keys = () => {
      if (!count++) throw new Error('storage fails once');
      return keys();
    };
    expect(storedIds({ storage: { ...storage, keys } } as never)).toHaveLength(1);
    expect(() => tracker.consent('denied')).not.toThrow();
    expect(keys()).toEqual([]);
    expect(cookies()).toEqual({ vitrina_consent: 'denied' });
  });
});
