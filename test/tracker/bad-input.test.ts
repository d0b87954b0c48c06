import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { advance, start, useClock } from '../support/harness.ts';

beforeEach(() => void useClock());

const hostile = {
  toString() {
    throw new Error('no text');
  },
};

it('an event is sent and answered on a page that has a variable performance of its own', async () => {
  vi.stubGlobal('performance', { title: 'Hamlet' });
  onTestFinished(() => void vi.unstubAllGlobals());
  const { track, sent } = start();
  const response = track('a.one');
  await advance(5000);
  expect(await response).toMatchObject({ succeeded: true, failed: false });
  expect(sent.flatMap(({ events }) => events)).toMatchObject([{ action: 'a.one' }]);
});

describe('an action', () => {
  it.each([
    ['that is empty', ''],
    ['without a dot', 'cart'],
    ['of 300 characters', `cart.${'x'.repeat(295)}`],
    ['in upper case', 'Cart.Added'],
    ['with spaces', 'cart added.now'],
    ['that begins with a dot', '.added'],
    ['that ends with a dot', 'cart.'],
    ['with two dots in a row', 'cart..added'],
    ['with a hyphen', 'cart.was-added'],
    ['with a line break', 'cart.added\n'],
    ['with letters that are not ASCII', 'año.visto'],
    ['that is missing', undefined],
    ['that is null', null],
    ['that is a number', 7],
    ['that is an object', { action: 'cart.added' }],
    ['that is a symbol', Symbol('cart.added')],
    ['that refuses to be a text', hostile],
    ['without a prototype', Object.create(null)],
  ])('an action %s fails with an error that names it, and nothing is sent', async (_name, action) => {
    const { track, sent, env } = start();
    const response = await track(action, {});
    expect(response).toMatchObject({ id: '', failed: true, succeeded: false, queued: false, stored: false, status: 0 });
    expect(response.errors).toMatchObject([{ type: 'parameter_invalid', parameter: 'action' }]);
    expect(response.errors[0]?.description).toMatch(/object\.verb/);
    await advance(5000);
    expect(sent).toEqual([]);
    expect(env.storage.keys().filter((key) => key.startsWith('vitrina:1:'))).toEqual([]);
  });

  it('the action user.identified is reserved, and the error names identify', async () => {
    const { track, sent } = start();
    const { failed, errors } = await track('user.identified', {});
    expect(failed).toBe(true);
    expect(errors[0]?.description).toMatch(/identify/);
    await advance(5000);
    expect(sent).toEqual([]);
  });

  it.each(['a.b', 'cart.added', 'quiz.step_2.done', '3d_viewer.opened', `a.${'b'.repeat(60)}`])(
    'an action such as %s is sent',
    async (action) => {
      const { track, sent } = start();
      void track(action);
      await advance(100);
      expect(sent[0]?.events[0]?.action).toBe(action);
    },
  );
});

describe('props', () => {
  const cycle: Record<string, unknown> = { name: 'me' };
  cycle.self = cycle;
  it.each<[string, () => unknown]>([
    ['with a cycle', () => cycle],
    ['with a cycle deep inside', () => ({ metadata: { list: [cycle] } })],
    ['with a BigInt', () => ({ amount: 10n })],
    ['with a function', () => ({ metadata: { callback: () => {} } })],
    ['with a symbol', () => ({ metadata: { tag: Symbol('x') } })],
    ['with a DOM node', () => ({ object: document.createElement('p') })],
    ['with a DOM node in a list', () => ({ metadata: [document.body] })],
    [
      'with a getter that throws',
      () => ({
        get object() {
          throw new Error('closed');
        },
      }),
    ],
    [
      'with a toJSON that throws',
      () => ({
        metadata: {
          toJSON: () => {
            throw new Error('closed');
          },
        },
      }),
    ],
    ['that are a text', () => 'cart-1'],
    ['that are a number', () => 7],
    ['that are true', () => true],
    ['that are a list', () => [{ object: 'x' }]],
    ['that are a function', () => () => {}],
    ['that refuse to be a text', () => Object.assign([], hostile)],
    [
      'that are a revoked proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
    [
      'that nest a hundred thousand deep',
      () => {
        let deep = {};
        for (let i = 0; i < 1e5; i++) deep = { deep };
        return deep;
      },
    ],
  ])('props %s fail with an error that names them, and nothing is sent', async (_name, props) => {
    const { track, sent } = start();
    const response = await track('cart.added', props());
    expect(response).toMatchObject({ failed: true, succeeded: false, queued: false, stored: false });
    expect(response.errors).toMatchObject([{ type: 'parameter_invalid', parameter: 'props' }]);
    expect(response.errors[0]?.description).toMatch(/props/);
    await advance(5000);
    expect(sent).toEqual([]);
  });

  it('props of 300 KB are dropped as too large, and the response says so', async () => {
    const { track, sent, dropped } = start();
    const response = await track('cart.added', { metadata: { text: 'x'.repeat(300_000) } });
    expect(response).toMatchObject({ failed: true, errors: [{ type: 'too_large' }] });
    expect(dropped).toMatchObject([{ action: 'cart.added', reason: 'too_large' }]);
    await advance(5000);
    expect(sent).toEqual([]);
  });

  it('props with a __proto__ key pollute nothing', async () => {
    const { track, sent } = start();
    void track(
      'cart.added',
      JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":1}'),
    );
    await advance(100);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const event = sent[0]?.events[0];
    expect(event).toMatchObject({ action: 'cart.added', a: 1 });
    expect(event?.polluted).toBeUndefined();
  });

  it.each<[string, () => unknown, object]>([
    ['frozen', () => Object.freeze({ object: 'x' }), { object: 'x' }],
    ['without a prototype', () => Object.assign(Object.create(null), { object: 'x' }), { object: 'x' }],
    ['reactive, as Vue makes them', () => new Proxy({ object: 'x', l: [1] }, {}), { object: 'x', l: [1] }],
    ['with dates', () => ({ metadata: { at: new Date(0) } }), { metadata: { at: '1970-01-01T00:00:00.000Z' } }],
    ['with undefined', () => ({ object: 'x', object_type: undefined }), { object: 'x' }],
    ['from another realm', () => JSON.parse('{"object":"x"}'), { object: 'x' }],
  ])('unusual props are sent: %s', async (_name, props, expected) => {
    const { track, sent } = start();
    void track('cart.added', props());
    await advance(100);
    expect(sent[0]?.events[0]).toMatchObject(expected);
  });
});

it('calls with invalid arguments never throw into the page, and are explained in the console under debug', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const { track } = start({ debug: true });
  expect(() => track(undefined)).not.toThrow();
  expect(() => track('cart.added', () => {})).not.toThrow();
  await advance(10);
  expect(log.mock.calls.flat().join('\n')).toMatch(/object\.verb/);
});
