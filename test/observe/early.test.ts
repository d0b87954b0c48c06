import { expect, it, onTestFinished } from 'vitest';
import { recordEarly } from '../../src/observe/early.ts';

it('what a shop posts as it begins is kept, however much others post to the page', () => {
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

it('what the cookies said as the script began is kept for the adapter that is on its way, and for no later one', () => {
  document.cookie = 'cart=1; path=/';
  onTestFinished(() => void (document.cookie = 'cart=; path=/; max-age=0'));
  const early = recordEarly();
  document.cookie = 'cart=2; path=/';
  expect(early.cookies).toContain('cart=1');
  early.stop();
  expect(early.cookies).toBeUndefined();
});
