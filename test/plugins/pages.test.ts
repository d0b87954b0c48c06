import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pages } from '../../src/plugins/pages.ts';
import type { PageViewOptions, TrackerOptions } from '../../src/types/tracker.ts';
import {
  actionsOf,
  advance,
  HOME,
  pageTransition,
  setVisibility,
  start,
  storedIds,
  useClock,
  visit,
} from '../support/harness.ts';
import type { SentEvent } from '../support/harness.ts';
import { byHistory, byNavigation, restoreHistory } from './support/addresses.ts';

beforeEach(() => void useClock());
afterEach(restoreHistory);

describe.each([
  ['without the Navigation API', byHistory],
  ['with the Navigation API', byNavigation],
])('page views %s', (_name, browser) => {
  const open = (setting: boolean | PageViewOptions = true, options: Partial<TrackerOptions> = {}) => {
    const addresses = browser();
    const page = start({ plugins: [pages(setting)], ...options });
    /** Everything sent so far, in the order of the calls. */
    const events = async (): Promise<SentEvent[]> => {
      await advance(3000);
      return page.sent.flatMap((batch) => batch.events);
    };
    const views = async () =>
      (await events())
        .filter(({ action }) => action === 'page.viewed')
        .map(({ page: seen }) => (seen as { url: string }).url);
    return { ...page, ...addresses, events, views };
  };
  const at = (path: string) => HOME.slice(0, -1) + path;

  it('a page load is reported once, with the address, path, title and referrer of the page', async () => {
    visit(at('/mates?color=rojo#top'));
    document.title = 'Mates';
    const { events } = open();
    expect(await events()).toMatchObject([
      {
        action: 'page.viewed',
        observed_by: 'page',
        page: { url: at('/mates?color=rojo#top'), path: '/mates', title: 'Mates', referrer: '' },
      },
    ]);
  });

  it('each address that a page pushes, replaces or goes back to is one page view', async () => {
    const { push, replace, traverse, views } = open();
    push('/mates');
    await advance(500);
    replace('/termos');
    await advance(500);
    traverse('/mates');
    await advance(500);
    push('/mates/uno');
    expect(await views()).toEqual([HOME, at('/mates'), at('/termos'), at('/mates'), at('/mates/uno')]);
  });

  it('an address that is replaced by itself is not counted twice', async () => {
    const { push, replace, views } = open();
    replace('/');
    push('/mates');
    replace('/mates');
    await advance(1000);
    replace('/mates');
    expect(await views()).toEqual([HOME, at('/mates')]);
  });

  it('a page that pushes the address that it has already is not viewed again', async () => {
    const { push, replace, views } = open();
    // A modal adds an entry to the history, so that the button Back closes it.
    push('');
    push('/');
    push('/mates?q=1');
    push('/mates?q=1');
    replace('/mates?q=1');
    await advance(1000);
    push('/mates?q=1#modal');
    expect(await views()).toEqual([HOME, at('/mates?q=1')]);
  });

  it('an address whose query is replaced is the same page, until the path changes or another address is pushed', async () => {
    visit(at('/mates?utm_source=mail'));
    const { push, replace, traverse, views } = open();
    replace('/mates');
    for (const word of ['t', 'te', 'ter', 'term', 'termo']) replace(`/mates?q=${word}`);
    push('/mates?q=termo');
    push('/mates?variant=1');
    replace('/mates?variant=2');
    traverse('/mates?q=termo');
    replace('/termos?variant=2');
    replace('/termos?variant=3');
    expect(await views()).toEqual([
      at('/mates?utm_source=mail'),
      at('/mates?variant=1'),
      at('/mates?q=termo'),
      at('/termos?variant=2'),
    ]);
  });

  it('an address whose query is replaced is another page with the option replaced', async () => {
    const { push, replace, views } = open({ replaced: true });
    replace('/?p=1');
    replace('/?p=1');
    replace('/?p=2');
    push('/?p=2');
    expect(await views()).toEqual([HOME, at('/?p=1'), at('/?p=2')]);
  });

  it('the page before is the last address that it had, also where its query was replaced', async () => {
    const { push, replace, events } = open();
    replace('/?variant=2');
    push('/mates');
    expect((await events())[1]).toMatchObject({ page: { referrer: at('/?variant=2') } });
  });

  it('a change of the query is a page view, unless the option search is false', async () => {
    const { push, views, tracker } = open();
    push('/mates?color=rojo');
    push('/mates?color=azul');
    expect(await views()).toEqual([HOME, at('/mates?color=rojo'), at('/mates?color=azul')]);
    tracker.stop();
    visit(HOME);
    const other = open({ search: false });
    other.push('/mates?color=rojo');
    other.push('/mates?color=azul');
    other.replace('/mates?color=verde');
    expect(await other.views()).toEqual([HOME, at('/mates?color=rojo')]);
  });

  it('a change of the fragment is no page view, unless the option hash is true', async () => {
    const { push, jump, views, tracker } = open();
    jump('/#fotos');
    push('/#precio');
    expect(await views()).toEqual([HOME]);
    tracker.stop();
    visit(HOME);
    const other = open({ hash: true });
    other.jump('/#/mates');
    other.push('/#/termos');
    expect(await other.views()).toEqual([HOME, at('/#/mates'), at('/#/termos')]);
  });

  it('a router that adds its empty route to the address of the first page has shown no other page', async () => {
    const { replace, push, views } = open({ hash: true });
    replace('/#/');
    replace('/#!/');
    push('/#/mates');
    push('/#/');
    expect(await views()).toEqual([HOME, at('/#/mates'), at('/#/')]);
  });

  it('the whole route in a fragment is kept with the option hash, without its secrets', async () => {
    const { jump, push, replace, views } = open({ hash: true });
    jump('/#/mates?color=rojo&email=ana%40example.com&page=2');
    replace('/#/mates?color=azul');
    push('/#!/mates/uno?token=abc');
    replace('/#!/mates/dos?a=1');
    jump('/#/reset-password/abcdefghijkl?a=1');
    expect(await views()).toEqual([
      HOME,
      at('/#/mates?color=rojo&page=2'),
      at('/#!/mates/uno'),
      at('/#!/mates/dos?a=1'),
      HOME,
    ]);
  });

  it('addresses that the option ignore names are not counted, and an ignore function that throws ignores none', async () => {
    const { push, views, tracker } = open({ ignore: ({ pathname }) => pathname.startsWith('/modal') });
    push('/modal/size');
    push('/mates');
    expect(await views()).toEqual([HOME, at('/mates')]);
    tracker.stop();
    visit(HOME);
    const broken = open({
      ignore: () => {
        throw new Error('broken');
      },
    });
    expect(() => broken.push('/mates')).not.toThrow();
    expect(await broken.views()).toEqual([HOME, at('/mates')]);
  });

  it('no page view is reported where the option is false', async () => {
    const { push, views } = open(false);
    push('/mates');
    pageTransition('pageshow', true);
    expect(await views()).toEqual([]);
  });

  it('a page view names the address before it as the referrer, without its secrets', async () => {
    const { push, events } = open();
    push('/mates?token=abc&q=1');
    await advance(500);
    push('/termos');
    const referrers = (await events()).map(({ page }) => (page as { referrer: string }).referrer);
    expect(referrers).toEqual(['', HOME, at('/mates?q=1')]);
  });

  it('a page view has the title of the page that is shown, and the time of the navigation', async () => {
    document.title = 'Home';
    const { push, events } = open();
    await advance(10_000);
    push('/mates');
    await Promise.resolve();
    document.title = 'Mates';
    const [, view] = await events();
    expect(view).toMatchObject({ tracked_at: 1_795_262_410, page: { title: 'Mates', path: '/mates' } });
  });

  it.each([0, 20, 100, 400, 900])(
    'a page view has the title that the page sets %i ms after its address',
    async (ms) => {
      document.title = 'Home';
      const { push, track, events } = open();
      await advance(10_000);
      push('/mates');
      await advance(ms);
      document.title = 'Mates';
      await advance(60);
      void track('a.next');
      await advance(3000);
      expect(await events()).toMatchObject([
        { action: 'page.viewed', page: { title: 'Home' } },
        { action: 'page.viewed', seq: 2, tracked_at: 1_795_262_410, page: { title: 'Mates', path: '/mates' } },
        { action: 'a.next', seq: 3, page: { title: 'Mates' } },
      ]);
    },
  );

  it('a page view is sent as soon as the title changes, and after a second if it does not', async () => {
    document.title = 'Home';
    const { push, sent } = open();
    await advance(10_000);
    push('/mates');
    await advance(300);
    expect(actionsOf(sent)).toHaveLength(1);
    document.title = 'Mates';
    await advance(60);
    expect(actionsOf(sent)).toHaveLength(2);
    await advance(10_000);
    push('/otros-mates');
    await advance(900);
    expect(actionsOf(sent)).toHaveLength(2);
    await advance(200);
    expect(actionsOf(sent)).toHaveLength(3);
  });

  it('what is tracked while a page view waits for its title does not overtake it', async () => {
    document.title = 'Home';
    const { push, track, env, events } = open();
    await advance(10_000);
    push('/mates');
    await advance(100);
    void track('product.viewed', { object: 'x' });
    expect(storedIds(env)).toHaveLength(2);
    await advance(100);
    document.title = 'Mates';
    push('/termos');
    await advance(100);
    const seen = (await events()).slice(1);
    expect(seen.map(({ action, seq, tracked_at }) => [action, seq, tracked_at])).toEqual([
      ['page.viewed', 2, 1_795_262_410],
      ['product.viewed', 3, 1_795_262_410.1],
      ['page.viewed', 4, 1_795_262_410.2],
    ]);
  });

  it('a page view that waits for its title is sent when the page is hidden or ends', async () => {
    document.title = 'Home';
    const { push, lasting, beacons, sent } = open();
    await advance(10_000);
    push('/mates');
    await advance(100);
    setVisibility('hidden');
    pageTransition('pagehide');
    const left = [...new Set([...sent, ...lasting, ...beacons])].flatMap((batch) => batch.events);
    expect(left.at(-1)).toMatchObject({ action: 'page.viewed', page: { path: '/mates', title: 'Home' } });
  });

  it('a page view that waits for its title is dropped if the visitor denies consent', async () => {
    const { push, tracker, dropped, views } = open();
    await advance(10_000);
    push('/mates');
    await advance(100);
    tracker.consent('denied');
    expect(dropped).toMatchObject([{ action: 'page.viewed', reason: 'consent' }]);
    expect(await views()).toEqual([HOME]);
  });

  it('a page view comes before what is tracked after it in the same task', async () => {
    const { push, track, events } = open();
    push('/mates');
    void track('product.viewed', { object: 'x' });
    push('/termos');
    void track('a.last');
    const seen = await events();
    expect(seen.map(({ action, seq }) => [action, seq])).toEqual([
      ['page.viewed', 1],
      ['page.viewed', 2],
      ['product.viewed', 3],
      ['page.viewed', 4],
      ['a.last', 5],
    ]);
    const ids = seen.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
  });

  it('each page view reads the campaign of its own address', async () => {
    const { push, events } = open();
    push('/mates?utm_source=popup');
    expect((await events())[1]).toMatchObject({ utm_params: { source: 'popup' } });
  });

  it('a page that the back/forward cache restores is counted again, but an ordinary pageshow is not', async () => {
    const { views } = open();
    pageTransition('pageshow', false);
    expect(await views()).toHaveLength(1);
    pageTransition('pagehide', true);
    await advance(1000);
    pageTransition('pageshow', true);
    expect(await views()).toEqual([HOME, HOME]);
  });

  it('a page that is loaded in a background tab is counted', async () => {
    setVisibility('hidden');
    const { views } = open();
    expect(await views()).toHaveLength(1);
  });

  it('no page view is reported after stop', async () => {
    const { tracker, push, traverse, views } = open();
    expect(await views()).toHaveLength(1);
    tracker.stop();
    push('/mates');
    traverse('/');
    pageTransition('pageshow', true);
    expect(await views()).toHaveLength(1);
  });
});
