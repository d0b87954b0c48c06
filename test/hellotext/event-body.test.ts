import { beforeEach, describe, expect, it } from 'vitest';
import { toEventBody } from '../../src/hellotext/event-body.ts';
import type { TrackedEvent } from '../../src/types/tracker.ts';
import { HOME } from '../support/harness.ts';
import { ACKS, EVENTS, ROOT, sent, SESSION, settle, startHellotext, to, useClock } from '../support/hellotext-api.ts';

beforeEach(() => void useClock());

const utm = { source: 'instagram', medium: 'social', observed_at: '2026-03-04T13:20:11.090Z' };
const cart = {
  amount: 2480.5,
  currency: 'UYU',
  metadata: { list: 'verano' },
  object_parameters: { reference: 'carrito-771', items: [{ product: 'mate-19', quantity: 2 }] },
};

describe('Hellotext destination: body of an event', () => {
  it('an event is one request in the format of the API, with the business id as its bearer', async () => {
    const { track } = startHellotext({ utm });
    track('cart.added', { ...cart, user_parameters: { id: 'cli-3307', source: 'woo' } });
    await settle();
    const [request] = to(EVENTS);
    expect(request?.body).toEqual({
      session: SESSION,
      user_parameters: { id: 'cli-3307', source: 'woo' },
      action: 'cart.added',
      ...cart,
      tracked_at: Date.UTC(2026, 10, 21, 12) / 1000,
      url: `${HOME}p/mate-19`,
      page: { url: `${HOME}p/mate-19`, title: 'Mate de calabaza', path: '/p/mate-19' },
      utm_params: utm,
    });
    expect(request?.headers.get('authorization')).toBe('Bearer xy76ks');
    expect(request?.headers.get('accept')).toBe('application/json');
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(request?.init).toMatchObject({ method: 'POST', credentials: 'omit', redirect: 'manual' });
  });

  it('each event is sent at once, in its own request', async () => {
    const { track } = startHellotext();
    for (let index = 0; index < 5; index++) track('a.one', { metadata: { index } });
    await settle();
    expect(to(EVENTS).map(({ body }) => body.metadata)).toEqual([0, 1, 2, 3, 4].map((index) => ({ index })));
    expect(Date.now() - Date.UTC(2026, 10, 21, 12)).toBeLessThan(200);
  });

  it('the tracked_at of an event is sent in whole seconds', async () => {
    const { track } = startHellotext();
    track('a.one', { tracked_at: 1_795_262_400.125 });
    track('a.two', { tracked_at: '2026-11-21T12:00:00.900Z' });
    await settle();
    expect(to(EVENTS).map(({ body }) => body.tracked_at)).toEqual([1_795_262_400, 1_795_262_400]);
  });

  it('the url in the props is sent as the url and the page of an event', async () => {
    const { track } = startHellotext();
    track('page.viewed', { url: 'https://tienda.ejemplo.uy/p/otra?x=1' });
    await settle();
    expect(to(EVENTS)[0]?.body).toMatchObject({
      url: 'https://tienda.ejemplo.uy/p/otra?x=1',
      page: { url: 'https://tienda.ejemplo.uy/p/otra?x=1', path: '/p/otra' },
    });
  });

  it('props cannot overwrite the session, action, page or campaign of an event', async () => {
    const { track } = startHellotext();
    track('a.one', { session: 'somebody-else-1', action: 'b.two', page: { url: 'x' }, utm_params: { source: 'y' } });
    await settle();
    expect(to(EVENTS)[0]?.body).toMatchObject({ session: SESSION, action: 'a.one', utm_params: {} });
    expect((to(EVENTS)[0]?.body.page as { url: string }).url).toBe(`${HOME}p/mate-19`);
  });

  it.each([
    ['no medium', { source: 'instagram', observed_at: utm.observed_at }],
    ['no source', { medium: 'social', observed_at: utm.observed_at }],
    ['nothing', undefined],
  ])('no campaign is sent with an event or an announcement if there is %s', async (_name, some) => {
    const { track } = startHellotext({ utm: some });
    track('a.one');
    await settle();
    expect(to(EVENTS)[0]?.body.utm_params).toEqual({});
    expect(to(ACKS).every(({ body }) => JSON.stringify(body.utm_params) === '{}')).toBe(true);
  });

  it('an event has no session if none is known', async () => {
    const { track } = startHellotext({ session: '' });
    track('a.one');
    await settle();
    expect(sent).toHaveLength(1);
    expect(to(EVENTS)[0]?.text).not.toMatch(/undefined|"session":null/);
    expect(to(EVENTS)[0]?.body.session || 'none').toBe('none');
  });

  it('the headers in the props are sent as headers, except for those that the API needs', async () => {
    const { track } = startHellotext();
    const headers = { 'X-Test': 'yes', Authorization: 'Bearer stolen', 'content-type': 'text/html' };
    track('a.one', { headers });
    await settle();
    expect(to(EVENTS)[0]?.body).not.toHaveProperty('headers');
    const names = [...(to(EVENTS)[0]?.headers ?? [])].map(([name, value]) => [name.toLowerCase(), value]);
    expect(Object.fromEntries(names)).toEqual({
      'x-test': 'yes',
      authorization: 'Bearer xy76ks',
      accept: 'application/json',
      'content-type': 'application/json',
    });
  });

  it('an event is sent to the apiRoot of the options', async () => {
    const { track } = startHellotext({ apiRoot: `${ROOT}/` });
    track('a.one');
    await settle();
    expect(to(EVENTS)).toHaveLength(1);
  });

  it.each([
    {},
    { page: null, utm_params: 'x', user_parameters: null, tracked_at: 'soon' },
    { page: 7, utm_params: null },
  ])('an event that was changed to %j still has a valid body', (fields) => {
    const event = { id: '1', action: 'a.one', ...fields } as unknown as TrackedEvent;
    const { body } = toEventBody(event);
    expect(body).toMatchObject({ action: 'a.one', user_parameters: {}, utm_params: {} });
    expect(JSON.parse(JSON.stringify(body))).not.toHaveProperty('tracked_at');
  });
});

it.each([
  ['ftp://x.y', 'apiRoot'],
  ['api.hellotext.com', 'apiRoot'],
  [7, 'apiRoot'],
])('an apiRoot of %j is refused with a sentence that names the option', (apiRoot, name) => {
  expect(() => startHellotext({ apiRoot: apiRoot as string })).toThrow(name);
});

it('a resend that is not a boolean is refused with a sentence that names the option', () => {
  expect(() => startHellotext({ resend: 'yes' as unknown as boolean })).toThrow(
    'resend must be true or false; got "yes"',
  );
});
