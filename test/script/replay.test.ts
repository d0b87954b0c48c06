import { beforeEach, describe, expect, it } from 'vitest';
import { advance, cookies, silenceConsole, useClock } from '../support/harness.ts';
import { openScriptPage, page, placeStub, scriptTag } from './support/script-page.ts';

beforeEach(() => void useClock());

const SCRIPT = 'https://collector.example/vitrina.js';
const quiet = { pageViews: false };

describe('early calls', () => {
  it('calls made before the script has loaded are carried out in their order and with their own times', async () => {
    const { load, events } = openScriptPage();
    const stub = placeStub();
    void stub.initialize('xy76ks', quiet);
    void stub.track('a.one', { object: 'x' });
    await advance(2500);
    void stub.track('a.two');
    await advance(1500);
    await load(scriptTag(SCRIPT));
    await advance(3000);
    expect(events()).toMatchObject([
      { action: 'a.one', object: 'x', tracked_at: 1_795_262_400 },
      { action: 'a.two', tracked_at: 1_795_262_402.5 },
    ]);
  });

  it('an early call keeps a time that the page gave itself', async () => {
    const { load, events } = openScriptPage();
    const stub = placeStub();
    void stub.track('a.one', { tracked_at: 1_700_000_000 });
    await load(scriptTag(`${SCRIPT}?id=xy76ks&pageViews=false`));
    await advance(3000);
    expect(events()).toMatchObject([{ tracked_at: 1_700_000_000 }]);
  });

  it('a denial is carried out before all other early calls, whenever it was given', async () => {
    const { load, sent } = openScriptPage();
    const stub = placeStub();
    void stub.initialize('xy76ks');
    const answer = stub.track('a.one');
    stub.consent('denied');
    await load(scriptTag(SCRIPT));
    expect(cookies().vitrina_session).toBeUndefined();
    await advance(5000);
    expect(sent).toEqual([]);
    expect(Object.keys(localStorage).filter((key) => key.startsWith('vitrina:'))).toEqual([]);
    expect(await answer).toMatchObject({ failed: true });
  });

  it('the promises of early calls resolve as those of the real methods do', async () => {
    const { load } = openScriptPage();
    const stub = placeStub();
    const started = stub.initialize('xy76ks', quiet);
    const answer = stub.track('a.one');
    const bad = stub.track('nonsense');
    const flushed = stub.flush();
    await load(scriptTag(SCRIPT));
    await advance(1000);
    await expect(started).resolves.toBeUndefined();
    expect(await answer).toMatchObject({ succeeded: true });
    expect(await bad).toMatchObject({ failed: true, errors: [{ parameter: 'action' }] });
    await expect(flushed).resolves.toBeUndefined();
  });

  it('the promise of an early call rejects as that of the real method does, and a handled rejection is not logged', async () => {
    const error = silenceConsole();
    const { load } = openScriptPage();
    const stub = placeStub();
    const started = stub.initialize('no id', {}).catch((reason: unknown) => String(reason));
    await load(scriptTag(SCRIPT));
    expect(await started).toMatch(/^TypeError: .*business/);
    expect(error).not.toHaveBeenCalled();
  });

  it('a subscription made before the script has loaded hears of later events', async () => {
    const { load } = openScriptPage();
    const stub = placeStub();
    const heard: string[] = [];
    stub.on('delivered', ({ action }) => heard.push(action));
    void stub.initialize('xy76ks', quiet);
    void stub.track('a.one');
    await load(scriptTag(SCRIPT));
    await advance(1000);
    expect(heard).toEqual(['a.one']);
  });

  it('early calls wait for initialize where nothing starts the script', async () => {
    const { load, events } = openScriptPage();
    void placeStub().track('a.one');
    const vitrina = await load(scriptTag(SCRIPT));
    await advance(1000);
    expect(vitrina.isInitialized).toBe(false);
    void vitrina.initialize('xy76ks', quiet);
    await advance(1000);
    expect(events().map(({ action }) => action)).toEqual(['a.one']);
  });

  it.each([
    ['an unknown method', ['nonsense', []]],
    ['no method', [undefined, []]],
    ['something inherited', ['constructor', []]],
    ['nothing', null],
    ['a number', 7],
    ['a subscription to a signal that is none', ['on', ['nonsense', () => {}]]],
  ])('an early call that is nonsense is skipped: %s', async (_name, call) => {
    silenceConsole();
    const { load, events } = openScriptPage();
    const stub = placeStub();
    stub.q.push(call);
    void stub.track('a.one');
    await load(scriptTag(`${SCRIPT}?id=xy76ks&pageViews=false`));
    await advance(1000);
    expect(events().map(({ action }) => action)).toEqual(['a.one']);
  });

  it.each([['a text'], [[1, 2]], [7], [null]])(
    'an early call with props that are %j fails as the real call does',
    async (props) => {
      const { load, events } = openScriptPage();
      const answer = placeStub().track('a.one', props);
      await load(scriptTag(`${SCRIPT}?id=xy76ks&pageViews=false`));
      await advance(1000);
      expect(await answer).toMatchObject({ failed: true, errors: [{ parameter: 'props' }] });
      expect(events()).toEqual([]);
    },
  );
});

describe('a loaded script', () => {
  it('the page has the real methods once the script has loaded, and calls of the old stub arrive too', async () => {
    const { load, events } = openScriptPage();
    const stub = placeStub();
    const vitrina = await load(scriptTag(`${SCRIPT}?id=xy76ks&pageViews=false`));
    expect(vitrina).not.toBe(stub);
    const answer = stub.track('a.late');
    void vitrina.track('a.direct');
    await advance(1000);
    expect(events().map(({ action }) => action)).toEqual(['a.late', 'a.direct']);
    expect(await answer).toMatchObject({ succeeded: true });
  });
});

describe('a stub that is a function, as templates of Tag Manager make it', () => {
  const placeFunction = () => {
    const stub = function () {
      // eslint-disable-next-line prefer-rest-params -- this is what such a stub keeps
      stub.q.push(arguments as never);
    } as unknown as NonNullable<typeof page.vitrina>;
    stub.q = [] as never;
    page.vitrina = stub;
    return stub;
  };

  it('the calls of a stub that is a function are carried out in their order', async () => {
    const { load, events, sent } = openScriptPage();
    const stub = placeFunction();
    void stub('initialize', 'xy76ks', { ...quiet, endpoint: 'https://collector.example/in' });
    void stub('track', 'a.one', { object: 'x' });
    void stub('track', 'a.two');
    await load();
    await advance(1000);
    expect(events()).toMatchObject([{ action: 'a.one', object: 'x' }, { action: 'a.two' }]);
    expect(sent[0]?.business).toBe('xy76ks');
  });

  it('vitrina stays a function after the script has loaded, and has the methods too', async () => {
    const { load, events } = openScriptPage();
    const old = placeFunction();
    const vitrina = await load(scriptTag(`${SCRIPT}?id=xy76ks&pageViews=false`));
    expect(vitrina.isInitialized).toBe(true);
    expect(vitrina.session).toBeTruthy();
    const answer = vitrina('track', 'a.called');
    void vitrina.track('a.method');
    void old('track', 'a.old');
    await advance(1000);
    expect(events().map(({ action }) => action)).toEqual(['a.called', 'a.method', 'a.old']);
    expect(await answer).toMatchObject({ succeeded: true });
  });

  it('an unknown method name throws nothing into the page, before and after the script has loaded', async () => {
    const { load } = openScriptPage();
    const stub = placeFunction();
    expect(() => void stub('tracks', 'a.one')).not.toThrow();
    const vitrina = await load(scriptTag(`${SCRIPT}?id=xy76ks&pageViews=false`));
    expect(() => void vitrina('tracks', 'a.one')).not.toThrow();
  });

  it('a stub that is a function may deny consent', async () => {
    const { load, sent } = openScriptPage();
    const stub = placeFunction();
    void stub('initialize', 'xy76ks');
    void stub('track', 'a.one');
    void stub('consent', 'denied');
    await load(scriptTag(SCRIPT));
    await advance(3000);
    expect(sent).toEqual([]);
  });
});
