import { beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../src/facts/fact.ts';
import { advance, MINUTE, useClock } from '../../support/harness.ts';
import { line, mate, openShop, PLATFORM, whole } from '../support/shop-page.ts';

beforeEach(() => void useClock());

const GA4 = { name: 'ga4' };
const order = (reference: string, more: Partial<Fact> = {}): Fact => ({
  type: 'order.placed',
  reference,
  total: 100,
  lines: [line(whole(mate), 2)],
  ...more,
});
/** The orders that a page has sent, after all that was held. */
const orders = async ({ sent }: Pick<ReturnType<typeof openShop>, 'sent'>) => {
  await advance(MINUTE);
  return sent
    .filter(({ action }) => action === 'order.placed')
    .map(({ object_parameters }) => (object_parameters as { reference: string }).reference);
};

describe('number of an order with a sign before it', () => {
  it.each([
    ['#1001', '1001'],
    ['1001', '#1001'],
    ['# 1001', '1001'],
    ['1001', 'Nº 1001'],
    ['№1001', '#1001'],
    ['n° 1001', '1001'],
  ])('the order %s is not reported again as %s on a later page', async (first, second) => {
    const page = openShop();
    page.ledger.addSource(GA4)(order(first));
    expect(await orders(page)).toEqual([first]);
    const later = openShop({ storage: page.storage });
    later.ledger.addSource(GA4)(order(second));
    expect(await orders(later)).toEqual([]);
  });

  it('an order that one source reports with and without the sign is reported once, and as it was first said', async () => {
    const page = openShop();
    page.ledger.addSource(PLATFORM);
    const ga4 = page.ledger.addSource(GA4);
    ga4(order('#1001'));
    ga4(order('1001'));
    expect(await orders(page)).toEqual(['#1001']);
  });

  it('an order is not reported again under the number of a part with the sign', async () => {
    const page = openShop();
    page.ledger.addSource(PLATFORM)(order('G-1', { confirmed: true, aliases: ['#1001'] }));
    expect(await orders(page)).toEqual(['G-1']);
    const later = openShop({ storage: page.storage });
    later.ledger.addSource(GA4)(order('1001'));
    expect(await orders(later)).toEqual([]);
  });

  it('two orders whose numbers differ in more than the sign are reported both', async () => {
    const page = openShop();
    const ga4 = page.ledger.addSource(GA4);
    ga4(order('#1001'));
    await advance(MINUTE);
    ga4(order('#1002'));
    ga4(order('1-001'));
    expect(await orders(page)).toEqual(['#1001', '#1002', '1-001']);
  });
});

describe('form that two sources report', () => {
  const named: Fact = { type: 'form.completed', confirmed: true, reference: '123' };
  const nameless: Fact = {
    type: 'form.completed',
    reference: 'generate_lead',
    aliases: ['generate_lead'],
    total: 50_000,
    currency: 'UYU',
  };

  it.each(['before', 'after'])(
    'the id of the form is reported when GA4 names no form and comes %s it',
    async (when) => {
      const page = openShop();
      const ga4 = page.ledger.addSource(GA4);
      const form = page.ledger.addSource({ name: 'form' });
      if (when === 'before') ga4(nameless);
      form(named);
      if (when === 'after') ga4(nameless);
      await advance(MINUTE);
      expect(page.sent).toMatchObject([{ action: 'form.completed', object: '123', source: 'form', amount: 5 }]);
    },
  );

  it('a form that only GA4 reports has the name of the event when GA4 names no form', async () => {
    const page = openShop();
    page.ledger.addSource({ name: 'form' });
    page.ledger.addSource(GA4)(nameless);
    await advance(MINUTE);
    expect(page.sent).toMatchObject([{ action: 'form.completed', object: 'generate_lead', source: 'ga4', amount: 5 }]);
  });

  it('the name that GA4 gives a form is reported', async () => {
    const page = openShop();
    const ga4 = page.ledger.addSource(GA4);
    page.ledger.addSource({ name: 'form' })(named);
    ga4({ ...nameless, reference: 'contact', aliases: undefined });
    await advance(MINUTE);
    expect(page.sent).toMatchObject([{ action: 'form.completed', object: 'contact', source: 'ga4' }]);
  });
});
