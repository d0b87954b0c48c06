// @vitest-environment node
import { describe, expect, it, vi } from 'vitest';
import { hellotext } from '../../../src/hellotext/sandbox/index.ts';
import { openNube } from '../../sandbox/nube/support/fake-nube.ts';
import { paid, toState } from '../../sandbox/nube/support/samples.ts';
import { fakeCookies, openShopify } from '../../sandbox/pixel/support/fake-shopify.ts';
import { added, checkoutStarted, completed, pageViewed, productViewed } from '../../sandbox/pixel/support/samples.ts';
import { advance, fakeArea, KEY, storedIds } from '../../sandbox/support/sandbox.ts';

const API = 'https://api.hellotext.com/v1';
const settings = { businessId: 'xy76ks' };
const options = { destination: hellotext };

type Answer = (action: unknown) => Response | Promise<Response>;
const received: Answer = () => new Response('{"status":"received"}');
const never: Answer = () => new Promise(() => {});

/** Hellotext's API, which answers as the test says. `onSend` is called as a request leaves. */
const fakeApi = (onSend: (action: unknown) => void = () => {}) => {
  const requests: { address: string; body: Record<string, unknown>; headers: Record<string, string> }[] = [];
  const api = {
    requests,
    answer: received,
    tracked: () =>
      requests.filter(({ address }) => address.endsWith('/track/events')).map(({ body }) => String(body.action)),
    acks: () => requests.filter(({ address }) => address.endsWith('/public/acks')),
  };
  vi.stubGlobal('fetch', async (address: string, init: { body: string; headers: Record<string, string> }) => {
    const body = JSON.parse(init.body) as Record<string, unknown>;
    requests.push({ address, body, headers: init.headers });
    onSend(body.action);
    return address.endsWith('/public/acks') ? received(undefined) : api.answer(body.action);
  });
  return api;
};

const openPixel = (over: Parameters<typeof openShopify>[0] = {}) => openShopify({ settings, options, ...over });

describe('a web pixel with Hellotext as destination', () => {
  it('each action goes to the API in its own request, with the session of Hellotext, and nothing goes anywhere else', async () => {
    const api = fakeApi();
    const { publish, sent, cookies } = openPixel();
    publish(pageViewed());
    publish(productViewed());
    publish(added(2));
    publish(checkoutStarted());
    publish(completed());
    await advance(60_000);
    expect(sent).toEqual([]);
    expect(api.tracked()).toEqual([
      'page.viewed',
      'product.viewed',
      'cart.added',
      'checkout.started',
      'order.placed',
      'coupon.redeemed',
    ]);
    expect(api.acks()).toHaveLength(1);
    const session = cookies.kept.get('hello_session');
    expect(session).toMatch(/^[\w-]{36}$/);
    expect([...new Set(api.requests.map(({ body }) => body.session))]).toEqual([session]);
    expect([...new Set(api.requests.map(({ headers }) => headers.Authorization ?? headers.authorization))]).toEqual([
      'Bearer xy76ks',
    ]);
    expect([...cookies.kept.keys()].filter((name) => !name.startsWith('hello_'))).toEqual([]);
    expect(api.requests.every(({ address }) => address.startsWith(API))).toBe(true);
  });

  it('a visitor whom Hellotext.js knows keeps session, user and campaign', async () => {
    const api = fakeApi();
    const known = {
      hello_session: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11',
      hello_user_id: '77',
      hello_user_source: 'shopify',
      hello_utm: encodeURIComponent('{"source":"mail","medium":"letter"}'),
      hello_session_ack_at: '2026-11-01T00:00:00.000Z',
    };
    const cookies = fakeCookies('shop.example', new Map(Object.entries(known)));
    const { publish } = openPixel({ cookies });
    publish(pageViewed());
    await advance(60_000);
    expect(api.acks()).toEqual([]);
    expect(api.requests.map(({ body }) => body)).toMatchObject([
      {
        session: known.hello_session,
        user_parameters: { id: '77', source: 'shopify' },
        utm_params: { source: 'mail', medium: 'letter' },
      },
    ]);
    expect(cookies.kept.get('hello_user_id')).toBe('77');
  });

  it('an event, and the note that it is being sent, are stored before it is sent', async () => {
    const area = fakeArea();
    area.delay = 40;
    const notes: boolean[] = [];
    fakeApi((action) => {
      if (action !== 'page.viewed') return;
      const [id = ''] = storedIds(area);
      notes.push(area.kept.has(KEY + id), area.kept.has(`${KEY}~sent:${id}`));
    });
    openPixel({ area }).publish(pageViewed());
    await advance(60_000);
    expect(notes).toEqual([true, true]);
  });

  it('what may have arrived before the page ended is not sent again, except for an order', async () => {
    const api = fakeApi();
    api.answer = never;
    const area = fakeArea();
    const cookies = fakeCookies();
    const first = openPixel({ area, cookies });
    first.publish(pageViewed());
    first.publish(completed());
    await advance(1_000);
    expect(api.tracked()).toEqual(['page.viewed']);
    // The worker ends without an event: what it had in memory is gone, and its requests get no answer.
    const left = fakeArea(new Map(area.kept));
    first.stop();
    api.requests.length = 0;
    api.answer = received;
    openPixel({ area: left, cookies });
    await advance(300_000);
    expect(api.tracked()).toEqual(['order.placed', 'coupon.redeemed']);
    expect(storedIds(left)).toEqual([]);
    expect([...left.kept.keys()].filter((key) => key.includes('~sent'))).toEqual([]);
  });

  it('an event whose order was sent without an answer is sent again', async () => {
    const api = fakeApi();
    api.answer = (action) => (action === 'order.placed' ? never(action) : received(action));
    const area = fakeArea();
    const first = openPixel({ area });
    first.publish(completed());
    await advance(1_000);
    const left = fakeArea(new Map(area.kept));
    first.stop();
    api.requests.length = 0;
    api.answer = received;
    openPixel({ area: left });
    await advance(300_000);
    // The order waits for as long as its answer may come.
    expect(api.tracked()).toEqual(['coupon.redeemed', 'order.placed']);
  });

  it('what the API cannot take now is sent later, by the next page', async () => {
    const api = fakeApi();
    api.answer = () => new Response('', { status: 503 });
    const area = fakeArea();
    const first = openPixel({ area });
    first.publish(pageViewed());
    await advance(1_000);
    first.stop();
    await advance(100);
    api.requests.length = 0;
    api.answer = received;
    openPixel({ area });
    await advance(300_000);
    expect(api.tracked()).toEqual(['page.viewed']);
  });

  it.each([0, 20, 400])('two tabs that find the events of an ended page send each once (%i ms apart)', async (ms) => {
    const api = fakeApi();
    api.answer = () => new Response('', { status: 503 });
    const area = fakeArea();
    area.delay = 7;
    const first = openPixel({ area });
    for (let index = 0; index < 5; index++) first.publish(Object.assign(pageViewed(), { id: `event-${index}` }));
    await advance(1_000);
    first.stop();
    await advance(3_600_000);
    api.requests.length = 0;
    api.answer = async () => {
      await new Promise((done) => setTimeout(done, 900));
      return new Response('{"status":"received"}');
    };
    openPixel({ area });
    await advance(ms);
    openPixel({ area });
    await advance(300_000);
    expect(api.tracked()).toHaveLength(5);
    expect(storedIds(area)).toEqual([]);
  });

  it('a visitor who refuses leaves nothing in storage and cookies, and nothing is sent', async () => {
    const api = fakeApi();
    api.answer = never;
    const { publish, answer, area, cookies } = openPixel();
    cookies.kept.set('hello_user_id', '77');
    publish(pageViewed());
    await advance(1_000);
    answer(false);
    await advance(60_000);
    expect([...area.kept.keys()]).toEqual([]);
    expect([...cookies.kept.keys()]).toEqual([]);
    api.requests.length = 0;
    publish(productViewed());
    await advance(60_000);
    expect(api.requests).toEqual([]);
  });

  it('an event is sent also where storage fails', async () => {
    const api = fakeApi();
    const area = fakeArea();
    area.mood = 'rejects';
    openPixel({ area }).publish(pageViewed());
    await advance(60_000);
    expect(api.tracked()).toEqual(['page.viewed']);
  });

  it('in a sandbox without fetch, events wait for a page that has it', async () => {
    vi.stubGlobal('fetch', undefined);
    const area = fakeArea();
    const first = openPixel({ area });
    first.publish(pageViewed());
    await advance(60_000);
    expect(storedIds(area)).toHaveLength(1);
    first.stop();
    const api = fakeApi();
    openPixel({ area });
    await advance(300_000);
    expect(api.tracked()).toEqual(['page.viewed']);
  });

  it('the address of the API is a setting, and a wrong one is named in the console', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const api = fakeApi();
    openPixel({ settings: { ...settings, apiRoot: 'https://api.example/v2/', resend: 'true' } }).publish(pageViewed());
    await advance(60_000);
    expect(api.requests.map(({ address }) => address)).toContain('https://api.example/v2/track/events');
    expect(said).not.toHaveBeenCalled();
    api.requests.length = 0;
    openPixel({ settings: { ...settings, apiRoot: 'nowhere' } }).publish(pageViewed());
    await advance(60_000);
    expect(api.requests).toEqual([]);
    expect(said.mock.calls).toEqual([[expect.stringMatching(/apiRoot must be an http address/)]]);
  });
});

describe('a NubeSDK app with Hellotext as destination', () => {
  it('pages and orders go to the API, which the address of the app may name', async () => {
    const api = fakeApi();
    vi.stubGlobal('__APP_DATA__', {
      script: 'https://cdn.example/vitrina.nube-hellotext.js?id=xy76ks&apiRoot=https://api.example/v2',
    });
    const { tell, sent } = openNube({ options, state: toState() });
    tell('checkout:success', paid());
    await advance(60_000);
    expect(sent).toEqual([]);
    expect(api.tracked()).toEqual(['page.viewed', 'order.placed', 'coupon.redeemed']);
    expect([...new Set(api.requests.map(({ address }) => new URL(address).origin))]).toEqual(['https://api.example']);
  });
});
