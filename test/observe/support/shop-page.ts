import type { Decision, Line, ProductFacts } from '../../../src/facts/fact.ts';
import { toUnits } from '../../../src/facts/money.ts';
import type { LedgerHost } from '../../../src/observe/ledger/ledger-host.ts';
import { createLedger } from '../../../src/observe/ledger/ledger.ts';
import { createMemories } from '../../../src/observe/page/memory.ts';
import { memoryStorage } from '../../support/harness.ts';

export type Sent = Record<string, unknown> & { action: string; source: string };

let carts = 0;

/** A memory for an adapter that is started without a shop. */
export const newMemory = () => createMemories(memoryStorage(), 'test:').memoryOf('alone');

/** A page of a shop, with its sent events and decisions. Pass the storage of an earlier page to continue its visit. */
export const openShop = (over: Partial<LedgerHost> = {}) => {
  const sent: Sent[] = [];
  const decisions: Decision[] = [];
  const place = { href: 'https://shop.example/p/mate' };
  const storage = over.storage ?? memoryStorage();
  const ledger = createLedger({
    now: () => Date.now(),
    storage,
    prefix: 'test:',
    uuid: () => `cart-${++carts}`,
    address: () => place.href,
    // Through JSON, as events are sent, so that undefined fields disappear.
    observe: (action, props, source) => sent.push({ ...(JSON.parse(JSON.stringify(props)) as object), action, source }),
    report: (decision) => decisions.push(decision),
    ...over,
  });
  const actions = () => sent.map(({ action }) => action);
  return { ledger, sent, actions, decisions, place, storage };
};

export const PLATFORM = { name: 'woocommerce', platform: 'woocommerce' };

export const mate: ProductFacts = { reference: '101', name: 'Mate', sku: 'M-1', price: toUnits(10.5) };
export const yerba: ProductFacts = { reference: '102', name: 'Yerba', sku: 'Y-1', price: toUnits(4.25) };
/** The product with an image, so that the ledger need not wait for more data. */
export const whole = (product: ProductFacts): ProductFacts => ({ ...product, image_url: 'https://shop.example/i.jpg' });

export const line = (product: ProductFacts, quantity = 1): Line => ({ product: { ...product }, quantity });
