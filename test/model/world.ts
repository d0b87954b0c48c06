import type { Answer } from '../../src/base/env.ts';
import type { DropReason } from '../../src/types/tracker.ts';
import { createCapRules } from './cap-rules.ts';
import { createClock } from './fake-clock.ts';
import { createPage } from './fake-page.ts';
import type { Page, Request, Surroundings } from './fake-page.ts';
import { createServer } from './fake-server.ts';
import type { Poison, SentBatch, SentEvent } from './fake-server.ts';
import { createStorage, toId } from './fake-storage.ts';
import { createLedger } from './ledger.ts';
import type { Tracked } from './ledger.ts';
import { createOrderRules } from './order-rules.ts';
import { createRecorder } from './recorder.ts';
import { createVerdictRules } from './verdict-rules.ts';
import { createWaitRules } from './wait-rules.ts';

export interface Setting {
  /** Number of tabs at the start, three at most. */
  tabs: number;
  /** Seed of all random numbers. */
  seed: number;
  /** Whether the browser has locks. Without them, as on http, two tabs may send the same event. */
  hasLocks: boolean;
  /** Bytes; a larger body is answered with 413. */
  largestBody: number;
}

/** Random numbers that are the same for the same seed (mulberry32). */
const createRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
  return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
};

/** A browser whose pages share one storage, a server, and the rules that both have to follow. */
export const createWorld = ({ seed, hasLocks, largestBody }: Setting) => {
  const random = createRandom(seed);
  const clock = createClock((problem) => report(problem));
  const recorder = createRecorder(clock.time);
  const { log, meet, report, problems } = recorder;
  const ledger = createLedger();
  const verdicts = createVerdictRules(ledger, clock, report);
  const waits = createWaitRules(verdicts, clock.time, report);
  const storage = createStorage((page, operation, key) => {
    meet(`storage fails: ${operation}`);
    log(`(storage fails: ${operation} ${ledger.label(toId(key))})`);
    if (key.endsWith('~wait')) {
      waits.lose(page, operation === 'set');
      verdicts.doubt();
      order.doubt();
      // A page that cannot read how its requests went does not trust what it hands over.
      hasForgotten = true;
    } else if (key.includes('~left')) hasForgotten = true;
    else if (operation === 'get') verdicts.forget(toId(key));
    else if (operation === 'keys') verdicts.doubt();
  });
  const order = createOrderRules(ledger, verdicts, clock.time, hasLocks, storage.holds, () => world.pages, report);
  const caps = createCapRules(ledger, {
    heldBy: order.heldBy,
    mayBeBlocked: waits.mayBeBlocked,
    wasMoved: (page, id) => verdicts.wasRefusedAlone(page, id) || order.hasTimedOut(page, id),
    storedTexts: storage.texts,
    report,
  });
  const server = createServer(random, largestBody, (event: SentEvent, batch: SentBatch, isKnown: boolean) => {
    if (isKnown) meet('stored again under an id that is known');
    const tracked = ledger.get(event.id);
    if (!tracked) return report(`the server stores ${event.id}, which nobody has tracked`);
    const text = JSON.stringify({ session: batch.session, ...event });
    if (text !== tracked.text) report(`the server gets another ${tracked.label}: ${text.slice(0, 200)}`);
  });

  let isOnline = true;
  let hasForgotten = false;
  let requests = 0;
  const locks = hasLocks ? new Map<string, Page>() : undefined;
  const nameOf = (ids: string[]) => (ids.length > 8 ? `${ids.length} events` : ids.map(ledger.label).join(' '));

  const around: Surroundings = {
    clock,
    storage,
    server,
    random,
    isOnline: () => isOnline,
    locks,
    nextRequest: () => ++requests,
    report,
    onCrash(page) {
      log(`${page.name} crashes`);
      meet('crash between two calls');
      // The values that the page was about to write may be missing.
      waits.lose(page.name, false);
      verdicts.doubt();
      world.end(page, random() < 0.5);
    },
    onSend(request: Request) {
      const { page, number, ids, way, bytes } = request;
      log(`${page.name} sends #${number}${way === 'normal' ? '' : ` (${way})`}: ${nameOf(ids)} (${bytes} bytes)`);
      meet(`sent: ${way}`);
      if (ids.some((id) => ledger.get(id)?.page !== page)) meet('sent by another page than tracked it');
      waits.sending(request, ledger.events.size);
      order.sending(request);
    },
    onAnswer(request: Request, answer: Answer) {
      const what = answer.status || (answer.timedOut ? 'nothing in time' : 'a network error');
      log(`#${request.number} is answered ${what} ${JSON.stringify(answer.body)?.slice(0, 300) ?? 'HTML'}`);
      meet(request.fault);
      verdicts.answering(request, answer);
      // The page ignores an answer if its queue holds none of the request's events any more.
      if (request.ids.some((id) => request.page.client.entries.has(id))) waits.answering(request, answer);
      order.answering(request, answer);
      answered = request.page;
    },
    onSettled(page: Page, id: string, reason: DropReason | undefined) {
      const event = ledger.get(id);
      if (!event) return report(`${page.name} ends ${id}, which nobody has tracked`);
      // A crashed page ends no more events. An event that it had removed from storage before counts as ended.
      if (page.gone && storage.holds(id)) return;
      recorder.add(`${page.name} ${reason ? `drops (${reason})` : 'has delivered'}`, event.label);
      meet(reason ? `dropped: ${reason}` : 'delivered');
      if (reason) event.drops.push(reason);
      if (reason === 'queue_full') {
        if (!page.gone) caps.dropped(page, id);
      } else verdicts.ended(page, id, reason ?? 'delivered');
      order.ended(page, id, !reason);
    },
  };

  /** The page that has just got an answer, until `check`. */
  let answered: Page | undefined;
  const check = (): boolean => {
    if (answered) verdicts.answered(answered);
    answered = undefined;
    return !problems.length;
  };

  const world = {
    clock,
    storage,
    server,
    ledger,
    verdicts,
    waits,
    order,
    ...recorder,
    check,
    /** The open page of each tab; `kept` has the pages in its back/forward cache. */
    tabs: [undefined, undefined, undefined] as (Page | undefined)[],
    kept: [[], [], []] as Page[][],
    pages: 0,
    isOnline: () => isOnline,
    setOnline: (value: boolean) => void (isOnline = value),
    forgetsLeft: () => {
      const before = hasForgotten;
      hasForgotten = false;
      return before;
    },
    run: async (page: Page | undefined, task: () => void) => {
      await clock.run(page, task);
      check();
    },
    advance: (ms: number) => clock.advance(ms, check),
    async open(tab: number): Promise<Page> {
      const page = createPage(around, ++world.pages, `${'ABC'[tab]}${world.pages}`);
      world.tabs[tab] = page;
      log(`page ${page.name} opens`);
      waits.begin();
      await world.run(page, page.load);
      return page;
    },
    /** Ends a page without any event. Its requests are lost unless they survive. */
    end(page: Page, requestsSurvive: boolean) {
      page.gone = true;
      page.unlock();
      for (const request of page.open) request.isLost = !request.arrived && !(requestsSurvive && request.keepalive);
      ledger.letOff(page);
      world.tabs = world.tabs.map((other) => (other === page ? undefined : other));
      world.kept = world.kept.map((pages) => pages.filter((other) => other !== page));
    },
    /** Tracks one event in the page. */
    track(page: Page, action: string, size: number, poison?: Poison) {
      const id = page.client.uuid();
      const label = `e${ledger.events.size + 1}`;
      const text = JSON.stringify({ session: page.session, action, id, poison, text: 'x'.repeat(size) });
      const event: Tracked = { label, id, action, text, poison, page, stored: false, isOwed: false, drops: [] };
      const isHealthy = storage.isHealthy();
      ledger.add(event);
      order.tracked(event);
      page.client.add(id, action, text);
      event.stored = storage.holds(id);
      event.isOwed = event.stored || !page.gone;
      if (page.gone) return;
      if (isHealthy && !event.stored && !event.drops.length) report(`${label} is not in storage when track returns`);
      caps.tracked(page);
    },
    dispose: clock.end,
  };
  return world;
};

export type World = ReturnType<typeof createWorld>;
