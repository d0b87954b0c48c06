import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerHost } from '../../../src/observe/ledger/ledger-host.ts';
import { advance, MINUTE, useClock } from '../../support/harness.ts';
import { line, mate, openShop, PLATFORM, yerba } from '../support/shop-page.ts';

beforeEach(() => void useClock());

/** A page of a platform that also reports to GA4, with a cart that holds nothing. */
const openPage = (over: Partial<LedgerHost> = {}) => {
  const page = openShop(over);
  const emit = page.ledger.addSource(PLATFORM);
  const tags = page.ledger.addSource({ name: 'ga4' });
  emit({ type: 'products', lines: [line({ ...mate, aliases: ['55'] }), line({ ...yerba, aliases: ['66'] })] });
  emit({ type: 'cart', confirmed: true, lines: [] });
  return {
    ...page,
    push: (...products: (typeof mate)[]) => tags({ type: 'cart.added', lines: products.map((one) => line(one)) }),
    show: (...products: (typeof mate)[]) =>
      emit({ type: 'cart', confirmed: true, lines: products.map((one) => line(one)) }),
    /** The shop refuses what it was asked for this long ago. The request names the products by these ids. */
    refuse: (ids: string[] = [], ago = 300) =>
      emit({
        type: 'refused',
        since: Date.now() - ago,
        lines: ids[0] ? [{ product: { aliases: ids }, quantity: 1 }] : undefined,
      }),
    rows: () =>
      page.sent.map(({ action, source, object_parameters }) => {
        const { items } = object_parameters as { items: { product: { name: string } }[] };
        return [action, items[0]?.product.name, source].join(' ');
      }),
  };
};

describe('change of the cart that the shop refuses', () => {
  it('an addition that waits for the platform is not reported once the shop has refused it', async () => {
    for (const ids of [['55'], []]) {
      const { push, refuse, rows } = openPage();
      push(mate);
      await advance(300);
      refuse(ids);
      await advance(MINUTE);
      expect(rows()).toEqual([]);
    }
  });

  it('the refusal of one product does not stop the report of another', async () => {
    const { push, refuse, rows } = openPage();
    push(mate, yerba);
    await advance(300);
    refuse(['66']);
    await advance(MINUTE);
    expect(rows()).toEqual(['cart.added Mate ga4']);
  });

  it('an addition whose product the refusal names by an unknown id is not reported, and the cart shows what was added', async () => {
    const { push, refuse, show, rows } = openPage();
    push(mate, yerba);
    await advance(300);
    refuse(['4711']);
    await advance(300);
    show(yerba);
    await advance(MINUTE);
    expect(rows()).toEqual(['cart.added Yerba woocommerce']);
  });

  it('an addition from well before the request is reported all the same', async () => {
    let isChanging = true;
    const { push, refuse, rows } = openPage({ isChanging: () => isChanging });
    push(mate);
    await advance(4_000);
    push(yerba);
    await advance(300);
    refuse();
    isChanging = false;
    await advance(MINUTE);
    expect(rows()).toEqual(['cart.added Mate ga4']);
  });

  it('an addition that the same attempt reports right after the refusal is not reported, and a later one is', async () => {
    const { push, refuse, rows } = openPage();
    refuse();
    push(mate);
    await advance(6_000);
    expect(rows()).toEqual([]);
    push(mate);
    await advance(6_000);
    expect(rows()).toEqual(['cart.added Mate ga4']);
  });

  it('an addition waits for a slow answer of the shop, but no longer than 12 seconds', async () => {
    const { push, actions } = openPage({ isChanging: () => true });
    push(mate);
    await advance(9_000);
    expect(actions()).toEqual([]);
    await advance(3_000);
    expect(actions()).toEqual(['cart.added']);
  });

  it('an addition that waits for a slow answer is reported when the page is left', async () => {
    const { push, ledger, actions } = openPage({ isChanging: () => true });
    push(mate);
    await advance(4_000);
    ledger.flush(true);
    expect(actions()).toEqual(['cart.added']);
  });

  it('an addition that the shop has tracked and refused is reported when the cart shows it later', async () => {
    const { ledger, refuse, show, rows } = openPage();
    ledger.noteTracked({ type: 'cart.added', lines: [line(mate)] }, 'manual');
    ledger.noteTracked({ type: 'cart.added', lines: [line(yerba)] }, 'manual');
    await advance(300);
    refuse(['55']);
    await advance(6_000);
    show(mate, yerba);
    await advance(MINUTE);
    expect(rows()).toEqual(['cart.added Mate woocommerce']);
  });

  it('an addition that the platform has shown is reported even if the shop refuses another at the same time', async () => {
    const { push, refuse, show, rows } = openPage();
    push(mate);
    await advance(100);
    show(mate);
    refuse();
    await advance(MINUTE);
    expect(rows()).toEqual(['cart.added Mate woocommerce']);
  });
});
