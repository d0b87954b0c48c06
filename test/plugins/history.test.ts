import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pages } from '../../src/plugins/pages.ts';
import { actionsOf, advance, cookies, setVisibility, start, useClock } from '../support/harness.ts';
import { openPage } from '../support/page.ts';
import { byHistory, byNavigation, restoreHistory } from './support/addresses.ts';

beforeEach(() => void useClock());
afterEach(restoreHistory);

const startPages = () => start({ plugins: [pages()] });

describe('the wrappers around history', () => {
  it('pass on what a page gives them, and its mistakes', () => {
    startPages();
    const state = { key: 1 };
    expect(history.pushState(state, '', '/mates')).toBeUndefined();
    expect(history.state).toEqual(state);
    expect(location.pathname).toBe('/mates');
    expect(() => history.pushState(null, '', 'https://elsewhere.example/')).toThrow();
    expect(() => history.pushState(null, '')).not.toThrow();
  });

  it('go quiet on stop, and leave those of others in their place', async () => {
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

  it('of several trackers and of starts after stop count each page once for each', async () => {
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

  it('are not there where the browser tells by itself', () => {
    const before = history.pushState;
    byNavigation();
    startPages();
    expect(history.pushState).toBe(before);
  });

  it('survive that the page looks at the event of a popstate by itself', async () => {
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

describe('a page that is being prerendered', () => {
  const prerender = (is: boolean) => Object.defineProperty(document, 'prerendering', { configurable: true, value: is });
  afterEach(() => void Reflect.deleteProperty(document, 'prerendering'));

  it('counts when it is shown, and leaves no trace before', async () => {
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

  it('counts nothing if the tracker was stopped before it is shown', async () => {
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

it('counts a page view that ends before its title was read', () => {
  const { lasting, sent, beacons } = startPages();
  setVisibility('hidden');
  window.dispatchEvent(new Event('pagehide'));
  expect(actionsOf([...new Set([...lasting, ...sent, ...beacons])])).toEqual(['page.viewed']);
});
