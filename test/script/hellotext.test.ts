import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { hellotext } from '../../src/hellotext/hellotext.ts';
import { advance, cookies, useClock } from '../support/harness.ts';
import { openScriptPage, page, scriptTag } from './support/script-page.ts';

beforeEach(() => void useClock());

const SCRIPT = 'https://collector.example/vitrina.storefront.js?id=xy76ks&destination=hellotext';

/** A page whose further scripts arrive, or fail, when the test says so. */
const openShop = () => {
  const world = openScriptPage();
  const requests: [address: string, body: Record<string, unknown>][] = [];
  vi.stubGlobal('fetch', async (address: string, { body }: { body: string }) => {
    requests.push([address, JSON.parse(body) as Record<string, unknown>]);
    return new Response('{"status":"received"}');
  });
  const asked: HTMLScriptElement[] = [];
  const append = vi.spyOn(document.head, 'append').mockImplementation((script) => {
    asked.push(script as HTMLScriptElement);
  });
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => void append.mockRestore());
  const load = async (address = SCRIPT) => {
    Object.defineProperty(document, 'currentScript', { configurable: true, value: scriptTag(address) });
    vi.resetModules();
    await import('../../src/script/entries/storefront.ts');
    Object.defineProperty(document, 'currentScript', { configurable: true, value: null });
    return page.vitrina as NonNullable<typeof page.vitrina>;
  };
  const take = () =>
    asked.splice(
      asked.findIndex(({ src }) => /hellotext/.test(src)),
      1,
    )[0];
  return {
    ...world,
    load,
    asked,
    said: () => said.mock.calls.flat().map(String),
    arrive() {
      (page.vitrina as unknown as { parts: object }).parts = { 'hellotext-destination': hellotext };
      take()?.onload?.(new Event('load'));
    },
    fail: () => (take()?.onerror as () => void)(),
    requests,
    addresses: () => [...new Set(requests.map(([address]) => address))].sort(),
    tracked: () =>
      requests.filter(([address]) => address.endsWith('/track/events')).map(([, { action }]) => action as string),
    stored: () =>
      Object.keys(localStorage)
        .filter((key) => /^vitrina:1:xy76ks:[^~]/.test(key))
        .map((key) => (JSON.parse(localStorage.getItem(key) ?? '') as { action: string }).action),
  };
};

const API = 'https://api.hellotext.com/v1';

describe('the storefront script with Hellotext as destination', () => {
  it('nothing goes anywhere until the destination has loaded, and then everything goes to it with its own time', async () => {
    const { load, asked, arrive, requests, addresses, tracked } = openShop();
    const vitrina = await load();
    expect(asked.map(({ src }) => src)).toEqual(['https://collector.example/vitrina.hellotext-destination.js']);
    void vitrina.track('a.one');
    await advance(60_000);
    expect(requests).toEqual([]);
    arrive();
    await advance(60_000);
    expect(addresses()).toEqual([`${API}/public/acks`, `${API}/track/events`]);
    expect(tracked().sort()).toEqual(['a.one', 'page.viewed']);
    expect(requests.find(([, { action }]) => action === 'a.one')?.[1].tracked_at).toBe(1_795_262_400);
    expect(Object.keys(cookies()).some((name) => name.startsWith('hello_session'))).toBe(true);
    expect(Object.keys(cookies()).filter((name) => name.startsWith('vitrina'))).toEqual([]);
  });

  it('the address of the API and resend are options of the tag', async () => {
    const { load, arrive, addresses, said } = openShop();
    await load(`${SCRIPT}&apiRoot=https://api.example/v2&resend=true&debug=true`);
    arrive();
    await advance(60_000);
    expect(addresses()).toEqual(['https://api.example/v2/public/acks', 'https://api.example/v2/track/events']);
    expect(said()).toEqual([]);
  });

  it('a wrong address of the API is named in the console, and nothing is sent', async () => {
    const { load, arrive, requests, said } = openShop();
    await load(`${SCRIPT}&apiRoot=nowhere`);
    arrive();
    await advance(60_000);
    expect(requests).toEqual([]);
    expect(said()).toEqual([expect.stringMatching(/apiRoot must be an http address/)]);
  });

  it('if the destination cannot be loaded, events are stored and the next page sends them', async () => {
    const first = openShop();
    const vitrina = await first.load(`${SCRIPT}&debug=true`);
    void vitrina.track('a.one');
    first.fail();
    void vitrina.track('a.two');
    await advance(60_000);
    expect(first.requests).toEqual([]);
    expect(first.stored().sort()).toEqual(['a.one', 'a.two', 'page.viewed']);
    expect(first.said()).toEqual(['vitrina: vitrina.hellotext-destination.js was not loaded']);
    const { hello_session: session } = cookies();
    vitrina.stop();
    delete page.vitrina;
    const next = openShop();
    await next.load();
    next.arrive();
    await advance(60_000);
    expect(next.tracked().sort()).toEqual(['a.one', 'a.two', 'page.viewed', 'page.viewed']);
    expect([...new Set(next.requests.map(([, body]) => body.session))]).toEqual([session]);
  });

  it('a page that ends before the destination has loaded leaves its events to the next page', async () => {
    const { load, stored, requests } = openShop();
    const vitrina = await load();
    void vitrina.track('a.one');
    window.dispatchEvent(new Event('pagehide'));
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect(stored().sort()).toEqual(['a.one', 'page.viewed']);
    await advance(60_000);
    expect(requests).toEqual([]);
  });

  it('without its file, what Hellotext has stored stays as it is, and a denial erases it', async () => {
    history.replaceState(null, '', '/?utm_source=mail&utm_medium=letter&gclid=Cj0KCQ');
    const first = openShop();
    const known = await first.load();
    first.arrive();
    void known.identify('77');
    await advance(60_000);
    known.stop();
    delete page.vitrina;
    const formatted = () => Object.entries(cookies()).filter(([name]) => /^hello_(u|click)/.test(name));
    const before = formatted();
    expect(before.map(([name]) => name)).toEqual(expect.arrayContaining(['hello_user_id', 'hello_utm']));
    history.replaceState(null, '', '/?utm_source=ads&utm_medium=cpc');
    const { load, fail } = openShop();
    const vitrina = await load();
    fail();
    await advance(60_000);
    expect(formatted()).toEqual(before);
    vitrina.consent('denied');
    expect(Object.keys(cookies()).filter((name) => name !== 'hello_consent')).toEqual([]);
  });

  it('a tracker that is stopped while the destination loads does not start', async () => {
    const { load, arrive, requests } = openShop();
    const vitrina = await load();
    vitrina.stop();
    arrive();
    await advance(60_000);
    expect(vitrina.isInitialized).toBe(false);
    expect(requests).toEqual([]);
  });

  it('a denial while the destination loads holds', async () => {
    const { load, arrive, requests } = openShop();
    const vitrina = await load();
    void vitrina.track('a.one');
    vitrina.consent('denied');
    arrive();
    await advance(60_000);
    expect(requests).toEqual([]);
  });

  it('the tag of another business does not take the tracker that waits for its destination', async () => {
    const { load, arrive, tracked, sent, requests } = openShop();
    const vitrina = await load();
    await load('https://collector.example/vitrina.storefront.js?id=other');
    void vitrina.track('a.one');
    await advance(1_000);
    arrive();
    await advance(60_000);
    expect(sent).toEqual([]);
    expect(tracked().sort()).toEqual(['a.one', 'page.viewed']);
    expect(requests.filter(([address]) => address.includes('b=other'))).toHaveLength(1);
  });

  it('a second initialize with the same id loads and counts nothing twice', async () => {
    const { load, arrive, asked, tracked } = openShop();
    const vitrina = await load();
    arrive();
    await advance(1_000);
    await vitrina.initialize('xy76ks', { consent: 'granted' });
    await advance(60_000);
    expect(asked.filter(({ src }) => /hellotext/.test(src))).toEqual([]);
    expect(tracked()).toEqual(['page.viewed']);
  });
});
