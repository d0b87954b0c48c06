import type { Decision, Fact, Line, ProductFacts } from '../../facts/fact.js';
import { toCurrency } from '../../facts/money.js';
import { createKnown, lineKey } from '../../facts/products.js';
import { fill } from '../../facts/values.js';
import type { Observer } from '../../types/tracker.js';
import { VISIT_GAP_MS } from '../../visitor/visit.js';
import type { Adapter, Emit } from '../adapter.js';
import type { Entry } from './entry.js';
import { createPages, findTwin, isOfProduct, keyOf } from './find-duplicate.js';
import type { LedgerHost } from './ledger-host.js';
import { createTelling, isOnce, onceKeys } from './report-fact.js';
import { readCart, readProduct } from './shop-view.js';
import { rankOf } from './source-rank.js';
import { createState } from './state.js';

/** How long what a weaker source has seen waits for a stronger one, in ms. */
const HOLD = 1_500;
/** How many sights are kept to compare with. */
const MOST_SIGHTS = 200;

/** Turns facts into actions, each once: what several sources see is told by the best of them with what all of them know. */
export const createLedger = (host: LedgerHost) => {
  const { now, address, report } = host;
  const state = createState(host.storage, `${host.prefix}shop`, now, host.uuid);
  const known = createKnown();
  const turn = createPages(address);
  let { platform } = host;
  let currency: string | undefined;
  let entries: Entry[] = [];
  let best = 9;
  let isLeaving = false;
  let shown = 0;

  const log = (step: Decision['step'], source: Observer, fact: Fact, why?: string) =>
    report?.({ at: now(), step, source, fact, why });
  const telling = createTelling(host, state, log);
  const complete = (fact: Fact): Fact => ({
    ...fact,
    currency: fact.currency ?? currency,
    lines: fact.lines?.map((line) => ({ ...line, product: known.complete(line.product) })),
  });
  const isPlatform = () => best < 2 || !!host.isEarly?.();
  /** What others may learn of a product: where there is a platform, only it knows ids on product level. */
  const toShare = (product: ProductFacts, rank: number): ProductFacts => {
    const { reference, aliases = [] } = product;
    return rank > 1 && reference && isPlatform()
      ? { ...product, reference: undefined, aliases: [...aliases, reference] }
      : product;
  };
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
  const note = ({ once }: Entry) => once.forEach((key) => state.keepTold(key, platform));
  const tell = (entry: Entry) => {
    drop(entry);
    const [source = ''] = entry.sources;
    if (entry.fact.type === 'order.placed') for (const other of entries) if (other.isEmptying) drop(other);
    telling(complete(entry.fact), source, entry.at, entry.address, platform);
    note(entry);
  };

  /** `isShown`: worked out of two sights of the cart, so that the same again is another one. */
  const admit = (fact: Fact, source: Observer, isShown = false, isEmptying = false) => {
    const { type, reference } = fact;
    const isOrder = type === 'order.placed';
    const once = isOnce(fact, source) ? onceKeys(fact) : [];
    let entry: Entry = {
      fact,
      keys: [keyOf(fact) + (isShown ? ` ${(shown += 1)}` : '')],
      sources: [source],
      // An order without a number gives way to any that has one.
      rank: rankOf(source, fact.confirmed) + (isOrder && !reference ? 9 : 0),
      at: now(),
      address: address(),
      page: turn(),
      isEmptying,
      once,
    };
    const isTold =
      type === 'checkout.started'
        ? state.hasCheckedOut()
        : once.some((key) => state.hasTold(key, platform, reference ? undefined : VISIT_GAP_MS));
    const twin = findTwin(entries, entry);
    if (twin) {
      const isBetter = entry.rank < twin.rank;
      const [strong, weak] = isBetter ? [entry, twin] : [twin, entry];
      const { fact: other } = weak;
      const [[mine], [its]] = [fill(strong.fact, other).lines ?? [], other.lines ?? []];
      // Of several lines it is not sure that the first ones are about the same.
      if (mine && its && isOfProduct(type))
        known.learn(toShare(fill(mine.product, toShare(its.product, weak.rank)), strong.rank));
      const [teller = ''] = twin.sources;
      twin.sources = isBetter ? [source, ...twin.sources] : [...twin.sources, source];
      twin.keys.push(...entry.keys);
      // The numbers that other sources know an order by, for when they alone tell of it again.
      twin.once.push(...once);
      if (isTold) drop(twin);
      if (!twin.timer) note(twin);
      log('deduplicated', isBetter ? teller : source, other, `${twin.sources[0]} tells it`);
      if (!twin.timer || !isBetter) return;
      drop(twin);
      entry = Object.assign(twin, { fact, rank: entry.rank });
    } else {
      entries = [...entries, entry].slice(-MOST_SIGHTS);
    }
    if (isTold) return log('deduplicated', source, fact, 'told before');

    const { lines: [line] = [] } = complete(fact);
    const isThin = isOrder
      ? !line || fact.total === undefined || !reference
      : type === 'product.viewed'
        ? !line?.product.image_url
        : line && !line.product.name;
    const why = isEmptying
      ? 'an order may follow'
      : entry.rank > best || (entry.rank > 1 && isPlatform())
        ? 'a better source may follow'
        : isThin && 'incomplete';
    if (!why || isLeaving || entry.rank < 0) return tell(entry);
    entry.timer = setTimeout(() => guard(() => tell(entry)), HOLD);
    log('held', source, fact, why);
  };

  const receive = (given: Fact, source: Observer) => {
    const lines: Line[] = (given.lines ?? [])
      .map((line) => ({ ...line, product: { ...line.product } }))
      .filter(({ product: { reference, sku, name }, quantity }) => (reference || sku || name) && quantity > 0);
    const fact: Fact = { ...given, lines: lines[0] && lines, currency: toCurrency(given.currency) };
    const { type } = fact;
    if (/^(cart\.v|ch)/.test(type) && !lines[0]) {
      const { cart } = state.read();
      // Who shows the cart need not repeat it.
      if (cart?.by === source) fact.lines = cart.lines;
    }
    currency = fact.currency ?? currency;
    for (const { product } of lines) known.learn(toShare(product, rankOf(source, fact.confirmed)));
    log('observed', source, fact);
    /** Each product for itself, since sources gather them differently. */
    const admitEach = (changed: Fact['type'], some: Line[], isEmptying?: boolean) => {
      for (const line of some) {
        const total = some[1] || line.product.price ? undefined : fact.total;
        admit({ ...fact, type: changed, lines: [line], total }, source, type === 'cart', isEmptying);
      }
    };
    if (type === 'cart') {
      fact.total = undefined;
      // With what this page knows of them, for pages that know less; by the name that their source calls them.
      const whole = lines.map((line) => ({ ...line, key: lineKey(line), product: known.complete(line.product) }));
      const [added, removed] = state.see({ ...fact, lines: whole }, source);
      admitEach('cart.added', added);
      admitEach('cart.removed', removed, !lines[0]);
    } else if (isOfProduct(type)) {
      admitEach(type, lines);
    } else if (type !== 'products') {
      admit(fact, source);
    }
  };

  guard(() => {
    const { cart, product } = state.read();
    currency = cart?.currency ?? product?.currency;
    for (const one of [product, ...(cart?.lines ?? [])]) if (one) known.learn(one.product);
  });

  return {
    /** Lets a source report. From now on weaker ones wait for it. */
    join(adapter: Pick<Adapter, 'name' | 'platform'>): Emit {
      best = Math.min(best, adapter.platform ? 0 : rankOf(adapter.name));
      platform ??= adapter.platform;
      return (fact, source = adapter.name) => guard(() => receive(fact, source));
    },
    /** Takes note of the page, also of one where there is nothing to tell. */
    turn,
    /** Tells at once what still waits; `leaving`: from now on nothing waits any more. */
    flush(leaving: boolean) {
      isLeaving = leaving;
      for (const entry of entries) if (entry.timer) guard(() => tell(entry));
    },
    /** Forgets what still waits, so that it can be told by who sees it after a new start. */
    stop: () => void (entries = entries.filter((entry) => !entry.timer || drop(entry))),
    /** Forgets cart and last product, as when another person comes. */
    forget: () => guard(state.forget),
    /** Takes note of what was sent without being asked, so that it is not told once more. */
    heed: (fact: Fact, source: Observer) => guard(() => receive(fact, source)),
    lastProduct: () => guard(() => readProduct(state.read(), { address: address(), platform })),
    cart: () => guard(() => readCart(state.read(), { address: address(), platform })),
  };
};

export type Ledger = ReturnType<typeof createLedger>;
