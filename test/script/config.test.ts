import { beforeEach, describe, expect, it } from 'vitest';
import { advance, cookies, silenceConsole, useClock } from '../support/harness.ts';
import { openScriptPage, page, scriptTag } from './support/script-page.ts';

beforeEach(() => void useClock());

const SCRIPT = 'https://collector.example/vitrina.js';

/** Loads the script, and returns the address and the business of the page view, if one was sent. */
const open = async (current: unknown, config?: unknown) => {
  const tools = openScriptPage();
  if (config !== undefined) page.vitrinaConfig = config;
  const vitrina = await tools.load(current);
  await advance(3000);
  const address = tools.addresses[0] && new URL(tools.addresses[0]);
  return { ...tools, vitrina, address, business: tools.sent[0]?.business };
};

describe('the id of the script', () => {
  it.each<[string, HTMLScriptElement, unknown]>([
    ['in vitrinaConfig', scriptTag(SCRIPT), { id: 'xy76ks' }],
    ['in the query of its address', scriptTag(`${SCRIPT}?id=xy76ks`), undefined],
    ['in data-id', scriptTag(SCRIPT, { 'data-id': 'xy76ks' }), undefined],
  ])('the script starts by itself with an id %s', async (_name, script, config) => {
    const { business, events } = await open(script, config);
    expect(business).toBe('xy76ks');
    expect(events()).toMatchObject([{ action: 'page.viewed' }]);
  });

  it('the script without an id waits for initialize', async () => {
    const { vitrina, sent, events } = await open(scriptTag(SCRIPT));
    expect(vitrina.isInitialized).toBe(false);
    expect(sent).toEqual([]);
    expect(cookies()).toEqual({});
    void vitrina.initialize('xy76ks');
    await advance(3000);
    expect(events()).toMatchObject([{ action: 'page.viewed' }]);
  });

  it('an id that looks like a number is kept as a text', async () => {
    const { business } = await open(scriptTag(`${SCRIPT}?id=0123456`));
    expect(business).toBe('0123456');
  });

  it('an invalid id is reported in the console, and nothing is sent', async () => {
    const error = silenceConsole();
    const { sent } = await open(scriptTag(`${SCRIPT}?id=${encodeURIComponent('{{id}}')}`));
    expect(error.mock.calls.flat().join(' ')).toMatch(/business/);
    expect(sent).toEqual([]);
  });
});

describe('the options of the script', () => {
  it('options of vitrinaConfig come before the query, and the query before data attributes', async () => {
    const tag = scriptTag(`${SCRIPT}?id=from-query&endpoint=https://query.example/in`, {
      'data-id': 'from-data',
      'data-endpoint': 'https://data.example/in',
      'data-page-views': 'false',
    });
    const all = await open(tag, { id: 'from-config', pageViews: true });
    expect(all.business).toBe('from-config');
    expect(all.address && all.address.origin).toBe('https://query.example');
  });

  it('options that are given as text are read as booleans, numbers and lists', async () => {
    const { vitrina, sent, events, address } = await open(
      scriptTag(
        `${SCRIPT}?id=xy76ks&endpoint=/in&pageViews=false&clicks=false&flushAfter=100&batchSize=2&redact=rut,%20socio&session=12345678`,
      ),
    );
    expect(address).toBeUndefined();
    history.replaceState(null, '', '/?socio=7&q=1');
    for (let index = 0; index < 4; index++) void vitrina.track('a.one');
    document.body.innerHTML = '<b data-vitrina-track="a.clicked">x</b>';
    document.querySelector('b')?.click();
    await advance(500);
    expect(sent.map((batch) => batch.events.length)).toEqual([2, 2]);
    expect(sent[0]?.session).toBe('12345678');
    expect(events()[0]).toMatchObject({ page: { url: 'http://shop.localhost:3000/?q=1' } });
  });

  it('options of the script reach initialize where the page calls it, which may change them', async () => {
    const { vitrina, sent, addresses } = await open(scriptTag(`${SCRIPT}?endpoint=/in&pageViews=false`));
    void vitrina.initialize('xy76ks', { endpoint: '/other' });
    void vitrina.track('a.one');
    await advance(1000);
    expect(addresses[0]).toMatch(/\/other\?b=xy76ks$/);
    expect(sent[0]?.events.map(({ action }) => action)).toEqual(['a.one']);
  });

  it.each(['pending', 'denied'])('no session is set and nothing is sent where consent is %s', async (consent) => {
    const { sent } = await open(scriptTag(`${SCRIPT}?id=xy76ks&consent=${consent}`));
    expect(sent).toEqual([]);
    expect(cookies().vitrina_session).toBeUndefined();
  });
});

describe('the endpoint', () => {
  it.each([
    ['https://collector.example/vitrina.js', 'https://collector.example/v1/events'],
    ['https://collector.example:8443/static/vitrina.js?v=3', 'https://collector.example:8443/v1/events'],
    ['https://notunpkg.com/vitrina.js', 'https://notunpkg.com/v1/events'],
  ])('the endpoint is where the script came from: %s', async (src, expected) => {
    const { address } = await open(scriptTag(src, { 'data-id': 'xy76ks' }));
    expect(address && address.origin + address.pathname).toBe(expected);
  });

  it.each([
    'https://unpkg.com/vitrina/dist/vitrina.js',
    'https://cdn.jsdelivr.net/npm/vitrina',
    'https://fastly.jsdelivr.net/npm/vitrina/dist/vitrina.js',
    'https://cdnjs.cloudflare.com/ajax/libs/vitrina/1.0.0/vitrina.js',
  ])('the endpoint must be given where the script came from a public network: %s', async (src) => {
    const error = silenceConsole();
    const { addresses } = await open(scriptTag(src, { 'data-id': 'xy76ks' }));
    expect(addresses).toEqual([]);
    expect(error.mock.calls.flat().join(' ')).toMatch(/endpoint/);
    const given = await open(scriptTag(src, { 'data-id': 'xy77', 'data-endpoint': 'https://shop.example/in' }));
    expect(given.addresses[0]).toBe('https://shop.example/in?b=xy77');
  });
});

describe('accidental names on the page', () => {
  it('an element with the id vitrinaConfig is no configuration', async () => {
    const element = Object.assign(document.createElement('div'), {
      id: 'vitrinaConfig',
      endpoint: 'https://evil.example/',
    });
    const { address, business } = await open(scriptTag(`${SCRIPT}?id=xy76ks`), element);
    expect(business).toBe('xy76ks');
    expect(address && address.origin).toBe('https://collector.example');
  });

  it('an element named currentScript is not taken for the script', async () => {
    const image = Object.assign(document.createElement('img'), { src: 'https://evil.example/vitrina.js?id=evil' });
    const { sent } = await open(image);
    expect(sent).toEqual([]);
  });

  it.each([['text'], [7], [null], [[{ id: 'x' }]]])('a vitrinaConfig that is %j is ignored', async (config) => {
    const { business } = await open(scriptTag(`${SCRIPT}?id=xy76ks`), config);
    expect(business).toBe('xy76ks');
  });
});

describe('a script that nobody has given an id', () => {
  const SENTENCE = /^vitrina: not started: its script needs \?id=….*vitrinaConfig = \{ id, endpoint \}/;

  it.each<[string, HTMLScriptElement | undefined]>([
    ['in the bundle of an optimiser', scriptTag('https://shop.example/cache/autoptimize_7f1c.js')],
    ['in a module or inline', undefined],
    ['without an id', scriptTag(SCRIPT)],
    ['with the id under a wrong name', scriptTag(`${SCRIPT}?ID=xy76ks`)],
    ['with an empty id', scriptTag(`${SCRIPT}?id=`)],
  ])('the console says once what is missing: a script %s', async (_name, script) => {
    const error = silenceConsole();
    const { sent } = await open(script);
    await advance(60_000);
    expect(error.mock.calls).toEqual([[expect.stringMatching(SENTENCE)]]);
    expect(sent).toEqual([]);
  });

  it('the console stays empty where the page calls initialize itself, or configures the script', async () => {
    const error = silenceConsole();
    const { load } = openScriptPage();
    const vitrina = await load(scriptTag(SCRIPT));
    await advance(1_000);
    await vitrina.initialize('xy76ks');
    await advance(60_000);
    await open(scriptTag('https://shop.example/cache/autoptimize_7f1c.js'), { id: 'xy77', endpoint: '/in' });
    await advance(60_000);
    expect(error.mock.calls).toEqual([]);
  });

  it('the console stays empty where a second tag brings the id', async () => {
    const error = silenceConsole();
    const { load, events } = openScriptPage();
    await load(scriptTag(SCRIPT));
    await load(scriptTag(`${SCRIPT}?id=xy76ks`));
    await advance(60_000);
    expect(error.mock.calls).toEqual([]);
    expect(events()).toMatchObject([{ action: 'page.viewed' }]);
  });
});
