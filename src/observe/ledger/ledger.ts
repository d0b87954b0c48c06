import type { Decision, Fact, ProductFacts } from '../../facts/fact.js';
import { createProductIndex, learn } from '../../facts/products.js';
import type { Observer } from '../../types/tracker.js';
import type { Adapter, Emit } from '../adapter.js';
import { readCartSight } from './cart-sight.js';
import type { ChangeOptions } from './cart-sight.js';
import {
  createPageCounter,
  fillFact,
  findDuplicate,
  findRepeat,
  isChange,
  isOfProduct,
  isPart,
} from './find-duplicate.js';
import { cancel, heldBefore, hold, holdReason } from './hold.js';
import type { LedgerHost } from './ledger-host.js';
import { readFact, splitByLine, withoutLevel } from './read-fact.js';
import { findRefused, LATE_MS } from './refusals.js';
import { createReportFact, TRACKED_BY_SHOP, wasReported } from './report-fact.js';
import { readCart, readProduct } from './shop-view.js';
import type { Sighting } from './sighting.js';
import { sourceRank } from './source-rank.js';
import { createState } from './state.js';
import { join, toSighting } from './to-sighting.js';

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
  /** When the shop has last refused a change; Unix ms. */
  let refusedAt = 0;

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
  const toShare = (product: ProductFacts, rank: number): ProductFacts =>
    rank > 1 && hasPlatform() ? withoutLevel(product) : product;
  const guard = <R>(task: () => R): R | undefined => {
    try {
      return task();
    } catch {
      // Another script has written to our key in storage.
      state.clear();
      return undefined;
    }
  };
  const markReported = ({ once }: Sighting) => once.forEach((key) => state.markReported(key, platform));
  const report = (sighting: Sighting) => {
    cancel(sighting);
    const [source = ''] = sighting.sources;
    if (sighting.fact.type === 'order.placed') for (const held of sightings) if (held.isEmptying) cancel(held);
    heldBefore(sightings, sighting).forEach(report);
    const whole = complete(sighting.fact);
    // Asked again, because another tab may have reported it during the wait.
    if (wasReported(state, sighting, platform)) {
      log('deduplicated', source, whole, 'reported before');
    } else {
      reportFact(whole, source, sighting.at, sighting.address, platform);
      if (isChange(whole.type) && !sighting.isFromCart) state.book(sighting, whole, hasPlatform());
    }
    markReported(sighting);
  };

  /** Reports or holds a fact, unless it was seen before. */
  const deduplicate = (fact: Fact, source: Observer, options: ChangeOptions = {}) => {
    const { type } = fact;
    const seen = { at: now(), gesture: host.lastGesture?.(), address: address(), page: currentPage() };
    let sighting = toSighting(fact, source, seen, options);
    // A source that only sees attempts. A cart that has changed after all shows it.
    if (sighting.rank > 1 && isChange(type) && now() - refusedAt < LATE_MS)
      return log('deduplicated', source, fact, 'refused');
    const isReported = !!options.reporters || wasReported(state, sighting, platform);
    const repeat = findRepeat(sightings, sighting);
    const duplicate = repeat ?? findDuplicate(sightings, sighting);
    if (duplicate) {
      const isBetter = sighting.rank < duplicate.rank;
      const [strong, weak] = isBetter ? [sighting, duplicate] : [duplicate, sighting];
      const { fact: weakFact } = weak;
      const [[strongLine], [weakLine]] = [fillFact(strong.fact, weakFact).lines ?? [], weakFact.lines ?? []];
      // Only facts about a single product: of several lines, the first ones may be about different products.
      if (strongLine && weakLine && isOfProduct(type))
        products.add(toShare(learn(strongLine.product, toShare(weakLine.product, weak.rank)), strong.rank));
      const [reporter = ''] = duplicate.sources;
      duplicate.sources = isBetter ? [source, ...duplicate.sources] : [...duplicate.sources, source];
      join(duplicate, sighting, !!repeat);
      if (isReported) cancel(duplicate);
      if (!duplicate.timer) markReported(duplicate);
      log('deduplicated', isBetter ? reporter : source, weakFact, `${duplicate.sources[0]} reports it`);
      if (!duplicate.timer || !isBetter) return;
      cancel(duplicate);
      sighting = Object.assign(duplicate, { fact, rank: sighting.rank });
      for (const held of sightings) {
        if (!isPart(held, sighting)) continue;
        cancel(held);
        join(sighting, held, false);
        held.sources.push(source);
        log('deduplicated', held.sources[0] as Observer, held.fact, `${source} reports it`);
      }
    } else {
      sightings = [...sightings, sighting].slice(-MAX_SIGHTINGS);
    }
    if (isReported) return log('deduplicated', source, fact, 'reported before');
    const isBetterSource = sighting.rank > bestRank || (sighting.rank > 1 && hasPlatform());
    const reason = holdReason(complete(fact), options.isEmptying, isBetterSource);
    if (!reason || isLeaving || sighting.rank < 0) return report(sighting);
    hold(sighting, host, (held) => guard(() => report(held)));
    log('held', source, fact, reason);
  };

  const refuse = (fact: Fact, source: Observer) => {
    refusedAt = now();
    // What the platform has confirmed cannot be meant.
    const possible = sightings.filter((seen) => seen.rank && !seen.isFromCart && isChange(seen.fact.type));
    const refused = findRefused(possible, fact, products.complete);
    refused.forEach(cancel);
    // Those that were reported already would be twins of a later change.
    sightings = sightings.filter((seen) => !refused.includes(seen));
    state.withdraw((bookings) => findRefused(bookings, fact, products.complete));
    log('observed', source, fact);
  };

  const receive = (observed: Fact, source: Observer) => {
    if (observed.type === 'refused') return refuse(observed, source);
    const rank = sourceRank(source, observed.confirmed);
    const fact = readFact(observed, rank);
    const { type, lines = [] } = fact;
    if (/^(cart\.v|ch)/.test(type) && !lines[0]) {
      const { cart } = state.read();
      // A source that shows the whole cart need not repeat its lines.
      if (cart?.by === source) fact.lines = cart.lines;
    }
    currency = fact.currency ?? currency;
    for (const { product } of lines) products.add(toShare(product, rank));
    log('observed', source, fact);
    if (type === 'cart') {
      for (const [change, options] of readCartSight(fact, source, sightings, state, products.complete))
        deduplicate(change, source, options);
    } else if (isOfProduct(type)) {
      for (const one of splitByLine(fact, type, lines)) deduplicate(one, source);
      // The shop need not name the product of an action that it tracks itself.
      if (!lines[0] && isChange(type) && TRACKED_BY_SHOP.includes(source)) deduplicate(fact, source);
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
      if (isLast) guard(() => state.leave(host.lastGesture?.()));
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
