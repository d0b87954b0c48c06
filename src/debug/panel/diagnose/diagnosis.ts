import { attempt } from '../../../base/attempt.js';
import { all, listen } from '../../../browser/listen.js';
import type { Consent, Stop } from '../../../types/tracker.js';
import type { Journal } from '../journal.js';
import type { PageVitrina } from '../page-vitrina.js';
import { watchFailedRequests } from './failed-requests.js';
import { explainStart, findCause } from './find-cause.js';
import type { Cause } from './find-cause.js';
import { harmlessOf, probe } from './probe.js';
import type { Probe } from './probe.js';
import { endpointOf, isPreview, settingsOf } from './settings.js';
import type { Tag } from './settings.js';
import { isOf, watchViolations } from './violations.js';
import type { Violation } from './violations.js';

const TICK_MS = 1_000;
/** An answer takes less; a page waits this long for a promise of `track` too. */
const STUCK_MS = 3_000;
/** While events wait, the collector is asked again after this time. */
const ASK_AGAIN_MS = 30_000;

interface DiagnosisParts {
  vitrina: PageVitrina;
  tags: Tag[];
  /** Address of the panel's own file. */
  script: string;
  journal: Journal;
  onChange: () => void;
}

/** What has been found out of one business. */
interface Found {
  consent?: Consent;
  probe?: Probe;
  askedAt: number;
  isAsking?: boolean;
}

const SEVERITY = ['bad', 'wait', 'note', 'fine'];

/**
 * Finds out why events do not arrive, from what the page and the browser show. It asks the collector only while events wait for
 * longer than an answer takes, with a batch that has no events.
 */
export const createDiagnosis = ({ vitrina, tags, script, journal, onChange }: DiagnosisParts) => {
  const found = new Map<string, Found>();
  const violations: Violation[] = [];
  /** Businesses whose requests have failed since the collector was asked. */
  const failed = new Set<string>();
  const undo: Stop[] = [];
  const businesses = () => Object.entries(vitrina.trackers ?? {});

  const isStuck = (id: string) => journal.waiting(id).some(({ at }) => Date.now() - at > STUCK_MS);

  const situationOf = (id: string) => {
    const settings = settingsOf(id, tags, journal);
    const endpoint = endpointOf(settings);
    const { consent, probe: asked } = found.get(id) ?? {};
    return {
      ...{ id, consent, endpoint, probe: asked, page: location },
      isPreview: isPreview(settings),
      isStuck: isStuck(id),
      hasDelivered: journal.deliveredAt() > 0,
      isOnline: navigator.onLine !== false,
      violation: endpoint ? violations.find((one) => isOf(one, endpoint)) : undefined,
    };
  };

  const ask = async (id: string) => {
    const endpoint = endpointOf(settingsOf(id, tags, journal));
    const state = found.get(id);
    if (!endpoint || !state || state.isAsking) return;
    Object.assign(state, { isAsking: true, askedAt: Date.now() });
    failed.delete(id);
    state.probe = await probe(endpoint, id, harmlessOf(endpoint, script));
    state.isAsking = false;
    onChange();
  };

  /** Asks where an answer is overdue, unless the cause is known without. */
  const look = () => {
    for (const [id, tracker] of businesses()) {
      if (!found.has(id)) {
        const state: Found = { askedAt: 0 };
        found.set(id, state);
        undo.push(
          tracker.on('consent-set', (answer) => {
            state.consent = answer;
            onChange();
          }),
        );
      }
      const state = found.get(id) as Found;
      const isDue = (isStuck(id) || failed.has(id)) && Date.now() - state.askedAt > ASK_AGAIN_MS;
      if (!isStuck(id) && state.askedAt && journal.deliveredAt() > state.askedAt) state.probe = undefined;
      else if (isDue && navigator.onLine !== false && !/^(mixed|csp|consent|preview)/.test(causeOf(id)?.code ?? ''))
        void ask(id);
    }
    onChange();
  };

  const causeOf = (id: string) => findCause(situationOf(id));

  /** What the page's own mistakes are; they keep nothing else from arriving. */
  const findMistake = (): Cause | undefined => {
    const items = journal.items();
    if (items.some(({ kind, ...item }) => kind === 'call' && 'state' in item && item.state === 'refused'))
      return { code: 'refused', kind: 'bad', values: {} };
    if (items.some((item) => item.kind === 'event' && item.problems[0]))
      return { code: 'mistakes', kind: 'bad', values: {} };
    return journal.twice[0] ? { code: 'twice', kind: 'note', values: { names: journal.twice.join(', ') } } : undefined;
  };

  const findStart = (): Cause | undefined => {
    const { starts } = journal;
    const refused = starts.filter(({ message }) => message).pop();
    if (refused?.message) return explainStart(refused.message, refused.id);
    const src = tags[0]?.src.split('?')[0] || 'vitrina.js';
    return starts[0] || tags.some(({ options }) => options.id)
      ? undefined
      : { code: 'no-id', kind: 'bad', values: { script: src } };
  };

  undo.push(
    watchViolations((violation) => {
      violations.push(violation);
      onChange();
    }),
    watchFailedRequests((address) => {
      for (const [id] of businesses()) {
        const endpoint = endpointOf(settingsOf(id, tags, journal));
        if (!endpoint || !address.startsWith(endpoint) || found.get(id)?.isAsking) continue;
        failed.add(id);
        look();
      }
    }),
    listen(window, 'online', look),
    listen(window, 'offline', look),
  );
  const ticking = setInterval(() => {
    if (document.visibilityState === 'visible') look();
  }, TICK_MS);
  undo.push(() => clearInterval(ticking));

  return {
    look,
    /** The most important cause; `undefined` while there is nothing to say. */
    find(): Cause | undefined {
      const running = businesses();
      if (!running[0]) return findStart();
      const causes = running.map(([id]) => causeOf(id)).filter((one) => one !== undefined);
      const [worst] = causes.sort((one, other) => SEVERITY.indexOf(one.kind) - SEVERITY.indexOf(other.kind));
      return worst && /bad|wait/.test(worst.kind) ? worst : (findMistake() ?? worst);
    },
    /** The consent of the visitor, as the first business has it. */
    consent: () => [...found.values()].find(({ consent }) => consent)?.consent,
    /** The endpoint of each business with what it has answered, for the report. */
    endpoints: () =>
      businesses().map(([id]) => ({
        id,
        endpoint: endpointOf(settingsOf(id, tags, journal)) ?? 'Hellotext',
        answer: found.get(id)?.probe,
      })),
    isPreview: () => businesses().some(([id]) => isPreview(settingsOf(id, tags, journal))),
    /** Sends what waits now, and asks the collector. */
    async retry() {
      await Promise.all(
        businesses().map(async ([id, tracker]) => {
          await attempt(() => tracker.flush());
          if (isStuck(id)) await ask(id);
        }),
      );
      onChange();
    },
    stop: all(undo),
  };
};

export type Diagnosis = ReturnType<typeof createDiagnosis>;
