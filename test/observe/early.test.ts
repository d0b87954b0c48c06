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
