import { beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, DAY, HOME, HOUR, MINUTE, SECOND, setVisibility, start, useClock } from '../support/harness.ts';
import type { SentBatch } from '../support/harness.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());

interface Visit {
  id: string;
  number: number;
  started_at: number;
}
const visitsOf = (sent: SentBatch[]) => sent.flatMap(({ events }) => events.map(({ visit }) => visit as Visit));

describe('a visit', () => {
  it('a visit goes on while less than 30 minutes pass between two events, however long it lasts', async () => {
    const { track, sent } = start();
    for (let index = 0; index < 10; index++) {
      void track('a.one');
      await advance(29 * MINUTE);
    }
    const visits = visitsOf(sent);
    expect(visits).toHaveLength(10);
    expect(new Set(visits.map(({ id }) => id)).size).toBe(1);
    expect(visits[9]).toMatchObject({ number: 1, started_at: 1_795_262_400 });
  });

  it('a visit ends after 30 minutes without an event, and the next one has the next number', async () => {
    const { track, sent } = start();
    void track('a.one');
    await advance(31 * MINUTE);
    void track('a.two');
    await advance(10 * SECOND);
    const [first, second] = visitsOf(sent);
    expect(first).toMatchObject({ number: 1, started_at: 1_795_262_400 });
    expect(second).toMatchObject({ number: 2, started_at: 1_795_262_400 + 31 * 60 });
    expect(second?.id).not.toBe(first?.id);
  });

  it('a visit goes on across pages, and visits are counted across days', async () => {
    const seen: Visit[] = [];
    for (const pause of [MINUTE, 20 * MINUTE, HOUR, 3 * DAY]) {
      const { tracker, track, sent } = start();
      void track('a.one');
      await advance(5 * SECOND);
      tracker.stop();
      seen.push(...visitsOf(sent));
      await advance(pause);
    }
    expect(seen.map(({ number }) => number)).toEqual([1, 1, 1, 2]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(2);
  });

  it('a visit is prolonged by an event shortly before the end of a page', async () => {
    const first = start();
    void first.track('a.one');
    await advance(25 * MINUTE);
    void first.track('a.two');
    window.dispatchEvent(new Event('pagehide'));
    await advance(20 * MINUTE);
    const next = start();
    void next.track('a.three');
    await advance(5 * SECOND);
    expect(visitsOf(next.sent)[0]).toMatchObject({ number: 1 });
  });

  it('a visit is written to its cookie once a minute at most', async () => {
    const jar = openJar('https://shop.example/');
    const { track } = start();
    void track('a.one');
    await advance(5 * SECOND);
    const before = jar.of('vitrina_visit').length;
    for (let index = 0; index < 120; index++) {
      void track('a.one');
      await advance(5 * SECOND);
    }
    const written = jar.of('vitrina_visit').length - before;
    expect(written).toBeLessThanOrEqual(10);
    expect(written).toBeGreaterThanOrEqual(8);
  });

  it.each([
    ['back', -3 * DAY],
    ['forward', 3 * DAY],
  ])('a visit ends where the clock is set far %s, and the next one goes on as usual', async (_name, change) => {
    const { track, sent } = start();
    void track('a.one');
    await advance(5 * SECOND);
    vi.setSystemTime(Date.now() + change);
    void track('a.two');
    await advance(5 * SECOND);
    void track('a.three');
    await advance(5 * SECOND);
    expect(visitsOf(sent).map(({ number }) => number)).toEqual([1, 2, 2]);
  });

  it.each([
    'garbage',
    '1.2.3',
    '-1.1.1.0.id',
    'NaN.NaN.NaN.NaN.x',
    '....',
    '<b>',
    '{}',
    '[]',
    '{"id":7}',
    '{"id":"x","number":"many","at":0}',
  ])('a visit is the first one where its cookie is invalid: %s', async (value) => {
    document.cookie = `vitrina_visit=${encodeURIComponent(value)}; path=/`;
    const { track, sent } = start();
    void track('a.one');
    await advance(5 * SECOND);
    const [visit] = visitsOf(sent);
    expect(visit).toMatchObject({ number: 1, started_at: 1_795_262_400 });
    expect(visit?.id.length).toBeGreaterThan(8);
  });

  const kept = { id: 'visit-0001', number: 4, started_at: 1_795_262_300, at: 1_795_262_300_000, timezone: 'UTC' };
  const visitWith = async (forged: object) => {
    document.cookie = `vitrina_visit=${encodeURIComponent(JSON.stringify({ ...kept, ...forged }))}; path=/`;
    const { track, sent } = start();
    void track('a.one');
    await advance(2 * SECOND);
    const [visit] = visitsOf(sent);
    return [visit?.id === kept.id, visit?.number, sent[0]?.timezone];
  };

  it('a visit goes on from its cookie', async () => {
    expect(await visitWith({})).toEqual([true, 4, 'UTC']);
  });

  it.each([
    { number: '4' },
    { number: 0 },
    { number: 1.5 },
    { started_at: '1' },
    { started_at: -1 },
    { at: null },
    { at: 'x' },
  ])('a visit is the first one where a single value of its cookie is forged: %j', async (forged) => {
    expect(await visitWith(forged)).toEqual([false, 1, undefined]);
  });

  it.each([7, {}, 'x'.repeat(65)])('a time zone that is none is not taken from the cookie: %j', async (timezone) => {
    expect(await visitWith({ timezone })).toEqual([true, 4, undefined]);
  });
});

it('a session that another tab has set is taken over when this page is shown again', async () => {
  openJar('https://shop.example/');
  const { tracker, track, sent } = start();
  void track('a.one');
  await advance(5 * SECOND);
  const heard: string[] = [];
  tracker.on('session-set', (session) => heard.push(session));
  document.cookie = 'vitrina_session=session-of-the-other-tab; path=/; domain=shop.example';
  setVisibility('hidden');
  setVisibility('visible');
  void track('a.two');
  await advance(5 * SECOND);
  expect(tracker.session).toBe('session-of-the-other-tab');
  expect(heard.slice(1)).toEqual(['session-of-the-other-tab']);
  const last = sent[sent.length - 1];
  expect(last?.events[0]?.session ?? last?.session).toBe('session-of-the-other-tab');
});

it('a page that was left for long goes on with the visit that another tab has begun meanwhile', async () => {
  openJar(HOME);
  const left = start();
  void left.track('a.one');
  await advance(40 * MINUTE);
  const other = start();
  void other.track('a.two');
  await advance(2 * SECOND);
  setVisibility('hidden');
  setVisibility('visible');
  void left.track('a.three');
  await advance(2 * SECOND);
  const [second] = visitsOf(other.sent);
  expect(second).toMatchObject({ number: 2 });
  expect(visitsOf(left.sent)[1]).toEqual(second);
});

it('the visit of a visitor who was reset is not brought back by another tab', async () => {
  const jar = openJar(HOME);
  const here = start();
  const there = start();
  void there.track('a.one');
  await advance(2 * SECOND);
  here.tracker.reset();
  void here.track('a.two');
  await advance(2 * MINUTE);
  void there.track('a.three');
  await advance(2 * SECOND);
  const [visit] = visitsOf(here.sent);
  expect(JSON.parse(String(jar.get('vitrina_visit')))).toMatchObject({ id: visit?.id, number: 1 });
  expect([there.tracker.session, jar.get('vitrina_session')]).toEqual([here.tracker.session, here.tracker.session]);
});

it('a page that stayed open takes over the session of another tab that was reset, when its next visit begins', async () => {
  const jar = openJar(HOME);
  const first = start();
  void first.track('a.b');
  await advance(2 * SECOND);
  const one = start();
  const two = start();
  void one.track('a.b');
  void two.track('a.b');
  await advance(40 * MINUTE);
  two.tracker.reset();
  const { session } = two.tracker;
  void one.track('a.late');
  await advance(2 * SECOND);
  expect([jar.get('vitrina_session'), one.tracker.session]).toEqual([session, session]);
});
