import { beforeEach, describe, expect, it } from 'vitest';
import {
  accepted,
  actionsOf,
  advance,
  HOUR,
  memoryStorage,
  MINUTE,
  SECOND,
  silenceConsole,
  start,
  status,
  storedIds,
  useClock,
} from '../support/harness.ts';

beforeEach(() => void useClock());

describe.each([
  ['401', status(401)],
  ['404', status(404)],
  ['405', status(405)],
  ['a redirect', status(302)],
  ['402', status(402)],
  ['409', status(409)],
  ['418', status(418)],
  ['410 without a word', status(410)],
  ['410 with HTML', status(410, undefined)],
  ['410 that says "off": false', status(410, { off: false })],
  ['a first 403', status(403)],
])('wrong address: %s', (_name, answer) => {
  it('a page with a wrong address keeps its queue, waits five minutes and reports it once in the console', async () => {
    const error = silenceConsole();
    let wrong = true;
    const { track, sent, env, times, dropped } = start({}, { answer: () => (wrong ? answer : accepted) });
    const first = track('a.one');
    await advance(100);
    const second = track('a.two');
    await advance(5 * MINUTE - SECOND);
    expect(sent).toHaveLength(1);
    expect(storedIds(env)).toHaveLength(2);
    expect(await first).toMatchObject({ succeeded: false, failed: false, queued: true, stored: true });
    expect(await second).toMatchObject({ queued: true });
    await advance(20 * MINUTE);
    expect(sent.length).toBeGreaterThan(1);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(5 * MINUTE);
    expect(error).toHaveBeenCalledTimes(1);
    const said = String(error.mock.calls[0]?.join(' '));
    expect(said).toMatch(/vitrina/);
    expect(said).toContain(String(answer.status));
    expect(said).toContain('https://collector.example/v1/events');
    // An origin that the endpoint does not list is answered with 403.
    expect(said).toMatch(/address, business id "xy76ks" and allowed origins/);
    wrong = false;
    await advance(6 * MINUTE);
    expect(storedIds(env)).toEqual([]);
    expect(dropped).toEqual([]);
  });
});

it('new events, flush and a restored network do not shorten the wait for a wrong address', async () => {
  silenceConsole();
  const { tracker, track, sent } = start({}, { answer: () => status(404) });
  track('a.one');
  await advance(100);
  for (let index = 0; index < 60; index++) track('a.more');
  void tracker.flush();
  window.dispatchEvent(new Event('online'));
  await advance(4 * MINUTE);
  expect(sent).toHaveLength(1);
});

it('a page that stays open goes on trying a wrong address, which is not blocked because it answers', async () => {
  silenceConsole();
  let wrong = true;
  const { track, env, dropped, delivered } = start({}, { answer: () => (wrong ? status(404) : accepted) });
  for (let index = 0; index < 200; index++) track('a.one');
  await advance(3 * HOUR);
  expect(storedIds(env)).toHaveLength(200);
  wrong = false;
  await advance(10 * MINUTE);
  expect(delivered).toHaveLength(200);
  expect(dropped).toEqual([]);
});

it('the next page also waits for a wrong address', async () => {
  silenceConsole();
  const storage = memoryStorage();
  const first = start({}, { storage, answer: () => status(401) });
  first.track('a.one');
  await advance(100);
  first.tracker.stop();
  const next = start({}, { storage });
  next.track('a.two');
  await advance(4 * MINUTE);
  expect(next.sent).toHaveLength(0);
  await advance(2 * MINUTE);
  expect(actionsOf(next.sent).sort()).toEqual(['a.one', 'a.two']);
});

describe('answer 403', () => {
  it('after a second 403 another event is sent alone, and if it is accepted the refused event is found and dropped', async () => {
    silenceConsole();
    const { track, sent, env, delivered, dropped } = start(
      {},
      { answer: ({ events }) => (events.some(({ action }) => action === 'sql.select') ? status(403) : accepted) },
    );
    for (const action of ['a.one', 'sql.select', 'a.two', 'a.three', 'a.four']) track(action);
    await advance(100);
    expect(sent).toHaveLength(1);
    await advance(6 * MINUTE);
    expect(sent).toHaveLength(2);
    expect(storedIds(env)).toHaveLength(5);
    await advance(HOUR);
    expect(sent[2]?.events).toHaveLength(1);
    expect(sent[2]?.events[0]?.action).not.toBe('a.one');
    expect(delivered.map(({ action }) => action).sort()).toEqual(['a.four', 'a.one', 'a.three', 'a.two']);
    expect(dropped).toMatchObject([{ action: 'sql.select', reason: 'refused' }]);
    expect(storedIds(env)).toEqual([]);
  });

  it('no event is dropped if the endpoint answers 403 to every request', async () => {
    silenceConsole();
    const { track, sent, env, dropped } = start({}, { answer: () => status(403) });
    for (let index = 0; index < 10; index++) track('a.one');
    await advance(6 * HOUR);
    expect(storedIds(env)).toHaveLength(10);
    expect(dropped).toEqual([]);
    expect(sent.length).toBeLessThanOrEqual(72 + 2);
  });

  it('an event that is answered with 403 is found and dropped even if it was the newest at first', async () => {
    silenceConsole();
    const { track, env, delivered, dropped } = start(
      {},
      { answer: ({ events }) => (events.some(({ action }) => action === 'sql.select') ? status(403) : accepted) },
    );
    for (const action of ['a.one', 'a.two', 'sql.select']) track(action);
    await advance(18 * MINUTE);
    track('page.viewed');
    await advance(30 * MINUTE);
    track('cart.viewed');
    await advance(HOUR);
    expect(delivered.map(({ action }) => action).sort()).toEqual(['a.one', 'a.two', 'cart.viewed', 'page.viewed']);
    expect(dropped).toMatchObject([{ action: 'sql.select' }]);
    expect(storedIds(env)).toEqual([]);
  });
});
