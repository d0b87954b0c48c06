import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HOME, SECOND } from '../../support/harness.ts';
import {
  ACKS,
  actions,
  advance,
  answerWith,
  broken,
  EVENTS,
  HANG,
  received,
  sent,
  settle,
  status,
  to,
  useClock,
} from '../../support/hellotext-api.ts';
import { answerOf, open } from './support/open.ts';

beforeEach(() => void useClock());

const quiet = () => vi.spyOn(console, 'error').mockImplementation(() => {});

it('track works right after initialize, without awaiting it', async () => {
  const { Hellotext } = await open();
  void Hellotext.initialize('xy76ks');
  const response = await answerOf(Hellotext.track('cart.added', { object_parameters: { items: [] } }));
  expect(response).toMatchObject({ succeeded: true, failed: false, status: 200, data: { status: 'received' } });
  expect(await response.json()).toEqual({ status: 'received' });
  expect(to(EVENTS)[0]?.body).toMatchObject({ action: 'cart.added', session: Hellotext.session });
});

it('an event that is tracked before initialize is sent after it', async () => {
  const { Hellotext, initialize } = await open();
  const promise = Hellotext.track('a.early');
  await settle();
  expect(sent).toEqual([]);
  await initialize();
  expect((await promise).succeeded).toBe(true);
  expect(actions()).toEqual(['a.early']);
});

it('initialize and track work as functions without their object', async () => {
  const { Hellotext } = await open();
  const { initialize, track } = Hellotext;
  void initialize('xy76ks');
  expect((await answerOf(track('a.one'))).succeeded).toBe(true);
});

it('initialize does not wait for any answer and sends only the announcement', async () => {
  answerWith(() => HANG, true);
  const { Hellotext } = await open();
  await Hellotext.initialize('xy76ks');
  expect(Hellotext.isInitialized).toBe(true);
  await advance(SECOND);
  expect(sent.map(({ path }) => path)).toEqual([ACKS]);
});

it.each([[201], [202], [204]])('track succeeds if the answer is %i', async (code) => {
  answerWith(() => status(code));
  const { Hellotext, initialize } = await open();
  await initialize();
  expect(await answerOf(Hellotext.track('a.one'))).toMatchObject({ succeeded: true, failed: false, status: code });
});

it('track of a refused event resolves as failed with the reasons', async () => {
  const body = { errors: [{ type: 'not_found', parameter: 'action', message: 'No such action' }] };
  answerWith(() => status(404, body));
  const { Hellotext, initialize } = await open();
  await initialize();
  const response = await answerOf(Hellotext.track('quiz.finished'));
  expect(response).toMatchObject({ succeeded: false, failed: true, status: 404, data: body });
  expect(response.errors).toEqual([{ type: 'not_found', parameter: 'action', description: 'No such action' }]);
  expect(await response.json()).toEqual(body);
});

it.each<[string, () => Response | typeof HANG]>([
  ['a proxy that answers 502 with HTML', () => status(502, '<html>')],
  ['no answer at all', (): typeof HANG => HANG],
  ['a wrong account', () => status(401)],
])('track resolves as succeeded after three seconds of %s, because the event is stored', async (_name, answer) => {
  quiet();
  answerWith(answer);
  const { Hellotext, initialize } = await open();
  await initialize();
  const response = await answerOf(Hellotext.track('a.one'));
  expect(response).toMatchObject({ succeeded: true, failed: false, queued: true, stored: true });
});

it('track resolves as failed if the outcome of the event is unknown', async () => {
  answerWith(broken);
  const { Hellotext, initialize } = await open();
  await initialize();
  const response = await answerOf(Hellotext.track('a.one'));
  expect(response).toMatchObject({ succeeded: false, failed: true, errors: [{ type: 'unknown' }] });
});

it.each<[string, () => Response]>([
  ['without an answer', broken],
  ['with a page of HTML', () => status(404, '<html>')],
  ['without a body', () => status(204)],
])('the response of track has the reasons in its data even if the request ends %s', async (_name, answer) => {
  quiet();
  answerWith(answer);
  const { Hellotext, initialize } = await open();
  await initialize();
  const response = await answerOf(Hellotext.track('a.one'));
  expect(response.data).toEqual({ errors: response.errors });
  expect(await response.json()).toEqual(response.data);
});

it.each([[null], [undefined], [{}]])('track takes %j as no params', async (params) => {
  const { Hellotext, initialize } = await open();
  await initialize();
  expect((await answerOf(Hellotext.track('a.one', params))).succeeded).toBe(true);
});

it('track with cyclic params resolves as failed', async () => {
  const { Hellotext, initialize } = await open();
  await initialize();
  const params: Record<string, unknown> = {};
  params.self = params;
  const response = await answerOf(Hellotext.track('a.one', params));
  expect(response).toMatchObject({ failed: true, errors: [{ parameter: 'props' }] });
  expect(to(EVENTS)).toHaveLength(0);
});

it('track with params that throw when they are read resolves as failed', async () => {
  const { Hellotext, initialize } = await open();
  await initialize();
  const params = Object.defineProperty({}, 'url', {
    enumerable: true,
    get() {
      throw new Error('of the shop');
    },
  });
  expect(await answerOf(Hellotext.track('a.one', params))).toMatchObject({
    failed: true,
    errors: [{ parameter: 'props' }],
  });
});

it('an event is sent again by the next page after a failure of the server', async () => {
  answerWith(() => status(503));
  const { Hellotext, initialize } = await open();
  await initialize();
  void Hellotext.track('a.one');
  await advance(SECOND);
  Hellotext.stop();
  answerWith(received);
  const before = actions().length;
  const next = await open();
  await next.initialize();
  await advance(10 * SECOND);
  expect(actions().slice(before)).toEqual(['a.one']);
});

describe('Hellotext drop-in: page of an event', () => {
  it('the address of an event contains neither the session of a link nor personal data', async () => {
    const { Hellotext, initialize } = await open(
      `${HOME}p/mate?hello_session=from-a-link-01&email=lucia@ejemplo.uy&color=rojo`,
    );
    await initialize();
    await answerOf(Hellotext.track('a.one'));
    const { text, body } = to(EVENTS)[0] ?? {};
    expect(body?.session).toBe('from-a-link-01');
    expect(body?.page).toEqual({ url: `${HOME}p/mate?color=rojo`, title: '', path: '/p/mate' });
    expect(text).not.toMatch(/lucia|hello_session/);
    expect(location.search).not.toContain('hello_session');
  });

  it.each([
    ['www.example.org', 'https://www.example.org/', '/'],
    ['https://example.org/p/1?q=1', 'https://example.org/p/1?q=1', '/p/1'],
    ['/p/1', `${HOME}p/1`, '/p/1'],
  ])('the url %s in the params replaces the address of the page', async (named, url, path) => {
    const { Hellotext, initialize } = await open();
    await initialize();
    await answerOf(Hellotext.track('page.viewed', { url: named }));
    expect(to(EVENTS)[0]?.body).toMatchObject({ url, page: { url, path } });
  });

  it.each([{}, { pageViews: undefined }])('no page view is sent with the options %j', async (options) => {
    const { initialize } = await open();
    await initialize(options);
    history.pushState(null, '', '/p/other');
    await advance(SECOND);
    expect(actions()).toEqual([]);
  });

  it('a page view is sent on load and on each navigation of a single-page app if pageViews is on', async () => {
    const { initialize } = await open();
    await initialize({ pageViews: true });
    history.pushState(null, '', '/p/other');
    await advance(SECOND);
    expect(to(EVENTS).map(({ body }) => [body.action, (body.page as { path: string }).path])).toEqual([
      ['page.viewed', '/'],
      ['page.viewed', '/p/other'],
    ]);
  });

  it('an event that is sent again has the time of the call, not of the request', async () => {
    answerWith((_sent, count) => (count === 1 ? status(503) : received()));
    const { Hellotext, initialize } = await open();
    await initialize();
    const at = Math.floor(Date.now() / 1000);
    void Hellotext.track('a.one');
    await advance(20 * SECOND);
    expect(to(EVENTS).map(({ body }) => body.tracked_at)).toEqual([at, at]);
  });
});
