import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HOME, SECOND } from '../../support/harness.ts';
import { ACKS, advance, EVENTS, to, useClock } from '../../support/hellotext-api.ts';
import { answerOf, open } from './support/open.ts';

beforeEach(() => void useClock());

const NAMES = [
  'session-set',
  'utm-set',
  'forms:collected',
  'form:completed',
  'cart.added',
  'webchat:mounted',
  'webchat:opened',
  'webchat:closed',
  'webchat:message:sent',
  'webchat:message:received',
];
const hearWarnings = () => vi.spyOn(console, 'warn').mockImplementation(() => {});

it.each(NAMES)('a listener for %s can be added and removed', async (name) => {
  hearWarnings();
  const { Hellotext } = await open();
  const heard = vi.fn();
  expect(() => Hellotext.on(name, heard)).not.toThrow();
  expect(() => Hellotext.removeEventListener(name, heard)).not.toThrow();
});

it.each(['session', 'toString', '', 'form.completed'])('a listener for "%s" throws InvalidEvent', async (name) => {
  const { Hellotext } = await open();
  for (const call of [Hellotext.on, Hellotext.removeEventListener]) {
    let error: unknown;
    try {
      call(name, () => {});
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: 'InvalidEvent', message: expect.stringContaining(`"${name}" is no event`) });
  }
});

it('a removed listener is not called, whichever way it was removed', async () => {
  const { Hellotext, initialize } = await open();
  const [one, other, kept] = [vi.fn(), vi.fn(), vi.fn()];
  Hellotext.on('session-set', one);
  const stop = Hellotext.on('session-set', other);
  Hellotext.on('session-set', kept);
  Hellotext.removeEventListener('session-set', one);
  Hellotext.removeEventListener('session-set', vi.fn());
  stop();
  await initialize();
  expect(one).not.toHaveBeenCalled();
  expect(other).not.toHaveBeenCalled();
  expect(kept).toHaveBeenCalledTimes(1);
});

it('a listener that is added twice is called once', async () => {
  const { Hellotext, initialize } = await open();
  const heard = vi.fn();
  Hellotext.on('session-set', heard);
  Hellotext.on('session-set', heard);
  await initialize();
  expect(heard).toHaveBeenCalledTimes(1);
});

it('a late listener that removes itself when it is called is not called again', async () => {
  const { Hellotext, initialize } = await open();
  await initialize();
  const heard = vi.fn(() => Hellotext.removeEventListener('session-set', heard));
  Hellotext.on('session-set', heard);
  await initialize({ session: 'from-the-server' });
  expect(heard).toHaveBeenCalledTimes(1);
});

it('a listener that throws affects neither other listeners nor track', async () => {
  const { Hellotext, initialize } = await open(`${HOME}?utm_source=a&utm_medium=b`);
  const heard = vi.fn();
  const fail = () => {
    throw new Error('of the shop');
  };
  for (const name of ['session-set', 'utm-set']) {
    Hellotext.on(name, fail);
    Hellotext.on(name, heard);
  }
  await initialize();
  expect(heard).toHaveBeenCalledTimes(2);
  expect((await answerOf(Hellotext.track('a.one'))).succeeded).toBe(true);
});

describe('Hellotext drop-in: missing parts', () => {
  it('each missing part that is used causes one warning and no exception', async () => {
    const warn = hearWarnings();
    const { Hellotext, initialize } = await open();
    await initialize({ webchat: { id: 'x' }, whatsappWidget: true, forms: { autoMount: false } });
    const forms = Hellotext.forms as Record<string, (...values: unknown[]) => unknown> & { length: number };
    const webchat = Hellotext.webchat as Record<string, (...values: unknown[]) => unknown>;
    expect(forms.collect?.()).toBeUndefined();
    expect(forms.length).toBe(0);
    expect(forms.includes?.('x')).toBe(false);
    expect(forms.excludes?.('x')).toBe(true);
    expect(forms.map?.(() => 1)).toEqual([]);
    expect(webchat.open?.()).toBeUndefined();
    Hellotext.on('webchat:opened', () => {});
    expect(await Hellotext.whatsapp).toBe(Hellotext.whatsapp);
    const lines = warn.mock.calls.map((values) => String(values[0]));
    expect(lines).toHaveLength(3);
    for (const part of ['forms', 'webchat', 'WhatsApp']) {
      expect(lines.filter((line) => line.includes(part) && !line.includes('\n'))).toHaveLength(1);
    }
    expect((await answerOf(Hellotext.track('a.one'))).succeeded).toBe(true);
  });

  it('a missing part that is switched off or not mentioned causes no warning', async () => {
    const warn = hearWarnings();
    const { initialize } = await open();
    await initialize({ webchat: false, whatsappWidget: false, forms: undefined, locale: 'es' });
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('Hellotext drop-in: initialize', () => {
  it('a second initialize with the same id starts nothing twice', async () => {
    const { Hellotext, initialize } = await open();
    await initialize({ pageViews: true });
    await initialize({ pageViews: true });
    history.pushState(null, '', '/p/1');
    await advance(SECOND);
    expect(to(EVENTS)).toHaveLength(2);
    expect(to(ACKS)).toHaveLength(1);
    expect(Hellotext.isInitialized).toBe(true);
  });

  it('initialize with another id sends later events to that business only', async () => {
    const { Hellotext, initialize } = await open();
    await initialize({ pageViews: true });
    await Hellotext.initialize('another', { pageViews: true });
    await advance(SECOND);
    history.pushState(null, '', '/p/1');
    await advance(SECOND);
    expect(to(EVENTS).map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer xy76ks',
      'Bearer another',
      'Bearer another',
    ]);
  });

  it('a second initialize with another session changes to that session', async () => {
    const { Hellotext, initialize } = await open();
    await initialize();
    await initialize({ session: 'from-the-server' });
    expect(Hellotext.session).toBe('from-the-server');
    expect(to(ACKS).map(({ body }) => body.session)).toContain('from-the-server');
    expect(to(ACKS)).toHaveLength(2);
  });

  it('a second initialize with the same session keeps the session of the link', async () => {
    const { Hellotext, initialize } = await open(`${HOME}?hello_session=from-the-link-1`);
    await initialize({ session: 'from-the-server' });
    await initialize({ session: 'from-the-server' });
    expect(Hellotext.session).toBe('from-the-link-1');
    await initialize({ session: 'from-the-login' });
    expect(Hellotext.session).toBe('from-the-login');
  });

  it.each([
    ['', {}],
    ['another', { autoGenerateSession: 'no' }],
    ['xy76ks', { session: 'from-the-server', autoGenerateSession: 'no' }],
  ])('a second initialize with the invalid %j and %j rejects, and the first stays in effect', async (id, config) => {
    const { Hellotext, initialize } = await open();
    await initialize();
    const { session } = Hellotext;
    await expect(Hellotext.initialize(id, config as object)).rejects.toThrow(TypeError);
    expect(Hellotext.session).toBe(session);
    expect((await answerOf(Hellotext.track('a.one'))).succeeded).toBe(true);
    expect(to(EVENTS)[0]?.headers.get('authorization')).toBe('Bearer xy76ks');
  });

  it('initialize works in the head, before the page has a body', async () => {
    const { Hellotext } = await open();
    document.body.remove();
    try {
      await expect(Hellotext.initialize('xy76ks', { pageViews: true })).resolves.toBeUndefined();
      expect((await answerOf(Hellotext.track('a.one'))).succeeded).toBe(true);
    } finally {
      document.documentElement.append(document.createElement('body'));
    }
  });

  it('initialize takes null as no options', async () => {
    const { Hellotext } = await open();
    await expect(Hellotext.initialize('xy76ks', null)).resolves.toBeUndefined();
  });

  it.each([
    ['', {}, 'businessId'],
    [undefined, {}, 'businessId'],
    ['xy76ks', { apiRoot: 'api.hellotext.com' }, 'apiRoot'],
    ['xy76ks', { autoGenerateSession: 'no' }, 'autoGenerateSession'],
  ])('initialize with %j and %j rejects with a sentence that names the mistake', async (id, config, name) => {
    const { Hellotext } = await open();
    await expect(Hellotext.initialize(id as string, config as object)).rejects.toThrow(name);
  });

  it('initialize with the option debug reports an unknown option', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const { initialize } = await open();
    await initialize({ webChat: {}, debug: true } as object);
    expect(log.mock.calls.flat().join(' ')).toContain('there is no option "webChat"');
  });
});
