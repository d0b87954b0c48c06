import type { Observer } from '../types.js';
import type { Adapter, Decision, Emit, Fact, Line } from './facts.js';
import type { LedgerHost } from './ledger-host.js';
import { toCurrency } from './money.js';
import { createKnown } from './products.js';
import { createState, VISIT } from './state.js';
import { findTwin, isChange, keyOf } from './twins.js';
import type { Sight } from './twins.js';
import { fill } from './values.js';
import { readCart, readProduct } from './remembered.js';
import { createTelling, isOnce, onceKey } from './telling.js';

/** How long what a weaker source has seen waits for a stronger one, in ms. */
const HOLD = 1_500;
/** How many sights are kept to compare with. */
const MOST_SIGHTS = 200;

/** Sources by the trust in them, best first: -1 is what was sent already, 0 a platform that confirms, 1 one that only announces. */
const RANKS: Record<string, number> = { manual: -1, mark: -1, ga4: 2, ua: 3, 'json-ld': 4, form: 5, rule: 5 };

interface Entry extends Sight {
  rank: number;
  address: string;
  /** While it waits to be told. */
  timer?: ReturnType<typeof setTimeout>;
  /** The whole cart was emptied, which an order would explain. */
  isEmptying?: boolean;
}

/** Turns facts into actions, each once: what several sources see is told by the best of them with what all of them know. */
export const createLedger = (host: LedgerHost) => {
  const { now, address, report } = host;
  const state = createState(host.storage, `${host.prefix}shop`, now, host.uuid);
  const known = createKnown();
  let { source } = host;
  let currency: string | undefined;
  let entries: Entry[] = [];
  let best = 9;
  let isLeaving = false;

  const log = (step: Decision['step'], by: Observer, fact: Fact, why?: string) =>
    report?.({ at: now(), step, by, fact, why });
  const rankOf = (by: Observer, confirmed?: boolean) => RANKS[by] ?? (confirmed ? 0 : 1);
  const telling = createTelling(host, state, log);
  const complete = (fact: Fact): Fact => ({
    ...fact,
    currency: fact.currency ?? currency,
    lines: fact.lines?.map((line) => ({ ...line, product: known.complete(line.product) })),
  });
  const guard = <R>(task: () => R): R | undefined => {
    try {
      return task();
    } catch {
      // What is stored was not ours.
      state.clear();
      return undefined;
    }
  };
  const drop = (entry: Entry) => {
    clearTimeout(entry.timer);
    entry.timer = undefined;
  };

  const tell = (entry: Entry) => {
    drop(entry);
    const [by = ''] = entry.by;
    if (entry.fact.what === 'order.placed') for (const other of entries) if (other.isEmptying) drop(other);
    telling(complete(entry.fact), by, entry.at, entry.address, source);
  };

  const admit = (fact: Fact, by: Observer, isEmptying = false) => {
    const { what, reference } = fact;
    const isOrder = what === 'order.placed';
    let entry: Entry = {
      fact,
      keys: [keyOf(fact)],
      by: [by],
      // An order without a number gives way to any that has one.
      rank: rankOf(by, fact.confirmed) + (isOrder && !reference ? 9 : 0),
      at: now(),
      address: address(),
      page: address().replace(/[?#].*/, ''),
      isEmptying,
    };
    const isTold =
      what === 'checkout.started'
        ? state.hasCheckedOut()
        : isOnce(fact, by) && state.hasTold(onceKey(fact), source, reference ? undefined : VISIT);
    const twin = findTwin(entries, entry);
    if (twin) {
      const isBetter = entry.rank < twin.rank;
      // The numbers that other sources know an order by, for when they alone tell of it again.
      if (isOrder) state.keepTold(onceKey(fact), source);
      const [best_, other] = isBetter ? [fact, twin.fact] : [twin.fact, fact];
      fill(fill(best_, other).lines?.[0]?.product ?? {}, other.lines?.[0]?.product);
      const [teller = ''] = twin.by;
      twin.by = isBetter ? [by, ...twin.by] : [...twin.by, by];
      twin.keys.push(...entry.keys);
      log('deduplicated', isBetter ? teller : by, other, `${twin.by[0]} tells it`);
      if (!twin.timer || !isBetter) return;
      drop(twin);
      entry = Object.assign(twin, { fact, rank: entry.rank });
    } else {
      entries = [...entries, entry].slice(-MOST_SIGHTS);
    }
    if (isTold) return log('deduplicated', by, fact, 'told before');

    const { lines: [line] = [] } = complete(fact);
    const isThin = isOrder
      ? !line || fact.total === undefined || !reference
      : what === 'product.viewed'
        ? !line?.product.image_url
        : line && !line.product.name;
    const why = isEmptying
      ? 'an order may follow'
      : entry.rank > best
        ? 'a better source may follow'
        : isThin && 'incomplete';
    if (!why || isLeaving || entry.rank < 0) return tell(entry);
    entry.timer = setTimeout(() => guard(() => tell(entry)), HOLD);
    log('held', by, fact, why);
  };

  const receive = (given: Fact, by: Observer) => {
    const lines: Line[] = (given.lines ?? [])
      .map((line) => ({ ...line, product: { ...line.product } }))
      .filter(({ product: { reference, sku, name }, quantity }) => (reference || sku || name) && quantity > 0);
    const fact: Fact = { ...given, lines: lines[0] && lines, currency: toCurrency(given.currency) };
    const { what } = fact;
    currency = fact.currency ?? currency;
    for (const { product } of lines) known.learn(product);
    log('observed', by, fact);
    /** Each product for itself, since sources gather them differently. */
    const admitEach = (changed: Fact['what'], some: Line[], isEmptying?: boolean) => {
      for (const line of some) {
        const total = some[1] || line.product.price ? undefined : fact.total;
        admit({ ...fact, what: changed, lines: [line], total }, by, isEmptying);
      }
    };
    if (what === 'cart') {
      fact.total = undefined;
      const [added, removed] = state.see(fact, by);
      admitEach('cart.added', added);
      admitEach('cart.removed', removed, !lines[0]);
    } else if (what === 'product.viewed' || isChange(what)) {
      admitEach(what, lines);
    } else if (what !== 'products') {
      admit(fact, by);
    }
  };

  guard(() => state.read().cart?.lines.forEach(({ product }) => known.learn(product)));

  return {
    /** Lets a source report. From now on weaker ones wait for it. */
    join(adapter: Pick<Adapter, 'name' | 'source'>): Emit {
      best = Math.min(best, adapter.source ? 0 : rankOf(adapter.name));
      source ??= adapter.source;
      return (fact, by = adapter.name) => guard(() => receive(fact, by));
    },
    /** Tells at once what still waits; `leaving`: from now on nothing waits any more. */
    flush(leaving: boolean) {
      isLeaving = leaving;
      for (const entry of entries) if (entry.timer) guard(() => tell(entry));
    },
    /** Forgets what still waits. */
    stop: () => entries.forEach(drop),
    /** Takes note of what was sent without being asked, so that it is not told once more. */
    heed: (fact: Fact, by: Observer) => guard(() => receive(fact, by)),
    lastProduct: () => guard(() => readProduct(state.read(), { address: address(), source })),
    cart: () => guard(() => readCart(state.read(), { address: address(), source })),
  };
};

export type Ledger = ReturnType<typeof createLedger>;
