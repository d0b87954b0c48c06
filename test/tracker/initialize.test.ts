import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Env } from '../../src/base/env.ts';
import { advance, cookies, ENDPOINT, silenceConsole, storedIds, useClock } from '../support/harness.ts';
import type { SentEvent } from '../support/harness.ts';
import { openPage, rejection } from '../support/page.ts';

beforeEach(() => void useClock());

const inStorage = () => storedIds({ storage: { keys: () => Object.keys(localStorage) } } as Env);

describe('importing', () => {
  it('importing the module does nothing: no cookie, no storage, no request, no listener, no global', async () => {
    const spies = [vi.spyOn(window, 'addEventListener'), vi.spyOn(document, 'addEventListener')];
    const { vitrina, sent } = await openPage();
    await advance(60_000);
    expect(vitrina.isInitialized).toBe(false);
    expect(vitrina.session).toBeUndefined();
    expect(cookies()).toEqual({});
    expect(Object.keys(localStorage)).toEqual([]);
    expect(sent).toEqual([]);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    expect('vitrina' in window).toBe(false);
  });
});

describe('initialize', () => {
  it('initialize has done its work when it returns, before its promise settles', async () => {
    const { vitrina, initialize, track } = await openPage();
    void initialize({ pageViews: false });
    expect(vitrina.isInitialized).toBe(true);
    expect(vitrina.session).toMatch(/^[\w-]{8,64}$/);
    void track('a.one');
    expect(inStorage()).toHaveLength(1);
  });

  it('initialize reports the page view by default', async () => {
    const { initialize, events } = await openPage();
    await initialize();
    await advance(2000);
    expect(events()).toMatchObject([{ action: 'page.viewed', observed_by: 'page', seq: 1 }]);
  });

  it('a second initialize with the same id changes nothing and sends nothing twice', async () => {
    const { vitrina, initialize, events } = await openPage();
    await initialize();
    const { session } = vitrina;
    await initialize({ session: 'another-session', endpoint: 'https://other.example/' });
    await advance(2000);
    expect(vitrina.session).toBe(session);
    expect(events()).toHaveLength(1);
  });

  it('a second initialize with the same id takes over its consent', async () => {
    const { vitrina, initialize, track } = await openPage();
    await initialize({ pageViews: false });
    await initialize({ consent: 'denied' });
    expect(await track('a.one')).toMatchObject({ failed: true, queued: false });
    expect(vitrina.session).toBeUndefined();
    await initialize({ consent: 'granted' });
    const answer = track('a.two');
    await advance(100);
    expect(await answer).toMatchObject({ succeeded: true });
  });

  it('a second initialize with another id is rejected with an error that names both, and the first tracker goes on', async () => {
    const { initialize, track } = await openPage();
    await initialize({ pageViews: false });
    const said = await rejection(initialize({}, 'other'));
    expect(said).toContain('xy76ks');
    expect(said).toContain('other');
    expect(said).toMatch(/createTracker/);
    const answer = track('a.one');
    await advance(100);
    expect(await answer).toMatchObject({ succeeded: true });
  });

  it('initialize starts again after stop, also with another id, as StrictMode and hot reload need it', async () => {
    const { vitrina, initialize, track, sent } = await openPage();
    await initialize({ pageViews: false });
    const { session } = vitrina;
    vitrina.stop();
    expect(vitrina.isInitialized).toBe(false);
    await initialize({ pageViews: false });
    expect(vitrina.session).toBe(session);
    void track('a.one');
    await advance(2000);
    vitrina.stop();
    await initialize({ pageViews: false }, 'other');
    void track('a.two');
    await advance(2000);
    expect(sent.map(({ business }) => business)).toEqual(['xy76ks', 'other']);
  });

  it('each start counts the page view once if a while has passed since the stop, and a stopped tracker counts none', async () => {
    const { vitrina, initialize, events } = await openPage();
    for (let index = 0; index < 3; index++) {
      await initialize();
      await advance(2000);
      vitrina.stop();
      await advance(60_000);
    }
    history.pushState(null, '', '/elsewhere');
    await advance(2000);
    expect(events()).toHaveLength(3);
  });

  describe('a stop that is followed by a start at once, as in the effects of React in development', () => {
    const paths = (events: SentEvent[]) => events.map(({ page }) => (page as { path: string }).path);

    it.each([
      ['before the page is idle', 0],
      ['after the view was sent', 2_000],
    ])('the page is counted once, %s', async (_name, ms) => {
      const { vitrina, initialize, events } = await openPage();
      await initialize();
      await advance(ms);
      for (let index = 0; index < 3; index++) {
        vitrina.stop();
        await advance(index * 400);
        await initialize();
      }
      await advance(60_000);
      expect(paths(events())).toEqual(['/']);
      history.pushState(null, '', '/mates');
      await advance(60_000);
      expect(paths(events())).toEqual(['/', '/mates']);
    });

    it('another address counts', async () => {
      const { vitrina, initialize, events } = await openPage();
      await initialize();
      vitrina.stop();
      history.replaceState(null, '', '/mates');
      await initialize();
      await advance(60_000);
      expect(paths(events()).sort()).toEqual(['/', '/mates']);
    });

    it('a page that was entered by the history of the running tracker is counted once', async () => {
      const { vitrina, initialize, events } = await openPage();
      await initialize();
      await advance(2_000);
      history.pushState(null, '', '/mates');
      vitrina.stop();
      await initialize();
      await advance(60_000);
      expect(paths(events())).toEqual(['/', '/mates']);
    });

    it('another business counts', async () => {
      const { vitrina, initialize, sent } = await openPage();
      await initialize();
      await advance(2_000);
      vitrina.stop();
      await initialize({}, 'other');
      await advance(60_000);
      expect(sent.map(({ business }) => business)).toEqual(['xy76ks', 'other']);
    });

    it('a view that was not reported before the stop counts', async () => {
      const { vitrina, initialize, events } = await openPage();
      await initialize({ pageViews: false });
      vitrina.stop();
      await initialize({ consent: 'pending' });
      vitrina.stop();
      await initialize({ consent: 'granted' });
      await advance(60_000);
      expect(paths(events())).toEqual(['/']);
    });

    it('a visitor who allows again after a denial is counted again', async () => {
      const { vitrina, initialize, events } = await openPage();
      await initialize();
      await advance(2_000);
      vitrina.consent('denied');
      vitrina.stop();
      await initialize();
      vitrina.consent('granted');
      await advance(60_000);
      expect(paths(events())).toEqual(['/', '/']);
    });
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['null', null],
    ['a number', 7],
    ['an object', {}],
    ['a text with spaces', 'my shop'],
    ['the text of a template', '{{id}}'],
  ])('initialize is rejected where the business id is %s', async (_name, id) => {
    const { vitrina, initialize } = await openPage();
    // `begin` would replace `undefined` by its default id.
    const promise =
      id === undefined ? vitrina.initialize(id as never, { endpoint: ENDPOINT }) : initialize({}, id as never);
    const said = await rejection(promise);
    expect(said).toMatch(/^TypeError: .*business/i);
    expect(vitrina.isInitialized).toBe(false);
  });

  it.each([
    ['no endpoint', undefined],
    ['an empty one', ''],
    ['a host without a scheme', 'collector.example/v1'],
    ['no URL', 'http://'],
    ['another scheme', 'ftp://collector.example/'],
    ['a script', 'javascript:alert(1)'],
    ['a number', 7],
    ['null', null],
  ])('initialize is rejected and names endpoint where the endpoint is invalid: %s', async (_name, endpoint) => {
    const { vitrina, initialize } = await openPage();
    const said = await rejection(initialize({ endpoint: endpoint as never }));
    expect(said).toMatch(/^TypeError: .*endpoint/);
    expect(vitrina.isInitialized).toBe(false);
    expect(cookies()).toEqual({});
  });

  it('initialize can be called again right after it was rejected', async () => {
    const { initialize, track } = await openPage();
    await rejection(initialize({ endpoint: 'nonsense' }));
    await initialize({ pageViews: false });
    const answer = track('a.one');
    await advance(100);
    expect(await answer).toMatchObject({ succeeded: true });
  });

  it('initialize is not rejected where the network fails', async () => {
    const { initialize } = await openPage(() => {
      throw new TypeError('Failed to fetch');
    });
    await expect(initialize()).resolves.toBeUndefined();
  });

  it('nothing is written to the console without debug', async () => {
    const spies = [silenceConsole(), vi.spyOn(console, 'log'), vi.spyOn(console, 'warn')];
    const { vitrina, initialize, track } = await openPage();
    await initialize({ odd: 1 } as never);
    void track('nonsense');
    void track('cart.added');
    await advance(2000);
    vitrina.consent('denied');
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });
});
