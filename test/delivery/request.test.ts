import { beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, MINUTE, useClock } from '../support/harness.ts';
import { answer, large, startInPage } from '../support/network.ts';

beforeEach(() => void useClock());

describe('request to the endpoint', () => {
  it('a request needs no preflight: its body is plain text, and it has no custom header and no cookies', async () => {
    const { tracker, spy } = startInPage(() => answer(204));
    tracker.track('a.one');
    await advance(100);
    expect(spy).toHaveBeenCalledTimes(1);
    const [url, init] = spy.mock.calls[0] ?? [];
    expect(url).toBe('https://collector.example/v1/events?b=xy76ks');
    expect(init).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      redirect: 'manual',
      referrerPolicy: 'origin',
      keepalive: true,
      body: expect.stringContaining('"a.one"'),
    });
    const headers = [...new Request(String(url), init).headers].map((pair) => pair.map((text) => text.toLowerCase()));
    expect(headers).toEqual([['content-type', 'text/plain;charset=utf-8']]);
  });

  it('a request carries cookies if the option credentials is on', async () => {
    const { tracker, spy } = startInPage(() => answer(204), { credentials: true });
    tracker.track('a.one');
    await advance(100);
    expect(spy.mock.calls[0]?.[1].credentials).toBe('include');
  });

  it.each([
    ['/collect', 'http://shop.localhost:3000/collect?b=xy76ks'],
    ['https://e.example/in?key=1', 'https://e.example/in?key=1&b=xy76ks'],
  ])('a request to the endpoint %s has the business id in its query', async (endpoint, expected) => {
    const { tracker, spy } = startInPage(() => answer(204), { endpoint });
    tracker.track('a.one');
    await advance(100);
    expect(spy.mock.calls[0]?.[0]).toBe(expected);
  });

  it('the body of every answer is read to its end', async () => {
    const bodies: Response[] = [];
    const { tracker } = startInPage(() => {
      const response = answer(bodies.length ? 500 : 200, '{"results":[]}');
      bodies.push(response);
      return response;
    });
    tracker.track('a.one');
    await advance(100);
    tracker.track('a.two');
    await advance(2000);
    expect(bodies.length).toBeGreaterThan(1);
    expect(bodies.every(({ bodyUsed }) => bodyUsed)).toBe(true);
  });

  it.each([
    [
      'throws at once',
      () => {
        throw new TypeError('blocked');
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['answers something that is no response', () => undefined],
    [
      'fails while its body is read',
      () => ({ status: 200, headers: new Headers(), text: () => Promise.reject(new Error('reset')) }),
    ],
  ])('an event is kept if its request %s', async (_name, fetch) => {
    const { tracker, stored } = startInPage(fetch);
    const response = tracker.track('a.one');
    await advance(3000);
    expect(await response).toMatchObject({ queued: true, stored: true });
    expect(stored()).toHaveLength(1);
  });

  it.each([
    ['10 s', 100, 10],
    ['a second more for each 4 kB', 40_000, 20],
  ])('a request is aborted after %s', async (_name, size, seconds) => {
    let aborted = 0;
    const { tracker, stored } = startInPage((_url, { signal }) => {
      const began = Date.now();
      return new Promise((_, reject) =>
        signal?.addEventListener('abort', () => {
          aborted ||= Date.now() - began;
          reject(new DOMException('aborted', 'AbortError'));
        }),
      );
    });
    tracker.track('a.one', large(size));
    await advance(MINUTE);
    expect(Math.round(aborted / 1000)).toBe(seconds);
    expect(stored()).toHaveLength(1);
  });

  it.each(['<!doctype html><p>Hello', '[1]', '"fine"', '7', 'true', 'null?', '{"results":'])(
    'a 200 with the body %s means a wrong address',
    async (body) => {
      const error = vi.spyOn(console, 'error').mockImplementation(() => {});
      const { tracker, stored, spy } = startInPage(() => answer(200, body));
      tracker.track('a.one');
      await advance(4 * MINUTE);
      expect(spy).toHaveBeenCalledTimes(1);
      expect(stored()).toHaveLength(1);
      expect(error).toHaveBeenCalledTimes(1);
    },
  );

  it.each([null, '', '{}', ' {"results":[]} '])('a 200 with the body %j accepts the batch', async (body) => {
    const { tracker, stored } = startInPage(() => answer(200, body));
    const response = tracker.track('a.one');
    await advance(100);
    expect(await response).toMatchObject({ succeeded: true, status: 200 });
    expect(stored()).toHaveLength(0);
  });

  it('a redirect means a wrong address', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { tracker, stored, spy } = startInPage(() => ({
      type: 'opaqueredirect',
      status: 0,
      headers: new Headers(),
      text: () => Promise.resolve(''),
    }));
    tracker.track('a.one');
    await advance(4 * MINUTE);
    expect(spy).toHaveBeenCalledTimes(1);
    expect(stored()).toHaveLength(1);
    expect(error).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['in seconds', () => '120'],
    ['as a date', () => new Date(Date.now() + 120_000).toUTCString()],
  ])('the next request waits as long as a Retry-After given %s says', async (_name, value) => {
    const { tracker, spy } = startInPage(() => answer(503, 'busy', { 'Retry-After': value() }));
    tracker.track('a.one');
    await advance(115_000);
    expect(spy).toHaveBeenCalledTimes(1);
    await advance(10_000);
    expect(spy).toHaveBeenCalledTimes(2);
  });
});
