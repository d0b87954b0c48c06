import type { Decision, Fact, Line, ProductFacts } from '../../facts/fact.js';
import { toCurrency } from '../../facts/money.js';
import { createProductIndex, lineKey } from '../../facts/products.js';
import { fill } from '../../facts/values.js';
import type { Observer } from '../../types/tracker.js';
import { VISIT_GAP_MS } from '../../visitor/visit.js';
import type { Adapter, Emit } from '../adapter.js';
import { createPageCounter, findDuplicate, isOfProduct, sightingKey } from './find-duplicate.js';
import { holdReason } from './hold-reason.js';
import type { LedgerHost } from './ledger-host.js';
import { createReportFact, isReportedOnce, onceKeys } from './report-fact.js';
import { readCart, readProduct } from './shop-view.js';
import type { Sighting } from './sighting.js';
import { sourceRank } from './source-rank.js';
import { createState } from './state.js';

/** How long a sighting of a weaker source waits for a stronger source. */
const HOLD_MS = 1_500;
/** How many sightings are kept to compare with. */
const MAX_SIGHTINGS = 200;

/**
 * Turns facts into actions and reports each action once. If several sources see it, the best of them reports it, with what all of
 * them know.
 */
export const createLedger = (host: LedgerHost) => {
  const { now, address } = host;
  const state = createState(host.storage, `${host.prefix}shop`, now, host.uuid);
  const products = createProductIndex();
  const currentPage = createPageCounter(address);
  let { platform } = host;
  let currency: string | undefined;
  let sightings: Sighting[] = [];
  let bestRank = 9;
  let isLeaving = false;
  let cartChanges = 0;

  const log = (step: Decision['step'], source: Observer, fact: Fact, why?: string) =>
    host.report?.({ at: now(), step, source, fact, why });
  const reportFact = createReportFact(host, state, log);
  const complete = (fact: Fact): Fact => ({
    ...fact,
    currency: fact.currency ?? currency,
    lines: fact.lines?.map((line) => ({ ...line, product: products.complete(line.product) })),
  });
  const hasPlatform = () => bestRank < 2 || !!host.isEarly?.();
  /** What other sources may take over of a product. If there is a platform, only the platform knows ids on product level. */
  const toShare = (product: ProductFacts, rank: number): ProductFacts => {
    const { reference, aliases = [] } = product;
    return rank > 1 && reference && hasPlatform()
      ? { ...product, reference: undefined, aliases: [...aliases, reference] }
      : product;
  };
  const guard = <R>(task: () => R): R | undefined => {
    try {
      return task();
    } catch {
      // Another script has written to our key in storage.
      state.clear();
      return undefined;
    }
  };
  const cancel = (sighting: Sighting) => {
    clearTimeout(sighting.timer);
    sighting.timer = undefined;
  };
  const markReported = ({ once }: Sighting) => once.forEach((key) => state.markReported(key, platform));
  const report = (sighting: Sighting) => {
    cancel(sighting);
    const [source = ''] = sighting.sources;
    if (sighting.fact.type === 'order.placed') for (const held of sightings) if (held.isEmptying) cancel(held);
    reportFact(complete(sighting.fact), source, sighting.at, sighting.address, platform);
    markReported(sighting);
  };

  /**
   * Reports or holds a fact, unless it was seen before.
   * @param options.isFromCart computed from two states of the whole cart, so the same change again is another change
   * @param options.isEmptying the whole cart was emptied
   */
  const deduplicate = (fact: Fact, source: Observer, { isFromCart = false, isEmptying = false } = {}) => {
    const { type, reference } = fact;
    const once = isReportedOnce(fact, source) ? onceKeys(fact) : [];
    let sighting: Sighting = {
      fact,
      keys: [sightingKey(fact) + (isFromCart ? ` ${(cartChanges += 1)}` : '')],
      sources: [source],
      // An order with a number is better than any order without one.
      rank: sourceRank(source, fact.confirmed) + (type === 'order.placed' && !reference ? 9 : 0),
      at: now(),
      address: address(),
      page: currentPage(),
      isEmptying,
      once,
    };
    const isReported =
      type === 'checkout.started'
        ? state.hasCheckedOut()
        : once.some((key) => state.wasReported(key, platform, reference ? undefined : VISIT_GAP_MS));
    const duplicate = findDuplicate(sightings, sighting);
    if (duplicate) {
      const isBetter = sighting.rank < duplicate.rank;
      const [strong, weak] = isBetter ? [sighting, duplicate] : [duplicate, sighting];
      const { fact: weakFact } = weak;
      const [[strongLine], [weakLine]] = [fill(strong.fact, weakFact).lines ?? [], weakFact.lines ?? []];
      // Only facts about a single product: of several lines, the first ones may be about different products.
      if (strongLine && weakLine && isOfProduct(type))
        products.add(toShare(fill(strongLine.product, toShare(weakLine.product, weak.rank)), strong.rank));
      const [reporter = ''] = duplicate.sources;
      duplicate.sources = isBetter ? [source, ...duplicate.sources] : [...duplicate.sources, source];
      duplicate.keys.push(...sighting.keys);
      // Other sources may know the order by other numbers, and may report it alone on a later page.
      duplicate.once.push(...once);
      if (isReported) cancel(duplicate);
      if (!duplicate.timer) markReported(duplicate);
      log('deduplicated', isBetter ? reporter : source, weakFact, `${duplicate.sources[0]} reports it`);
      if (!duplicate.timer || !isBetter) return;
      cancel(duplicate);
      sighting = Object.assign(duplicate, { fact, rank: sighting.rank });
    } else {
      sightings = [...sightings, sighting].slice(-MAX_SIGHTINGS);
    }
    if (isReported) return log('deduplicated', source, fact, 'reported before');

    const isBetterSource = sighting.rank > bestRank || (sighting.rank > 1 && hasPlatform());
    const reason = holdReason(complete(fact), { isEmptying, isBetterSource });
    if (!reason || isLeaving || sighting.rank < 0) return report(sighting);
    sighting.timer = setTimeout(() => guard(() => report(sighting)), HOLD_MS);
    log('held', source, fact, reason);
  };

  const receive = (observed: Fact, source: Observer) => {
    const lines: Line[] = (observed.lines ?? [])
      .map((line) => ({ ...line, product: { ...line.product } }))
      .filter(({ product: { reference, sku, name }, quantity }) => (reference || sku || name) && quantity > 0);
    const fact: Fact = { ...observed, lines: lines[0] && lines, currency: toCurrency(observed.currency) };
    const { type } = fact;
    if (/^(cart\.v|ch)/.test(type) && !lines[0]) {
      const { cart } = state.read();
      // A source that shows the whole cart need not repeat its lines.
      if (cart?.by === source) fact.lines = cart.lines;
    }
    currency = fact.currency ?? currency;
    for (const { product } of lines) products.add(toShare(product, sourceRank(source, fact.confirmed)));
    log('observed', source, fact);
    /** One fact for each product, because sources group products differently. */
    const deduplicateEach = (changed: Fact['type'], changedLines: Line[], isEmptying?: boolean) => {
      for (const line of changedLines) {
        const total = changedLines[1] || line.product.price ? undefined : fact.total;
        const options = { isFromCart: type === 'cart', isEmptying };
        deduplicate({ ...fact, type: changed, lines: [line], total }, source, options);
      }
    };
    if (type === 'cart') {
      fact.total = undefined;
      // Later pages may know less, so each product is stored with all that this page knows of it. The key stays the source's own.
      const whole = lines.map((line) => ({ ...line, key: lineKey(line), product: products.complete(line.product) }));
      const [added, removed] = state.updateCart({ ...fact, lines: whole }, source);
      deduplicateEach('cart.added', added);
      deduplicateEach('cart.removed', removed, !lines[0]);
    } else if (isOfProduct(type)) {
      deduplicateEach(type, lines);
    } else if (type !== 'products') {
      deduplicate(fact, source);
    }
  };

  guard(() => {
    const { cart, product } = state.read();
    currency = cart?.currency ?? product?.currency;
    for (const stored of [product, ...(cart?.lines ?? [])]) if (stored) products.add(stored.product);
  });

  return {
    /** Registers a source, and returns the function by which it reports. From now on weaker sources wait for it. */
    addSource(adapter: Pick<Adapter, 'name' | 'platform'>): Emit {
      bestRank = Math.min(bestRank, adapter.platform ? 0 : sourceRank(adapter.name));
      platform ??= adapter.platform;
      return (fact, source = adapter.name) => guard(() => receive(fact, source));
    },
    /** To be called for each page that is shown, even if nothing is reported there; see `createPageCounter`. */
    currentPage,
    /** Reports all held facts at once. `isLast`: from now on no fact is held. */
    flush(isLast: boolean) {
      isLeaving = isLast;
      for (const sighting of sightings) if (sighting.timer) guard(() => report(sighting));
    },
    /** Drops all held facts, so that a source can report them after a new start. */
    stop: () => void (sightings = sightings.filter((sighting) => !sighting.timer || cancel(sighting))),
    /** Forgets cart and last product. Call it if the visitor is another one. */
    forget: () => guard(state.forget),
    /** Notes an action that the shop has tracked itself, so that no source reports it again. */
    noteTracked: (fact: Fact, source: Observer) => guard(() => receive(fact, source)),
    lastProduct: () => guard(() => readProduct(state.read(), { address: address(), platform })),
    cart: () => guard(() => readCart(state.read(), { address: address(), platform })),
  };
};

export type Ledger = ReturnType<typeof createLedger>;
