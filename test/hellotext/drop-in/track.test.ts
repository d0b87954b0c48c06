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

it('works right after initialize, which nobody has awaited', async () => {
  const { Hellotext } = await open();
  void Hellotext.initialize('xy76ks');
  const response = await answerOf(Hellotext.track('cart.added', { object_parameters: { items: [] } }));
  expect(response).toMatchObject({ succeeded: true, failed: false, status: 200, data: { status: 'received' } });
  expect(await response.json()).toEqual({ status: 'received' });
  expect(to(EVENTS)[0]?.body).toMatchObject({ action: 'cart.added', session: Hellotext.session });
});

it('works before initialize: what was tracked is sent once there is a business', async () => {
  const { Hellotext, initialize } = await open();
  const promise = Hellotext.track('a.early');
  await settle();
  expect(sent).toEqual([]);
  await initialize();
  expect((await promise).succeeded).toBe(true);
  expect(actions()).toEqual(['a.early']);
});

it('works by functions that were taken out of the object', async () => {
  const { Hellotext } = await open();
  const { initialize, track } = Hellotext;
  void initialize('xy76ks');
  expect((await answerOf(track('a.one'))).succeeded).toBe(true);
});

it('initialize asks for nothing, and waits for no answer', async () => {
  answerWith(() => HANG, true);
  const { Hellotext } = await open();
  await Hellotext.initialize('xy76ks');
  expect(Hellotext.isInitialized).toBe(true);
  await advance(SECOND);
  expect(sent.map(({ path }) => path)).toEqual([ACKS]);
});

it.each([[201], [202], [204]])('succeeds with a %i', async (code) => {
  answerWith(() => status(code));
  const { Hellotext, initialize } = await open();
  await initialize();
  expect(await answerOf(Hellotext.track('a.one'))).toMatchObject({ succeeded: true, failed: false, status: code });
});

it('that is refused fails with the reasons, and rejects nothing', async () => {
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
])('reads as succeeded after three seconds of %s, since the event is kept', async (_name, answer) => {
  quiet();
  answerWith(answer);
  const { Hellotext, initialize } = await open();
  await initialize();
  const response = await answerOf(Hellotext.track('a.one'));
  expect(response).toMatchObject({ succeeded: true, failed: false, queued: true, stored: true });
});

it('fails, and rejects nothing, where nobody knows what became of the event', async () => {
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
])('has reasons to read in its body also where it ends %s', async (_name, answer) => {
  quiet();
  answerWith(answer);
  const { Hellotext, initialize } = await open();
  await initialize();
  const response = await answerOf(Hellotext.track('a.one'));
  expect(response.data).toEqual({ errors: response.errors });
  expect(await response.json()).toEqual(response.data);
});

it.each([[null], [undefined], [{}]])('takes %j for no params', async (params) => {
  const { Hellotext, initialize } = await open();
  await initialize();
  expect((await answerOf(Hellotext.track('a.one', params))).succeeded).toBe(true);
});

it('fails, and throws nothing, for params with a cycle', async () => {
  const { Hellotext, initialize } = await open();
  await initialize();
  const params: Record<string, unknown> = {};
  params.self = params;
  const response = await answerOf(Hellotext.track('a.one', params));
  expect(response).toMatchObject({ failed: true, errors: [{ parameter: 'props' }] });
  expect(to(EVENTS)).toHaveLength(0);
});

it('fails, and throws nothing, for params that throw as they are read', async () => {
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

it('is sent again after a failure of the server, even by the next page', async () => {
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

describe('what is sent of the page', () => {
  it('holds neither the session of a link nor what names a person', async () => {
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
  ])('is what the params name as url: %s', async (named, url, path) => {
    const { Hellotext, initialize } = await open();
    await initialize();
    await answerOf(Hellotext.track('page.viewed', { url: named }));
    expect(to(EVENTS)[0]?.body).toMatchObject({ url, page: { url, path } });
  });

  it.each([{}, { pageViews: undefined }])('is no page view, unless the option asks for it: %j', async (options) => {
    const { initialize } = await open();
    await initialize(options);
    history.pushState(null, '', '/p/other');
    await advance(SECOND);
    expect(actions()).toEqual([]);
  });

  it('is a page view on load and on each navigation of a single-page app where the option asks for it', async () => {
    const { initialize } = await open();
    await initialize({ pageViews: true });
    history.pushState(null, '', '/p/other');
    await advance(SECOND);
    expect(to(EVENTS).map(({ body }) => [body.action, (body.page as { path: string }).path])).toEqual([
      ['page.viewed', '/'],
      ['page.viewed', '/p/other'],
    ]);
  });

  it('says when it happened, however late it arrives', async () => {
    answerWith((_sent, count) => (count === 1 ? status(503) : received()));
    const { Hellotext, initialize } = await open();
    await initialize();
    const at = Math.floor(Date.now() / 1000);
    void Hellotext.track('a.one');
    await advance(20 * SECOND);
    expect(to(EVENTS).map(({ body }) => body.tracked_at)).toEqual([at, at]);
  });
});
