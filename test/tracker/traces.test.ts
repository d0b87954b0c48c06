import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clicks } from '../../src/plugins/clicks.ts';
import { pages } from '../../src/plugins/pages.ts';
import { restoreHistory } from '../plugins/support/addresses.ts';
import { advance, noAnswer, start, useClock } from '../support/harness.ts';

beforeEach(() => void useClock());
afterEach(restoreHistory);

/** Returns a function that lists the event types for which window and document have listeners now. */
const watchListeners = () => {
  const there: [target: EventTarget, type: string, callback: unknown][] = [];
  for (const target of [window, document] as EventTarget[]) {
    const { addEventListener, removeEventListener } = target;
    vi.spyOn(target, 'addEventListener').mockImplementation((type, callback, options) => {
      there.push([target, type, callback]);
      addEventListener.call(target, type, callback, options);
    });
    vi.spyOn(target, 'removeEventListener').mockImplementation((type, callback, options) => {
      const index = there.findIndex((one) => one[0] === target && one[1] === type && one[2] === callback);
      if (index > -1) there.splice(index, 1);
      removeEventListener.call(target, type, callback, options);
    });
  }
  return () => there.map(([, type]) => type);
};

const plugins = () => [pages(), clicks()];

describe('a stopped tracker', () => {
  it('a stopped tracker leaves no listener and no timer', async () => {
    const listeners = watchListeners();
    const { tracker, track } = start({ plugins: plugins() });
    void track('a.one');
    await advance(10_000);
    void track('a.two');
    await advance(5000);
    expect(listeners().length).toBeGreaterThan(4);
    tracker.stop();
    expect(listeners()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a tracker that is stopped while requests fail has no timer left after three seconds', async () => {
    const { tracker, track } = start({ plugins: plugins() }, { answer: () => noAnswer });
    void track('a.one');
    await advance(2500);
    void track('a.two');
    history.pushState(null, '', '/mates');
    tracker.stop();
    await advance(3000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('the tracker listens to pagehide, and not to unload or beforeunload, which cost the back/forward cache', async () => {
  const listeners = watchListeners();
  start({ plugins: plugins() });
  await advance(5000);
  expect(listeners()).toContain('pagehide');
  expect(listeners()).not.toContain('unload');
  expect(listeners()).not.toContain('beforeunload');
});

it('a page at rest has no timer running, so it may sleep', async () => {
  const { track, sent } = start({ plugins: plugins() });
  void track('a.one');
  await advance(60_000);
  expect(sent.length).toBeGreaterThan(0);
  expect(vi.getTimerCount()).toBe(0);
});

it('the tracker adds nothing to window', async () => {
  const before = Object.getOwnPropertyNames(window).length;
  const { track } = start({ plugins: plugins() });
  void track('a.one');
  await advance(5000);
  expect(Object.getOwnPropertyNames(window)).toHaveLength(before);
});
