import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pages } from '../../src/plugins/pages.ts';
import { actionsOf, advance, cookies, setVisibility, start, useClock } from '../support/harness.ts';
import { openPage } from '../support/page.ts';
import { byHistory, byNavigation, restoreHistory } from './support/addresses.ts';

beforeEach(() => void useClock());
afterEach(restoreHistory);

const startPages = () => start({ plugins: [pages()] });

describe('the wrappers around history', () => {
  it('a wrapped pushState passes on the arguments of the page and the errors of the browser', () => {
    startPages();
    const state = { key: 1 };
    expect(history.pushState(state, '', '/mates')).toBeUndefined();
    expect(history.state).toEqual(state);
    expect(location.pathname).toBe('/mates');
    expect(() => history.pushState(null, '', 'https://elsewhere.example/')).toThrow();
    expect(() => history.pushState(null, '')).not.toThrow();
  });

  it('after stop the wrappers count nothing, and a later wrapper of the page stays in place', async () => {
    const { tracker, sent } = startPages();
    await advance(3000);
    const ours = history.pushState;
    const calls: unknown[] = [];
    history.pushState = function (this: History, ...values) {
      calls.push(values[2]);
      ours.apply(this, values);
    };
    const theirs = history.pushState;
    tracker.stop();
    expect(history.pushState).toBe(theirs);
    history.pushState(null, '', '/mates');
    await advance(3000);
    expect(calls).toEqual(['/mates']);
    expect(location.pathname).toBe('/mates');
    expect(actionsOf(sent)).toEqual(['page.viewed']);
  });

  it('each running tracker counts a pushed address once, also after another tracker was stopped and started again', async () => {
    const first = startPages();
    const second = start({ plugins: [pages()] }, {}, 'other');
    first.tracker.stop();
    const third = startPages();
    history.pushState(null, '', '/mates');
    await advance(3000);
    expect(actionsOf(second.sent)).toEqual(['page.viewed', 'page.viewed']);
    expect(third.sent.flatMap(({ events }) => events).filter(({ seq }) => Number(seq) > 0).length).toBeGreaterThan(1);
    expect(
      third.sent.flatMap(({ events }) => events).filter(({ page }) => JSON.stringify(page).includes('/mates')),
    ).toHaveLength(1);
  });

  it('history is not wrapped in a browser with the Navigation API', () => {
    const before = history.pushState;
    byNavigation();
    startPages();
    expect(history.pushState).toBe(before);
  });

  it('a step back is counted although the page stops popstate from propagating', async () => {
    const { sent } = startPages();
    const { traverse } = byHistory();
    const stop = (event: Event) => event.stopPropagation();
    window.addEventListener('popstate', stop);
    traverse('/mates');
    window.removeEventListener('popstate', stop);
    await advance(3000);
    expect(actionsOf(sent)).toEqual(['page.viewed', 'page.viewed']);
  });
});

describe('a prerendered page', () => {
  const prerender = (is: boolean) => Object.defineProperty(document, 'prerendering', { configurable: true, value: is });
  afterEach(() => void Reflect.deleteProperty(document, 'prerendering'));

  it('a prerendered page is counted when it is shown, and leaves no trace before', async () => {
    prerender(true);
    const { initialize, track, events } = await openPage();
    void initialize();
    void track('a.one');
    await advance(60_000);
    expect(events()).toEqual([]);
    expect(cookies()).toEqual({});
    expect(Object.keys(localStorage)).toEqual([]);
    prerender(false);
    document.dispatchEvent(new Event('prerenderingchange'));
    await advance(3000);
    expect(
      events()
        .map(({ action }) => action)
        .sort(),
    ).toEqual(['a.one', 'page.viewed']);
  });

  it('a prerendered page is not counted if the tracker stops before the page is shown', async () => {
    prerender(true);
    const { vitrina, initialize, events } = await openPage();
    void initialize();
    vitrina.stop();
    prerender(false);
    document.dispatchEvent(new Event('prerenderingchange'));
    await advance(3000);
    expect(events()).toEqual([]);
  });
});

it('a page view is sent although the page ends before its title was read', () => {
  const { lasting, sent, beacons } = startPages();
  setVisibility('hidden');
  window.dispatchEvent(new Event('pagehide'));
  expect(actionsOf([...new Set([...lasting, ...sent, ...beacons])])).toEqual(['page.viewed']);
});
