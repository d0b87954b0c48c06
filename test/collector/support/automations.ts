import { randomUUID } from 'node:crypto';
import type { Automation, Business, EventRecord, Row, Store } from '../../../collector/src/index.ts';
import { createRulebook } from '../../../collector/src/automations/rulebook.ts';
import type { Withdraw } from '../../../collector/src/store/automations/follow-events.ts';
import { openStore } from '../../../collector/src/store/open-store.ts';
import { atEnd, business } from './collector-harness.ts';
import { record } from './records.ts';

export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A product as a line of a cart. */
export const line = (reference: string, quantity = 1) => ({
  product: { reference, name: `Product ${reference}` },
  quantity,
  price: { amount: 10, currency: 'UYU' },
});

export interface Told {
  action: string;
  /** Seconds after the beginning of the test. */
  at?: number;
  received?: number;
  session?: string | null;
  user?: string;
  items?: ReturnType<typeof line>[];
  /** The id of the cart, the order or the product. */
  reference?: string;
  source?: string;
  page?: string;
  body?: object;
  about?: object;
  seq?: number;
  id?: string;
  observedBy?: string;
  isTrusted?: boolean;
}

/** Businesses, and what the store has taken back of what leaves the collector. */
export interface Shop {
  store: Store;
  businesses: Record<string, Business>;
  withdrawn: string[];
  /** Stores events, which are received at the given seconds after the beginning. */
  put(...events: Told[]): Promise<void>;
  /** Looks at what is due, until nothing is, at so many seconds after the beginning. */
  fire(at: number): Promise<{ fired: number; ended: number }>;
  /** What automations have told, the oldest first. */
  told(): Promise<Row[]>;
  /** Why what waited has ended, with the number of each. */
  ends(rule?: string): Promise<Record<string, number>>;
  waiting(rule?: string): ReturnType<Store['waitingTimers']>;
  /** Another collector on the same database, with configuration of its own. */
  another(automations?: Record<string, Automation>): Promise<Shop>;
}

/** The beginning of the time of a test, in Unix seconds: some round time of today. */
export const beginning = Math.floor(Date.now() / 1000 / 100) * 100 - 100_000;

export const aRecord = ({
  at = 0,
  received = at,
  user,
  items,
  reference,
  source,
  page,
  ...told
}: Told): EventRecord => {
  const about = { ...(reference === undefined ? {} : { reference }), ...(source === undefined ? {} : { source }) };
  const parameters = { ...about, ...(items === undefined ? {} : { items }), ...told.about };
  return record({
    id: told.id ?? randomUUID(),
    action: told.action,
    session: told.session === undefined ? 'laptop' : told.session,
    tracked_at: beginning + at,
    received_at: new Date((beginning + received) * 1000).toISOString(),
    user_id: user ?? null,
    user_source: user === undefined ? null : 'shop',
    page_url: page ?? null,
    observed_by: told.observedBy ?? null,
    trusted: told.isTrusted ?? false,
    event: JSON.stringify({ seq: told.seq, object_parameters: parameters, ...told.body }),
  });
};

/** Opens a store whose business has automations; the clock is the test's. */
export async function openShop(database: string, automations: Record<string, Automation>): Promise<Shop> {
  const businesses: Record<string, Business> = { [business]: { name: 'Shop', origins: ['*'], automations } };
  const withdrawn: string[] = [];
  const withdraw: Withdraw = async (_db, events) => void withdrawn.push(...events.map(({ id }) => id));
  const store = await openStore(database, () => {}, { rulebook: createRulebook(() => businesses), withdraw });
  atEnd(() => store.close());
  const summaryOf = async (rule?: string) =>
    (await store.automations(business)).filter(({ id }) => rule === undefined || id === rule);
  return {
    store,
    businesses,
    withdrawn,
    async put(...events) {
      await store.put(events.map(aRecord));
    },
    async fire(at) {
      const all = { fired: 0, ended: 0 };
      for (let isMore = true; isMore;) {
        const { fired, ended, ...more } = await store.fireTimers((beginning + at) * 1000);
        all.fired += fired;
        all.ended += ended;
        isMore = more.isMore;
      }
      return all;
    },
    told: async () => (await store.events()).filter(({ observed_by, trusted }) => observed_by === 'rule' && trusted),
    async ends(rule) {
      const all: Record<string, number> = {};
      for (const { cancelled } of await summaryOf(rule))
        for (const [reason, count] of Object.entries(cancelled)) all[reason] = (all[reason] ?? 0) + count;
      return all;
    },
    waiting: (rule) => store.waitingTimers({ business, rule }),
    another: (other) => openShop(database, other ?? automations),
  };
}

/** The references of the products that a told cart holds, with their numbers. */
export const itemsOf = ({ event }: Row) =>
  ((event.object_parameters as { items: ReturnType<typeof line>[] }).items ?? []).map(
    ({ product, quantity }) => `${product.reference} ${quantity}`,
  );

export const cartRule: Record<string, Automation> = { cart: { kind: 'cart-abandoned', waitMinutes: 15 } };
