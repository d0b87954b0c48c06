import { beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, silenceConsole, useClock } from '../support/harness.ts';
import { openScriptPage, page, placeStub, scriptTag } from './support/script-page.ts';

beforeEach(() => void useClock());

const tag = (id: string, more = '') => scriptTag(`https://collector.example/vitrina.js?id=${id}${more}`);

describe('a second copy of the script', () => {
  it('a second copy of the script with the same id does nothing', async () => {
    const { load, events } = openScriptPage();
    const first = await load(tag('xy76ks'));
    const { session } = first;
    const second = await load(tag('xy76ks', '&session=another-session'));
    expect(second).toBe(first);
    expect(second.session).toBe(session);
    history.pushState(null, '', '/mates');
    await advance(5000);
    expect(events().map(({ action }) => action)).toEqual(['page.viewed', 'page.viewed']);
  });

  it('a second copy of the script with another id makes a second tracker, and the first keeps the name vitrina', async () => {
    const { load, sent } = openScriptPage();
    const first = await load(tag('shop-one'));
    expect(await load(tag('shop-two', '&endpoint=https://two.example/in'))).toBe(first);
    void first.track('a.one');
    await advance(5000);
    const actions = (business: string) =>
      sent.filter((batch) => batch.business === business).flatMap(({ events }) => events.map(({ action }) => action));
    expect(actions('shop-one').sort()).toEqual(['a.one', 'page.viewed']);
    expect(actions('shop-two')).toEqual(['page.viewed']);
  });

  it('a second copy of the script without an id does nothing', async () => {
    const { load, events } = openScriptPage();
    const first = await load(tag('xy76ks'));
    expect(await load(scriptTag('https://collector.example/vitrina.js'))).toBe(first);
    await advance(5000);
    expect(events()).toHaveLength(1);
  });

  it('a second copy of the script with an id starts the first one, if that still waits for an id', async () => {
    const { load, events } = openScriptPage();
    void placeStub().track('a.one');
    const first = await load(scriptTag('https://collector.example/vitrina.js'));
    expect(first.isInitialized).toBe(false);
    await load(tag('xy76ks'));
    await advance(5000);
    expect(page.vitrina).toBe(first);
    expect(first.isInitialized).toBe(true);
    expect(events().map(({ action }) => action)).toEqual(['a.one', 'page.viewed']);
  });

  it('two copies of the script and two calls of initialize count the page once', async () => {
    const { load, events } = openScriptPage();
    void placeStub().initialize('xy76ks');
    const vitrina = await load(tag('xy76ks'));
    await expect(vitrina.initialize('xy76ks')).resolves.toBeUndefined();
    await load(tag('xy76ks'));
    await advance(5000);
    expect(events()).toHaveLength(1);
  });

  it('another library that calls itself vitrina is not taken for a copy of the script', async () => {
    const { load, events } = openScriptPage();
    page.vitrina = { library: 'another/1.0', isInitialized: true, trackers: { xy76ks: {} } } as never;
    await load(tag('xy76ks'));
    await advance(5000);
    expect(events()).toHaveLength(1);
  });
});

describe('a script that a tag manager rebuilds', () => {
  it('a script that a tag manager rebuilds finds its options in its address, though it is no current script', async () => {
    const { load, addresses, sent } = openScriptPage();
    const script = tag('xy76ks', '&pageViews=true');
    script.id = 'vitrina';
    const original = document.getElementsByTagName.bind(document);
    // The script counts as part of the page, but the test's document must not load its file.
    document.getElementsByTagName = ((name: string) =>
      name.toLowerCase() === 'script' ? [document.createElement('script'), script] : original(name)) as never;
    await load(null);
    Reflect.deleteProperty(document, 'getElementsByTagName');
    await advance(3000);
    expect(sent[0]?.business).toBe('xy76ks');
    expect(addresses[0]).toBe('https://collector.example/v1/events?b=xy76ks');
  });
});

it('the script replaces anything else that is called vitrina', async () => {
  silenceConsole();
  for (const other of [document.createElement('div'), { q: 'no list' }, { library: 'vitrina' }, 'text', null]) {
    const { load } = openScriptPage();
    page.vitrina = other as never;
    const vitrina = await load(scriptTag('https://collector.example/vitrina.js'));
    expect(typeof vitrina.track).toBe('function');
    expect(vitrina.isInitialized).toBe(false);
    page.vitrina = undefined;
  }
  // The console has said by then that nothing starts the script.
  await advance(5_000);
  expect(vi.getTimerCount()).toBe(0);
});
