import { beforeEach, describe, expect, it, vi } from 'vitest';
import { googleConsentMode } from '../../../src/privacy/consent-sources/google-consent-mode.ts';
import { advance, useClock } from '../../support/harness.ts';
import { put, recordAnswers } from './support/record-answers.ts';

beforeEach(() => void useClock());

const BOTH = { analytics_storage: 'granted', ad_user_data: 'granted' };
const NONE = { analytics_storage: 'denied', ad_user_data: 'denied' };

const layer = (name = 'dataLayer') => (window as unknown as Record<string, unknown[]>)[name] as unknown[];
/** Pushes its arguments to the layer of the moment, as the function in Google's snippet does. */
const gtagFor = (name = 'dataLayer') =>
  function (..._command: unknown[]) {
    // eslint-disable-next-line prefer-rest-params -- this very object is what Google's tag looks for
    layer(name).push(arguments);
  };
const gtag = gtagFor();

/** Google's tag on a layer: it reads the entries, wraps `push` to return a boolean, and keeps 300 entries. */
const runTag = (target: unknown[]) => {
  const processed: unknown[] = [...target];
  const inner = target.push;
  target.push = function (...entries) {
    inner.apply(this, entries);
    processed.push(...entries);
    while (target.length > 300) target.shift();
    return true as unknown as number;
  };
  return processed;
};

describe('the answer of Google Consent Mode', () => {
  beforeEach(() => put('dataLayer', []));

  it('consent is pending until there is a consent command', () => {
    const { answers } = recordAnswers(googleConsentMode());
    gtag('js', new Date());
    gtag('config', 'G-1');
    expect(answers).toEqual(['pending']);
  });

  it.each([
    ['granted', BOTH, 'granted'],
    ['denied', NONE, 'denied'],
    ['denied for one purpose', { ...BOTH, ad_user_data: 'denied' }, 'denied'],
    ['denied for the other one', { ...BOTH, analytics_storage: 'denied' }, 'denied'],
  ])('consent follows an update: %s', (_name, state, expected) => {
    const { answers } = recordAnswers(googleConsentMode());
    gtag('consent', 'update', { ad_storage: 'granted', ...state });
    expect(answers).toEqual(['pending', expected]);
  });

  it('consent is granted once both purposes are, also where they come one by one', () => {
    const { answers } = recordAnswers(googleConsentMode());
    gtag('consent', 'update', { analytics_storage: 'granted', ad_storage: 'granted' });
    expect(answers).toEqual(['pending']);
    gtag('consent', 'update', { ad_user_data: 'granted' });
    expect(answers).toEqual(['pending', 'granted']);
  });

  it('consent is pending while the default denies, until the visitor answers', async () => {
    const { answers } = recordAnswers(googleConsentMode());
    gtag('consent', 'default', NONE);
    await advance(60_000);
    expect(answers).toEqual(['pending']);
    gtag('consent', 'update', NONE);
    gtag('consent', 'update', BOTH);
    gtag('consent', 'update', { analytics_storage: 'denied' });
    expect(answers).toEqual(['pending', 'denied', 'granted', 'denied']);
  });

  it('consent is granted where the default grants, and an update overrules it', () => {
    const { answers } = recordAnswers(googleConsentMode());
    gtag('consent', 'default', BOTH);
    gtag('consent', 'update', NONE);
    expect(answers).toEqual(['pending', 'granted', 'denied']);
  });

  it('a default that comes after an update does not change the answer', () => {
    const { answers } = recordAnswers(googleConsentMode());
    gtag('consent', 'update', NONE);
    gtag('consent', 'default', BOTH);
    expect(answers).toEqual(['pending', 'denied']);
  });

  it.each([
    ['first', [{ ...NONE, region: ['ES', 'US-AK'] }, BOTH]],
    ['last', [BOTH, { ...NONE, region: ['ES', 'US-AK'] }]],
  ])('consent is pending where a regional default denies, whether it comes first or last: %s', (_name, defaults) => {
    const { answers } = recordAnswers(googleConsentMode());
    for (const state of defaults) gtag('consent', 'default', state);
    expect(answers.at(-1)).toBe('pending');
    gtag('consent', 'update', BOTH);
    expect(answers.at(-1)).toBe('granted');
  });

  it('consent waits for an update as long as wait_for_update of the default says', async () => {
    gtag('consent', 'default', { ...BOTH, wait_for_update: 2000 });
    const { answers } = recordAnswers(googleConsentMode());
    await advance(1900);
    expect(answers).toEqual(['pending']);
    await advance(500);
    expect(answers).toEqual(['pending', 'granted']);
  });

  it('an update that comes during wait_for_update counts at once', async () => {
    gtag('consent', 'default', { ...BOTH, wait_for_update: 2000 });
    const { answers } = recordAnswers(googleConsentMode());
    gtag('consent', 'update', NONE);
    expect(answers).toEqual(['pending', 'denied']);
    await advance(5000);
    expect(answers).toEqual(['pending', 'denied']);
  });

  it('consent is known at once where the commands came before the source', () => {
    gtag('consent', 'default', NONE);
    gtag('consent', 'update', BOTH);
    expect(recordAnswers(googleConsentMode()).answers).toEqual(['granted']);
  });

  it('commands are read from a plain list and from one push of several, as they were at the push', () => {
    const { answers } = recordAnswers(googleConsentMode());
    const state = { ...BOTH };
    layer().push({ event: 'x' }, ['consent', 'default', NONE], ['consent', 'update', state]);
    state.ad_user_data = 'denied';
    expect(answers).toEqual(['pending', 'granted']);
  });
});

describe('the data layer', () => {
  it('the source neither creates a data layer nor pushes to it', async () => {
    const { answers } = recordAnswers(googleConsentMode());
    await advance(1000);
    expect(layer()).toBeUndefined();
    put('dataLayer', []);
    await advance(1000);
    expect([...layer()]).toEqual([]);
    expect(answers).toEqual(['pending']);
  });

  it('a data layer that comes late is read', async () => {
    const { answers } = recordAnswers(googleConsentMode());
    put('dataLayer', []);
    gtag('consent', 'update', BOTH);
    await advance(300);
    gtag('consent', 'update', NONE);
    expect(answers).toEqual(['pending', 'granted', 'denied']);
  });

  it('a data layer that replaces another one is read', async () => {
    put('dataLayer', []);
    const { answers } = recordAnswers(googleConsentMode());
    put('dataLayer', [{ page: 'home' }]);
    await advance(300);
    gtag('consent', 'update', NONE);
    expect(answers).toEqual(['pending', 'denied']);
  });

  it.each(['before', 'after'])(
    'a data layer that Google Tag Manager wraps %s the source passes everything on and returns the same value',
    (when) => {
      put('dataLayer', [{ event: 'gtm.js' }]);
      let processed = when === 'before' ? runTag(layer()) : [];
      const { answers } = recordAnswers(googleConsentMode());
      if (when === 'after') processed = runTag(layer());
      gtag('consent', 'update', BOTH);
      expect(layer().push({ event: 'a' }, { event: 'b' })).toBe(true);
      expect(processed).toHaveLength(4);
      expect(answers).toEqual(['pending', 'granted']);
    },
  );

  it('a data layer that is cut to 300 entries is still read', () => {
    put('dataLayer', []);
    runTag(layer());
    const { answers } = recordAnswers(googleConsentMode());
    gtag('consent', 'default', NONE);
    for (let count = 0; count < 400; count++) layer().push({ event: 'x' });
    gtag('consent', 'update', BOTH);
    expect(layer()).toHaveLength(300);
    expect(answers).toEqual(['pending', 'granted']);
  });

  it('a push to the data layer returns what it did before, and exceptions of the page reach the page unchanged', () => {
    put('dataLayer', [1]);
    recordAnswers(googleConsentMode());
    expect(layer().push(2)).toBe(2);
    const inner = new Error('the page’s own');
    const other: unknown[] = [];
    other.push = () => {
      throw inner;
    };
    put('other', other);
    recordAnswers(googleConsentMode({ dataLayer: 'other' }));
    expect(() => other.push(1)).toThrow(inner);
  });

  it('the source reads the data layer that its option names', () => {
    put('dataLayer', []);
    put('shopLayer', []);
    const { answers } = recordAnswers(googleConsentMode({ dataLayer: 'shopLayer' }));
    gtag('consent', 'update', NONE);
    expect(answers).toEqual(['pending']);
    gtagFor('shopLayer')('consent', 'update', BOTH);
    expect(answers).toEqual(['pending', 'granted']);
  });
});

describe('the state of Google’s tag', () => {
  const tagSays = (entry: object) =>
    put('google_tag_data', { ics: { entries: { analytics_storage: entry, ad_user_data: entry } } });

  it('the state of Google’s tag is read where a consent tool does not use the data layer', async () => {
    const { answers } = recordAnswers(googleConsentMode());
    tagSays({ default: false });
    await advance(300);
    tagSays({ default: false, update: true });
    await advance(300);
    tagSays({ default: false, update: false });
    await advance(300);
    expect(answers).toEqual(['pending', 'granted', 'denied']);
  });

  it('the state of Google’s tag decides which default holds in the visitor’s region', async () => {
    put('dataLayer', []);
    gtag('consent', 'default', { ...NONE, region: ['ES'] });
    gtag('consent', 'default', BOTH);
    tagSays({ default: true, region: '' });
    expect(recordAnswers(googleConsentMode()).answers).toEqual(['granted']);
    tagSays({ default: false, region: 'ES' });
    expect(recordAnswers(googleConsentMode()).answers).toEqual(['pending']);
    tagSays({ default: true, quiet: true });
    expect(recordAnswers(googleConsentMode()).answers).toEqual(['pending']);
  });

  it.each([
    [{ update: 'denied', default: 'granted' }],
    [{ update: 'granted' }],
    [{ default: 'denied' }],
    [{ update: 1 }],
    [{ update: null }],
    [{}],
    [null],
  ])('a state of Google’s tag with unknown values is no consent: %j', (entry) => {
    tagSays(entry as object);
    expect(recordAnswers(googleConsentMode()).answers).toEqual(['pending']);
  });
});

describe('hostile input', () => {
  const throwing = new Proxy(
    {},
    {
      get: () => {
        throw new Error('hostile');
      },
    },
  );

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a word', 'consent'],
    ['no state', ['consent', 'update']],
    ['a state that is none', ['consent', 'update', 'granted']],
    ['a state of other words', ['consent', 'update', { analytics_storage: 'GRANTED', ad_user_data: true }]],
    ['another kind', ['consent', 'delete', BOTH]],
    ['another command', ['consents', 'update', BOTH]],
    ['what throws when it is read', throwing],
    ['a state that throws when it is read', ['consent', 'update', throwing]],
    ['a state that is null', ['consent', 'update', null]],
    ['a huge one', { length: 4_294_967_295, 0: 'x' }],
  ])('a hostile entry of the data layer is passed on and changes nothing: %s', (_name, entry) => {
    put('dataLayer', [entry]);
    const { answers } = recordAnswers(googleConsentMode());
    expect(() => layer().push(entry)).not.toThrow();
    expect(layer()).toHaveLength(2);
    gtag('consent', 'update', BOTH);
    expect(answers).toEqual(['pending', 'granted']);
  });

  it.each([['a word'], [42], [null], [{ push: 1 }], [throwing]])(
    'a hostile value in place of the data layer leaves consent pending: %#',
    async (value) => {
      put('dataLayer', value);
      const { answers } = recordAnswers(googleConsentMode());
      await advance(1000);
      expect(answers).toEqual(['pending']);
    },
  );

  it('a frozen data layer is read all the same', async () => {
    put('dataLayer', Object.freeze([['consent', 'update', NONE]]));
    const { answers } = recordAnswers(googleConsentMode());
    await advance(300);
    expect(answers.at(-1)).toBe('denied');
  });

  it.each([['soon'], [-5], [NaN], [{}]])('a wait_for_update that is no time is ignored: %s', (wait_for_update) => {
    put('dataLayer', [['consent', 'default', { ...BOTH, wait_for_update }]]);
    expect(recordAnswers(googleConsentMode()).answers).toEqual(['granted']);
  });

  it('a wait_for_update that never ends lets only an update count', async () => {
    put('dataLayer', [['consent', 'default', { ...BOTH, wait_for_update: 1e15 }]]);
    const { answers } = recordAnswers(googleConsentMode());
    await advance(600_000);
    expect(answers).toEqual(['pending']);
    gtag('consent', 'update', BOTH);
    expect(answers).toEqual(['pending', 'granted']);
  });
});

it('an answer that changes ten times a second is reported once for each change, and push is wrapped only once', () => {
  put('dataLayer', []);
  const { push } = layer();
  const { answers } = recordAnswers(googleConsentMode());
  const ours = layer().push;
  expect(ours).not.toBe(push);
  for (let count = 0; count < 1000; count++) gtag('consent', 'update', count % 2 ? NONE : BOTH);
  gtag('consent', 'update', NONE);
  expect(answers).toHaveLength(1001);
  expect(answers.slice(-2)).toEqual(['granted', 'denied']);
  expect(layer().push).toBe(ours);
});

it('a stopped source reports nothing and leaves no timer, and the data layer still takes entries', () => {
  put('dataLayer', []);
  const { answers, stop } = recordAnswers(googleConsentMode());
  stop();
  gtag('consent', 'update', BOTH);
  expect(answers).toEqual(['pending']);
  expect(layer()).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
