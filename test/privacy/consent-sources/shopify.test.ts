import { beforeEach, describe, expect, it, vi } from 'vitest';
import { shopify } from '../../../src/privacy/consent-sources/shopify.ts';
import { advance, useClock } from '../../support/harness.ts';
import { put, recordAnswers, showAgain } from './support/record-answers.ts';

beforeEach(() => void useClock());

/** A Shopify page: the visitor's answer, and whether the region asks for one. */
const openShop = ({ analytics = '', isAsked = true, isLoaded = true } = {}) => {
  const state = { analytics, isAsked };
  const customerPrivacy = {
    analyticsProcessingAllowed: () => state.analytics === 'yes' || (!state.isAsked && state.analytics !== 'no'),
    currentVisitorConsent: () => ({ analytics: state.analytics, marketing: '', preferences: '', sale_of_data: '' }),
  };
  const waiting: (() => void)[] = [];
  const shop = {
    customerPrivacy: isLoaded ? (customerPrivacy as object) : undefined,
    loadFeatures: vi.fn((_features: unknown, done: () => void) => void waiting.push(done)),
  };
  put('Shopify', shop);
  return {
    state,
    shop,
    /** Finishes loading the API. */
    load() {
      shop.customerPrivacy = customerPrivacy;
      for (const done of waiting.splice(0)) done();
    },
    /** Lets the visitor answer in the banner. */
    answer(value: 'yes' | 'no', detail: unknown = { analyticsAllowed: value === 'yes' }) {
      state.analytics = value;
      document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail }));
    },
  };
};

describe('the answer of Shopify', () => {
  it.each([
    ['the visitor has allowed it', { analytics: 'yes' }, 'granted'],
    ['the visitor has refused it', { analytics: 'no' }, 'denied'],
    ['the visitor has not answered yet', { analytics: '' }, 'pending'],
    ['the region needs no answer', { isAsked: false }, 'granted'],
    ['the region needs no answer, but there is one', { isAsked: false, analytics: 'no' }, 'denied'],
  ])('consent is known at once: %s', (_name, state, expected) => {
    openShop(state);
    expect(recordAnswers(shopify()).answers).toEqual([expected]);
  });

  it('consent follows the answers of the visitor', () => {
    const { answer } = openShop();
    const { answers } = recordAnswers(shopify());
    answer('yes');
    answer('no');
    answer('no');
    expect(answers).toEqual(['pending', 'granted', 'denied']);
  });

  it.each([[null], [{}], [{ analyticsAllowed: 'yes' }]])('the API answers where an event does not: %j', (detail) => {
    const { answer } = openShop();
    const { answers } = recordAnswers(shopify());
    answer('yes', detail);
    answer('no', detail);
    expect(answers).toEqual(['pending', 'granted', 'denied']);
  });

  it('consent is denied once the visitor has answered and analytics is not allowed, also where the API lists no answers', () => {
    const { shop, answer } = openShop();
    shop.customerPrivacy = { analyticsProcessingAllowed: () => false };
    const { answers } = recordAnswers(shopify());
    answer('no', null);
    expect(answers).toEqual(['pending', 'denied']);
  });

  it('the answer in the event of Shopify counts while the API is missing', async () => {
    const { answer, load } = openShop({ isLoaded: false });
    const { answers } = recordAnswers(shopify());
    answer('yes');
    await advance(1000);
    load();
    expect(answers).toEqual(['pending', 'granted']);
  });

  it('the answer in the event counts where the API still gives the one before', () => {
    const { state } = openShop({ analytics: 'no' });
    const { answers } = recordAnswers(shopify());
    document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: { analyticsAllowed: true } }));
    expect([state.analytics, answers]).toEqual(['no', ['denied', 'granted']]);
  });

  it('consent is read again when the page is shown again, because another tab may have changed it', () => {
    const { state } = openShop({ analytics: 'yes' });
    const { answers } = recordAnswers(shopify());
    state.analytics = 'no';
    showAgain();
    expect(answers).toEqual(['granted', 'denied']);
  });
});

describe('the privacy API of Shopify', () => {
  it('a missing privacy API is loaded once, by its name', async () => {
    const { shop, load } = openShop({ isLoaded: false, analytics: 'yes' });
    const { answers } = recordAnswers(shopify());
    await advance(5000);
    expect(shop.loadFeatures.mock.calls.map(([features]) => features)).toEqual([
      [{ name: 'consent-tracking-api', version: '0.1' }],
    ]);
    load();
    expect(answers).toEqual(['pending', 'granted']);
  });

  it('a privacy API that is there is not loaded again', () => {
    const { shop } = openShop();
    recordAnswers(shopify());
    expect(shop.loadFeatures).not.toHaveBeenCalled();
  });

  it('a privacy API that loads within the call answers at once', () => {
    const { shop, load } = openShop({ isLoaded: false, analytics: 'yes' });
    shop.loadFeatures.mockImplementation((_features, done) => {
      load();
      done();
    });
    expect(recordAnswers(shopify()).answers).toEqual(['granted']);
  });

  it('a privacy API is found although Shopify itself comes late', async () => {
    const { answers } = recordAnswers(shopify());
    await advance(5000);
    const { load } = openShop({ isLoaded: false, analytics: 'no' });
    await advance(300);
    load();
    expect(answers).toEqual(['pending', 'denied']);
  });

  it('a privacy API of which only a part is there is loaded', async () => {
    const { shop, load } = openShop({ analytics: 'yes' });
    shop.customerPrivacy = { shouldShowBanner: () => true };
    const { answers } = recordAnswers(shopify());
    expect(shop.loadFeatures).toHaveBeenCalledTimes(1);
    load();
    expect(answers).toEqual(['pending', 'granted']);
  });

  it('a privacy API that cannot be loaded leaves consent pending', async () => {
    const { shop } = openShop({ isLoaded: false });
    shop.loadFeatures.mockImplementation(() => {
      throw new Error('blocked');
    });
    const { answers } = recordAnswers(shopify());
    await advance(5000);
    expect(answers).toEqual(['pending']);
  });

  it.each([
    ['throws', { analyticsProcessingAllowed: (): unknown => JSON.parse('{') }],
    ['knows no answers', { analyticsProcessingAllowed: (): unknown => false }],
    ['gives no answer', { analyticsProcessingAllowed: (): unknown => false, currentVisitorConsent: () => null }],
    ['is no function', { analyticsProcessingAllowed: 'yes' }],
  ])('a privacy API that %s leaves consent pending', async (_name, api) => {
    const { shop } = openShop();
    shop.customerPrivacy = api;
    const { answers } = recordAnswers(shopify());
    await advance(5000);
    expect(answers).toEqual(['pending']);
  });

  it('a privacy API that has answered is not asked again', async () => {
    const { shop } = openShop({ analytics: 'yes' });
    const allowed = vi.spyOn(
      shop.customerPrivacy as { analyticsProcessingAllowed: () => boolean },
      'analyticsProcessingAllowed',
    );
    recordAnswers(shopify());
    await advance(60_000);
    expect(allowed).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('an answer of Shopify that changes ten times a second is reported once for each change', () => {
  const { answer } = openShop();
  const { answers } = recordAnswers(shopify());
  for (let count = 0; count < 1000; count++) answer(count % 2 ? 'no' : 'yes');
  expect(answers).toHaveLength(1001);
});

it('a stopped source of Shopify reports nothing and leaves no timer', () => {
  const { answer, load } = openShop({ isLoaded: false });
  const { answers, stop } = recordAnswers(shopify());
  stop();
  load();
  answer('yes');
  showAgain();
  expect(answers).toEqual(['pending']);
  expect(vi.getTimerCount()).toBe(0);
});
