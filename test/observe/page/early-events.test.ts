import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { recordEarly } from '../../../src/observe/page/early-events.ts';
import { advance, useClock } from '../../support/harness.ts';

it('the first messages of a shop are recorded, although other scripts post 500 messages before them', () => {
  const { events, stop } = recordEarly();
  onTestFinished(stop);
  const post = (data: unknown) => window.dispatchEvent(new MessageEvent('message', { source: window, data }));
  for (let index = 0; index < 500; index++) post(`setImmediate$0.5$${index}`);
  post({ eventName: 'vtex:productView' });
  post({ name: 'AnalyticsEvent', params: {} });
  expect(events.map((event) => (event as MessageEvent).data as unknown)).toEqual([
    { eventName: 'vtex:productView' },
    { name: 'AnalyticsEvent', params: {} },
  ]);
});

describe('early cookies', () => {
  beforeEach(() => {
    useClock();
    document.cookie = 'cart=1; path=/';
    onTestFinished(() => void (document.cookie = 'cart=; path=/; max-age=0'));
  });

  it('the cookies at the first frame of a page are kept until the recording stops', async () => {
    const early = recordEarly();
    expect(early.cookies, 'nothing is looked at while the page loads').toBeUndefined();
    await advance(100);
    document.cookie = 'cart=2; path=/';
    await advance(1_000);
    expect(early.cookies).toContain('cart=1');
    early.stop();
    expect(early.cookies).toBeUndefined();
  });

  it('the cookies are not read when the recording stops before the first frame', async () => {
    const early = recordEarly();
    early.stop();
    await advance(1_000);
    expect(early.cookies).toBeUndefined();
  });

  it('the cookies are unknown in a frame that may not read them', async () => {
    const cookie = vi.spyOn(document, 'cookie', 'get').mockImplementation(() => {
      throw new DOMException('sandboxed', 'SecurityError');
    });
    const early = recordEarly();
    await advance(1_000);
    const looks = cookie.mock.calls.length;
    cookie.mockRestore();
    expect([early.cookies, looks > 0]).toEqual([undefined, true]);
    early.stop();
  });
});
