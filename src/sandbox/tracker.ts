import type { LeaveMoment } from '../delivery/sender.js';
import type { Consent, ConsentSource, Stop } from '../types/tracker.js';
import { eraseStorage } from './mirrored-storage.js';
import { openPipeline } from './pipeline.js';
import type { Account, Pipeline, WorkerHost } from './pipeline.js';
import type { Happening } from './platform-event.js';
import { eraseVisitor } from './visitor.js';

/** Kept in memory while consent is waited for, and while storage is. */
const MOST_PENDING = 50;
const MOST_WAITING = 1_000;

/** A tracker without a document. Nothing is read, kept or sent before the visitor has allowed it. */
export const createWorkerTracker = (host: WorkerHost, account: Account, consent: Consent | ConsentSource) => {
  let waiting: Happening[] = [];
  let answer: Consent = 'pending';
  let pipeline: Pipeline | undefined;
  /** What is done one after the other: opening, accepting, erasing. */
  let tail = Promise.resolve();

  const later = (task: () => unknown) => {
    tail = tail.then(task).then(
      () => {},
      () => {},
    );
  };
  const end = (isSilent?: boolean) => {
    const ended = pipeline?.stop(isSilent);
    pipeline = undefined;
    return ended;
  };
  /** Sends what has waited, if it is still allowed. */
  const open = async () => {
    if (answer !== 'granted') return;
    pipeline ??= await openPipeline(host, account, typeof consent === 'function' ? answer : undefined);
    // The visitor may have answered meanwhile.
    if ((answer as Consent) !== 'granted') return end(true);
    const happenings = waiting;
    waiting = [];
    for (const happening of happenings) {
      try {
        if (answer === 'granted') await pipeline?.accept(happening);
      } catch {
        // Something that no mapper foresees; the next may be better.
      }
    }
  };
  const erase = () =>
    Promise.all([eraseStorage(host.area, `vitrina:1:${account.businessId}:`), eraseVisitor(host.keeper)]);
  const setConsent = (next: Consent) => {
    if (next === answer) return;
    answer = next;
    if (next === 'granted') return later(open);
    if (next === 'denied') {
      waiting = [];
      // What is on its way needs no answer any more.
      pipeline?.delivery.clear('consent');
      const ended = end(true);
      later(async () => {
        await ended;
        await erase();
      });
    } else void end();
  };

  let unwatch: Stop | undefined;
  if (typeof consent === 'function') unwatch = consent(setConsent);
  else setConsent(consent);

  return {
    /** Takes what the platform tells. */
    observe(happening: Happening) {
      if (answer === 'denied' || waiting.length >= (answer === 'granted' ? MOST_WAITING : MOST_PENDING)) return;
      waiting.push({ at: host.env.now(), ...happening });
      later(open);
    },
    leave: (moment: LeaveMoment) => pipeline?.delivery.leave(moment),
    shown: () => pipeline?.delivery.shown(),
    /** Settles when all that was observed so far was sent or is waiting for the network. */
    async flush() {
      await tail;
      await pipeline?.delivery.flush();
    },
    stop() {
      unwatch?.();
      answer = 'denied';
      void end();
    },
  };
};

export type WorkerTracker = ReturnType<typeof createWorkerTracker>;
