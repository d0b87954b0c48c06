import { keyPrefix } from '../base/storage-keys.js';
import type { LeaveMoment } from '../delivery/sender.js';
import type { Consent, ConsentSource, Stop } from '../types/tracker.js';
import { eraseStorage } from './mirrored-storage.js';
import { openPipeline } from './pipeline.js';
import type { Account, Pipeline, SandboxHost } from './pipeline.js';
import type { PlatformEvent } from './platform-event.js';
import { eraseVisitor } from './visitor.js';

/** How many platform events are kept in memory while consent is pending, and while storage is slow. */
const MAX_PENDING = 50;
const MAX_WAITING = 1_000;

/** A tracker without a document. It reads, stores and sends nothing before the visitor has allowed it. */
export const createSandboxTracker = (host: SandboxHost, account: Account, consent: Consent | ConsentSource) => {
  let waiting: PlatformEvent[] = [];
  const seenIds = new Set<string>();
  let answer: Consent = 'pending';
  let pipeline: Pipeline | undefined;
  /** Opening, accepting and erasing are done one after the other. */
  let tail: Promise<unknown> = Promise.resolve();

  const later = (task: () => unknown) => {
    tail = tail.then(task).catch(() => {});
  };
  const end = (options?: { write: boolean }) => {
    const ended = pipeline?.stop(options);
    pipeline = undefined;
    return ended;
  };
  /** Sends the waiting events, if consent is still granted. */
  const open = async () => {
    if (answer !== 'granted') return;
    pipeline ??= await openPipeline(host, account, typeof consent === 'function' ? answer : undefined);
    // The visitor may have answered meanwhile.
    if ((answer as Consent) !== 'granted') return end({ write: false });
    const events = waiting;
    waiting = [];
    for (const event of events) {
      // An event of unknown form must not stop the events after it.
      if (answer === 'granted') await pipeline?.accept(event).catch(() => {});
    }
  };
  const erase = () => {
    const { businessId, destination } = account;
    return Promise.all([
      eraseStorage(host.area, keyPrefix(businessId), destination?.records),
      eraseVisitor(destination?.visitor(host.visitor) ?? host.visitor, destination?.prefix),
    ]);
  };
  const setConsent = (next: Consent) => {
    if (next === answer) return;
    answer = next;
    if (next === 'granted') return later(open);
    if (next === 'denied') {
      waiting = [];
      // Dropped at once: the answers to running requests no longer count.
      pipeline?.delivery.clear('consent');
      const ended = end({ write: false });
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
    /** Takes an event of the platform. It is dropped if consent is denied, or if too many events wait. */
    observe(event: PlatformEvent) {
      if (answer === 'denied' || waiting.length >= (answer === 'granted' ? MAX_WAITING : MAX_PENDING)) return;
      const { eventId } = event;
      if (eventId && seenIds.has(eventId)) return;
      if (eventId) seenIds.add(eventId);
      waiting.push({ at: host.env.now(), ...event });
      later(open);
    },
    /** To be called when the page is hidden, and on `pagehide`, after which the sandbox may end at any time. */
    leave: (moment: LeaveMoment) => pipeline?.delivery.leave(moment),
    shown: () => pipeline?.delivery.shown(),
    /** Resolves when all events so far were sent, or wait for the network. */
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

export type SandboxTracker = ReturnType<typeof createSandboxTracker>;
