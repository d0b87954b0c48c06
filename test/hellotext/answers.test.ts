import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../support/harness.ts';
import {
  ACKS,
  actions,
  advance,
  answerWith,
  broken,
  EVENTS,
  order,
  received,
  settle,
  startHellotext,
  status,
  to,
  useClock,
} from '../support/hellotext-api.ts';

beforeEach(() => void useClock());

const gaps = () =>
  to(EVENTS)
    .slice(1)
    .map(({ at }, index) => Math.round((at - (to(EVENTS)[index]?.at ?? 0)) / SECOND));
const isFirst = (action: unknown) => action === 'a.bad';

describe('Hellotext delivery: accepted event', () => {
  it.each([
    [200, { status: 'received' }],
    [200, undefined],
    [200, 'OK'],
    [201, undefined],
    [202, undefined],
    [204, undefined],
  ])('an event that is answered with %i and the body %j is delivered', async (code, body) => {
    answerWith(() => status(code, body));
    const { track, ended, stored } = startHellotext();
    track('a.one');
    await advance(5 * SECOND);
    expect(ended).toMatchObject([{ action: 'a.one', status: code, reason: undefined }]);
    expect(to(EVENTS)).toHaveLength(1);
    expect(stored()).toEqual([]);
  });

  it('an event is delivered if its answer has status 200 and the connection is lost in its body', async () => {
    const lost = () => Promise.reject(new TypeError('network error'));
    vi.stubGlobal('fetch', async () => ({ status: 200, headers: new Headers(), text: lost }));
    const { track, ended } = startHellotext();
    track('cart.added');
    await advance(SECOND);
    expect(ended).toMatchObject([{ status: 200, reason: undefined }]);
  });

  it('the data of a delivered event is the answer of the API', async () => {
    const { track, ended } = startHellotext();
    track('a.one');
    await settle();
    expect(ended[0]?.data).toEqual({ status: 'received' });
  });
});

describe.each([[400], [403], [404], [422]])('Hellotext delivery: refusal with %i', (code) => {
  it('a refused event is dropped alone and at once', async () => {
    answerWith(({ body }) => (isFirst(body.action) ? status(code, { errors: [] }) : received()));
    const { track, reasons, stored } = startHellotext();
    for (const action of ['a.one', 'a.bad', 'a.two']) track(action);
    await advance(2 * SECOND);
    expect(actions()).toEqual(['a.one', 'a.bad', 'a.two']);
    expect(reasons()).toEqual([
      ['a.one', undefined],
      ['a.bad', 'refused'],
      ['a.two', undefined],
    ]);
    expect(stored()).toEqual([]);
    await advance(HOUR);
    expect(actions()).toHaveLength(3);
  });

  it.each([
    [
      'errors with descriptions',
      { errors: [{ type: 'parameter_missing', parameter: 'name', description: 'No name' }] },
    ],
    ['errors with messages', { errors: [{ type: 'parameter_missing', parameter: 'name', message: 'No name' }] }],
    ['a single error', { error: { type: 'parameter_missing', parameter: 'name', message: 'No name' } }],
  ])('the errors of a refused event are read from %s', async (_name, body) => {
    answerWith(() => status(code, body));
    const { track, ended } = startHellotext();
    track('a.one');
    await settle();
    expect(ended[0]).toMatchObject({ status: code, data: body });
    expect(ended[0]?.errors).toEqual([{ type: 'parameter_missing', parameter: 'name', description: 'No name' }]);
  });

  it.each([
    ['a sentence', { error: 'No such action' }, [{ type: 'refused', parameter: '', description: 'No such action' }]],
    ['a type alone', { errors: [{ type: 'blank' }] }, [{ type: 'blank', parameter: '', description: 'blank' }]],
    [
      'several',
      {
        errors: [
          { type: 'a', message: 'A' },
          { type: 'b', description: 'B' },
        ],
      },
      2,
    ],
    ['nonsense', { errors: [null, 7, [], {}] }, []],
    ['an empty list', { errors: [] }, []],
    ['HTML', '<html>', []],
    ['nothing', undefined, []],
  ])('a refused event whose answer contains %s is dropped as refused', async (_name, body, errors) => {
    answerWith(() => status(code, body));
    const { track, ended } = startHellotext();
    track('a.one');
    await settle();
    expect(ended[0]?.reason).toBe('refused');
    if (typeof errors === 'number') expect(ended[0]?.errors).toHaveLength(errors);
    else expect(ended[0]?.errors).toEqual(errors);
  });
});

it('an event that is answered with 413 is dropped as too large', async () => {
  answerWith(() => status(413));
  const { track, reasons } = startHellotext();
  track('a.one');
  await settle();
  expect(reasons()).toEqual([['a.one', 'too_large']]);
});

describe.each([
  ['a 401', 401, { errors: [] }],
  ['a 405', 405, undefined],
  ['a redirect', 302, undefined],
  ['a page of HTML with 200', 200, '<!doctype html><title>Shop</title>'],
  ['a 410', 410, undefined],
])('Hellotext delivery: wrong address or account, %s', (_name, code, body) => {
  it('a wrong address or account stops the whole queue for five minutes and is reported', async () => {
    let isWrong = true;
    answerWith(() => (isWrong ? status(code, body) : received()));
    const { track, reasons, wrong, stored } = startHellotext();
    for (const action of ['a.one', 'a.two', 'a.three']) track(action);
    await advance(4 * MINUTE);
    expect(actions()).toEqual(['a.one']);
    expect(wrong).toEqual([code]);
    expect(stored()).toHaveLength(3);
    isWrong = false;
    await advance(2 * MINUTE);
    expect(actions()).toEqual(['a.one', 'a.one', 'a.two', 'a.three']);
    expect(reasons()).toEqual([
      ['a.one', undefined],
      ['a.two', undefined],
      ['a.three', undefined],
    ]);
  });

  it('flush, a restored network and a closing page do not shorten the wait after a wrong address or account', async () => {
    answerWith(() => status(code, body));
    const { track, delivery } = startHellotext();
    track('a.one');
    await settle();
    await delivery.flush();
    delivery.online();
    delivery.leave('pagehide');
    await advance(5 * SECOND);
    expect(to(EVENTS)).toHaveLength(1);
  });
});

it('a 404 with a page of HTML is reported as a wrong address, because the API did not write it', async () => {
  answerWith(() => status(404, '<html>'));
  const { track, wrong, reasons } = startHellotext();
  track('a.one');
  await settle();
  expect(wrong).toEqual([404]);
  expect(reasons()).toEqual([['a.one', 'refused']]);
});

describe.each([[408], [425], [429], [500], [502], [503], [504]])('Hellotext: temporary failure %i', (code) => {
  it('an event that failed temporarily is sent again after growing waits until it is accepted', async () => {
    answerWith((_sent, count) => (count < 5 ? status(code, '<html>Bad gateway</html>') : received()));
    const { track, reasons, stored, wrong } = startHellotext({ over: { random: () => 1 } });
    track('a.one');
    track('a.two');
    await advance(10 * SECOND);
    expect(reasons()).toEqual([]);
    expect(stored()).toHaveLength(2);
    await advance(2 * MINUTE, 120);
    expect(
      gaps()
        .slice(0, 4)
        .sort((one, other) => one - other),
    ).toEqual([2, 4, 8, 16]);
    expect(reasons().sort()).toEqual([
      ['a.one', undefined],
      ['a.two', undefined],
    ]);
    expect(wrong).toEqual([]);
  });
});

it('no request is sent until the Retry-After of the server is over', async () => {
  answerWith((_sent, count) => (count === 1 ? status(429, {}, { 'Retry-After': '90' }) : received()));
  const { track, delivery } = startHellotext();
  track('a.one');
  await settle();
  await delivery.flush();
  await advance(85 * SECOND);
  track('order.placed', order());
  delivery.leave('hidden');
  await settle();
  expect(to(EVENTS)).toHaveLength(1);
  await advance(10 * SECOND);
  expect(to(EVENTS)).toHaveLength(3);
});

it('an event that keeps failing does not delay the other events', async () => {
  answerWith(({ body }) => (isFirst(body.action) ? status(500) : received()));
  const { track, reasons } = startHellotext();
  for (const action of ['a.bad', 'a.one', 'a.two']) track(action);
  await advance(20 * SECOND);
  expect(reasons()).toEqual([
    ['a.one', undefined],
    ['a.two', undefined],
  ]);
});

it('an event that has failed for a week is dropped as expired', async () => {
  let isBroken = true;
  answerWith(() => (isBroken ? status(503) : received()));
  const { track, reasons } = startHellotext();
  track('a.old');
  await advance(MINUTE);
  vi.setSystemTime(Date.now() + 8 * DAY);
  track('a.new');
  await advance(15 * MINUTE);
  isBroken = false;
  await advance(10 * MINUTE);
  expect(reasons()).toEqual([
    ['a.old', 'expired'],
    ['a.new', undefined],
  ]);
});

describe('Hellotext delivery: unknown outcome of a request', () => {
  it('an event with an unknown outcome is dropped, so that it is not counted twice', async () => {
    answerWith((_sent, count) => (count === 1 ? broken() : received()));
    const { track, ended, stored } = startHellotext();
    track('cart.added');
    await advance(MINUTE);
    expect(actions()).toEqual(['cart.added']);
    expect(ended).toMatchObject([{ action: 'cart.added', status: 0, reason: 'unknown' }]);
    expect(stored()).toEqual([]);
  });

  it.each(['placed', 'confirmed', 'cancelled', 'shipped', 'delivered'])('an order.%s may be repeated', async (verb) => {
    answerWith((_sent, count) => (count === 1 ? broken() : received()));
    const { track, reasons } = startHellotext();
    track(`order.${verb}`, order());
    await advance(MINUTE);
    expect(actions()).toEqual([`order.${verb}`, `order.${verb}`]);
    expect(reasons()).toEqual([[`order.${verb}`, undefined]]);
  });

  it("an order event with the API's own id and an unknown outcome is sent again", async () => {
    answerWith((_sent, count) => (count === 1 ? broken() : received()));
    const { track } = startHellotext();
    track('order.placed', { object: 'Kq7rWz' });
    await advance(MINUTE);
    expect(actions()).toHaveLength(2);
  });

  it.each([
    ['an order without a reference', 'order.placed', { object_parameters: { items: [] } }],
    ['an action of an order that the API does not know', 'order.wrapped', order()],
    ['a refund', 'refund.received', order()],
  ])('%s is not sent again after an unknown outcome, to avoid a double count', async (_name, action, props) => {
    answerWith((_sent, count) => (count === 1 ? broken() : received()));
    const { track, reasons } = startHellotext();
    track(action, props);
    await advance(MINUTE);
    expect(actions()).toHaveLength(1);
    expect(reasons()).toEqual([[action, 'unknown']]);
  });

  it('an identification with an unknown outcome is sent again', async () => {
    answerWith((_sent, count) => (count === 1 ? broken() : received()));
    const { identify, reasons } = startHellotext();
    identify('cli-1');
    await advance(MINUTE);
    expect(reasons()).toEqual([['user.identified', undefined]]);
  });

  it('every event with an unknown outcome is sent again if the option resend is on', async () => {
    answerWith((_sent, count) => (count === 1 ? broken() : received()));
    const { track, reasons } = startHellotext({ resend: true });
    track('cart.added');
    await advance(MINUTE);
    expect(actions()).toHaveLength(2);
    expect(reasons()).toEqual([['cart.added', undefined]]);
  });

  it('only one event at a time is risked while outcomes are unknown, and the others wait', async () => {
    answerWith((_sent, count) => (count < 3 ? broken() : received()));
    const { track, reasons } = startHellotext({ over: { random: () => 1 } });
    for (const action of ['a.one', 'a.two', 'a.three', 'a.four']) track(action);
    await settle();
    expect(actions()).toEqual(['a.one']);
    await advance(20 * SECOND);
    expect(gaps().slice(0, 2)).toEqual([2, 4]);
    expect(reasons()).toEqual([
      ['a.one', 'unknown'],
      ['a.two', 'unknown'],
      ['a.three', undefined],
      ['a.four', undefined],
    ]);
  });

  it('no event is sent while the browser is offline', async () => {
    let online = false;
    const { track, delivery, reasons } = startHellotext({ over: { online: () => online } });
    track('a.one');
    await advance(HOUR);
    expect(to(EVENTS)).toHaveLength(0);
    expect(to(ACKS)).toHaveLength(0);
    online = true;
    delivery.online();
    await settle();
    expect(reasons()).toEqual([['a.one', undefined]]);
  });

  it('a page whose first six requests fail sends no more events and keeps 100 of them', async () => {
    answerWith(broken, true);
    const { track, stored } = startHellotext();
    for (let index = 0; index < 120; index++) track('a.one');
    await advance(2 * HOUR, 200);
    expect(to(EVENTS)).toHaveLength(6);
    expect(stored()).toHaveLength(100);
  });
});
