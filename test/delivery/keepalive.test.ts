import { beforeEach, describe, expect, it } from 'vitest';
import { advance, pageTransition, setVisibility, useClock } from '../support/harness.ts';
import { answer, large, startInPage } from '../support/network.ts';

beforeEach(() => void useClock());

describe('keepalive requests', () => {
  it('the pending keepalive requests of a page never exceed 64 KiB together', async () => {
    const { tracker, spy, stored } = startInPage(() => new Promise(() => {}));
    for (let index = 0; index < 80; index++) tracker.track('a.one', large(1000));
    setVisibility('hidden');
    const bytes = spy.mock.calls.filter(([, init]) => init.keepalive).map(([, { body }]) => String(body).length);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(65_536);
    expect(bytes.length).toBeGreaterThan(2);
    expect(stored()).toHaveLength(80);
  });

  it('a request is sent without keepalive if its body is too large or the browser has refused keepalive', async () => {
    const { tracker, spy } = startInPage((_url, { keepalive }) => {
      if (keepalive) throw new TypeError('quota');
      return answer(204);
    });
    tracker.track('a.large', large(80_000));
    await advance(100);
    expect(spy.mock.calls[0]?.[1].keepalive).toBeFalsy();
    const second = tracker.track('a.one');
    await advance(10_000);
    expect(spy.mock.calls.slice(1).map(([, init]) => init.keepalive)).toEqual([true, undefined]);
    expect(await second).toMatchObject({ succeeded: true });
  });
});

it('keepalive is used again after one request without it, whether that succeeds or fails', async () => {
  // Other scripts of the page have used up the bytes while the first request is sent.
  const { tracker, spy } = startInPage((_url, { keepalive }) => {
    const count = spy.mock.calls.length;
    if (keepalive && count === 1) throw new TypeError('quota');
    return answer(count === 4 ? 503 : 204);
  });
  const used = () => spy.mock.calls.map(([, init]) => init.keepalive);
  tracker.track('a.one');
  await advance(10_000);
  tracker.track('a.two');
  await advance(10_000);
  expect(used()).toEqual([true, undefined, true]);
  tracker.track('a.three');
  await advance(20_000);
  expect(used()).toEqual([true, undefined, true, true, true]);
});

describe('beacon', () => {
  it("a closing page sends its batch by beacon to the endpoint's address", () => {
    const { tracker, beacons } = startInPage(() => answer(204));
    tracker.track('a.one');
    pageTransition('pagehide');
    expect(beacons()).toHaveLength(1);
    const [url, body] = beacons()[0] ?? [];
    expect(url).toBe('https://collector.example/v1/events?b=xy76ks');
    expect(JSON.parse(body ?? '')).toMatchObject({ v: 1, business: 'xy76ks', events: [{ action: 'a.one' }] });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['is missing', null],
  ])('a closing page keeps its events if sendBeacon %s', (_name, value) => {
    const { tracker, stored } = startInPage(() => answer(204), {}, value);
    tracker.track('a.one');
    expect(() => pageTransition('pagehide')).not.toThrow();
    expect(stored()).toHaveLength(1);
  });
});
