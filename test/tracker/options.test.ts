import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createTracker } from '../../src/index.ts';
import { advance, start, useClock } from '../support/harness.ts';
import { openPage, rejection } from '../support/page.ts';

beforeEach(() => void useClock());

const BAD: [option: string, values: unknown[]][] = [
  ['credentials', ['yes', 1, null]],
  ['session', ['short', 'has spaces in it', 'x'.repeat(65), 'undefined', 12_345_678]],
  ['autoGenerateSession', ['yes', 0]],
  ['pageViews', ['yes', 7, null]],
  ['clicks', ['yes', 1]],
  ['consent', ['yes', true, '']],
  ['cookie', ['vitrina_', true, null]],
  ['flushAfter', ['1000', -1, NaN, Infinity]],
  ['batchSize', ['20', 0, 101, NaN]],
  ['redact', ['email', [1], true]],
  ['transform', ['f', {}, true]],
  ['plugins', ['pages', [1], {}]],
  ['debug', ['yes', 1]],
];

const BAD_MEMBERS: [option: string, member: string, values: unknown[]][] = [
  ['pageViews', 'hash', ['yes', 1, null]],
  ['pageViews', 'search', [0]],
  ['pageViews', 'replaced', ['true']],
  ['pageViews', 'ignore', ['/admin', ['/admin'], true]],
  ['cookie', 'prefix', [5, true, null]],
  ['cookie', 'domain', [7, ['shop.example']]],
  ['cookie', 'days', ['x', '30', -1, NaN]],
];

describe.each(BAD_MEMBERS)('the member %s.%s', (option, member, values) => {
  it.each(values.map((value) => [value]))(`${option}.${member} refuses %o, and the error names it`, async (value) => {
    const options = { [option]: { [member]: value } };
    expect(() => start(options)).toThrow(TypeError);
    const { vitrina, initialize } = await openPage();
    expect(await rejection(initialize(options))).toMatch(
      new RegExp(`^TypeError: ${option} must be .*\\b${member}\\b.*; got \\{"${member}"`),
    );
    expect(vitrina.isInitialized).toBe(false);
  });

  it(`${option}.${member} may be undefined, as options that are passed on are`, () => {
    expect(() => start({ [option]: { [member]: undefined } })).not.toThrow();
  });
});

it('every member of the options pageViews and cookie is accepted as it is documented', async () => {
  const { vitrina, initialize } = await openPage();
  await initialize({
    pageViews: { hash: true, search: false, replaced: true, ignore: ({ pathname }) => pathname === '/admin' },
    cookie: { prefix: 'shop_', domain: location.hostname, days: 1.5 },
  });
  expect(vitrina.isInitialized).toBe(true);
});

describe.each(BAD)('the option %s', (option, values) => {
  it.each(values.map((value) => [value]))(`the option ${option} refuses %o, and the error names it`, async (value) => {
    expect(() => start({ [option]: value })).toThrow(TypeError);
    const { vitrina, initialize } = await openPage();
    const said = await rejection(initialize({ [option]: value }));
    expect(said).toMatch(new RegExp(`^TypeError: .*\\b${option}\\b.* must `));
    expect(vitrina.isInitialized).toBe(false);
  });

  it(`the option ${option} may be undefined, as options that are passed on are`, () => {
    expect(() => start({ [option]: undefined })).not.toThrow();
  });
});

it.each([['text'], [7], [null], [[]]])('options that are %o are refused', async (options) => {
  const { vitrina } = await openPage();
  expect(await rejection(vitrina.initialize('xy76ks', options as never))).toMatch(/^TypeError: .*option/);
});

it('options with neither an endpoint nor a destination are refused', async () => {
  const { vitrina } = await openPage();
  const sentence = /endpoint must be an http address or a path beginning with \/; got null/;
  expect(await rejection(vitrina.initialize('xy76ks', {}))).toMatch(sentence);
  expect(() => createTracker('xy76ks', { clicks: false } as never)).toThrow(sentence);
});

describe('an unknown option', () => {
  const unknown = { flushafter: 5 } as never;

  it('an unknown option is named in the console under debug, and everything works', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    vi.spyOn(console, 'warn').mockImplementation((...words) => log(...words));
    const { initialize, track } = await openPage();
    await initialize({ debug: true, ...(unknown as object) });
    expect(log.mock.calls.flat().join('\n')).toContain('flushafter');
    const answer = track('a.one');
    await advance(2000);
    expect(await answer).toMatchObject({ succeeded: true });
  });

  it('an unknown option is not mentioned without debug', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const { initialize } = await openPage();
    await expect(initialize(unknown)).resolves.toBeUndefined();
    expect(log).not.toHaveBeenCalled();
  });
});

describe('what looks wrong in the option cookie or pageViews', () => {
  /** What the console says at the start. */
  const said = async (options: object) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const { vitrina, initialize } = await openPage();
    await initialize(options);
    expect(vitrina.isInitialized).toBe(true);
    return log.mock.calls.map((words) => words.join(' '));
  };

  it.each([
    { pageViews: { hashes: true } },
    { pageViews: { hash: true, ignored: '/admin' } },
    { cookie: { day: 30 } },
    { cookie: { prefix: 'shop_', path: '/' } },
  ])('the unknown member in %j is refused, and the error says which members there are', async (options) => {
    const { vitrina, initialize } = await openPage();
    expect(await rejection(initialize(options as never))).toMatch(
      /^TypeError: (pageViews must be .*\{ hash, search, replaced, ignore \}|cookie must be \{ prefix, domain, days \}).*; got \{/,
    );
    expect(vitrina.isInitialized).toBe(false);
  });

  it.each(['other.example', '.other.example', 'deeper.shop.localhost'])(
    'a domain of cookies that the page is not on, such as %s, is named once under debug',
    async (domain) => {
      expect(location.hostname).toBe('shop.localhost');
      expect(await said({ debug: true, cookie: { domain } })).toEqual([
        `vitrina: this page is not on cookie.domain "${domain}"`,
      ]);
    },
  );

  it.each(['localhost', '.localhost', 'shop.localhost', ''])(
    'nothing is said of the domain "%s", on which the page is',
    async (domain) => {
      expect(await said({ debug: true, cookie: { domain } })).toEqual([]);
    },
  );
});

it('a tracker without plugins reports neither page views nor clicks', async () => {
  const { sent, tracker } = start();
  await advance(5000);
  history.pushState(null, '', '/elsewhere');
  document.body.innerHTML = '<button data-vitrina-track="a.clicked"></button>';
  document.querySelector('button')?.click();
  await advance(5000);
  expect(sent).toEqual([]);
  tracker.stop();
});

it('a tracker starts its plugins, and stops each of them once', () => {
  const stop = vi.fn();
  const { tracker } = start({ plugins: [() => stop, () => undefined] });
  expect(stop).not.toHaveBeenCalled();
  tracker.stop();
  tracker.stop();
  expect(stop).toHaveBeenCalledTimes(1);
});

it('a plugin that throws when it starts or stops breaks nothing', async () => {
  const broken = () => {
    throw new Error('broken');
  };
  const { tracker, track, sent } = start({ plugins: [broken, () => broken] });
  track('a.one');
  await advance(100);
  expect(sent).toHaveLength(1);
  expect(() => tracker.stop()).not.toThrow();
});

it('a destination that the script does not have is refused with the file that has it', async () => {
  const { initialize } = await openPage();
  expect(await rejection(initialize({ destination: 'hellotext' as never }))).toMatch(
    /^TypeError: destination .*vitrina\.hellotext\.js.* got "hellotext"/,
  );
});
