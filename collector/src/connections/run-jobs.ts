import type { Complain } from '../log/complain.js';
import type { ConnectionStore, FetchJob, Settlement } from '../store/connections/types.js';
import { retryWait } from './retry-wait.js';
import { isTrouble, trouble } from './trouble.js';

/** Jobs that are worked on at the same time. */
const mostAtWork = 4;

/** Milliseconds that a process has for a job before another may take it: a crash must not stop it for long. */
const lease = 120_000;

/** After so many attempts, about six hours, a thing is given up; what is still open is looked at again by its routine. */
const mostAttempts = 30;

/** Milliseconds for which a platform that does not answer is left alone at most, before one job tries again. */
const longestRest = 60_000;

/** Milliseconds until a job is tried again that needs a person. */
const untilSomebodyLooks = 60_000;

/** Milliseconds until a job is tried again that could not be done for a reason that is no failure. */
const soon = 1000;

export interface JobParts {
  store: ConnectionStore;
  /** What does the jobs of each kind. */
  handlers: Record<string, (job: FetchJob) => Promise<Settlement>>;
  now: () => number;
  chance: () => number;
  complain: Complain;
  /** Milliseconds between two looks for jobs that are due. */
  lookEvery: number;
}

/**
 * Does what has to be fetched of connected accounts. What was done is stored together with the end of its job, so that a process that
 * ends in between leaves the job for the next.
 */
export function runJobs({ store, handlers, now, chance, complain, lookEvery }: JobParts) {
  const kinds = Object.keys(handlers);
  const atWork = new Set<Promise<void>>();
  /** Platforms that do not answer: thousands of jobs that each fail would leave no time for what arrives. */
  const resting = new Map<string, { until: number; times: number }>();
  let looking: Promise<void> | undefined;
  let isStopped = false;

  function rest(kind: string, wait: number | undefined): void {
    const times = resting.get(kind)?.times ?? 0;
    const until = now() + Math.min(longestRest, wait ?? retryWait(times, chance()));
    resting.set(kind, { until, times: times + 1 });
  }

  /** A platform that is tried again after its rest is tried by one job. */
  const capacity = () => (resting.size > 0 ? 1 : mostAtWork);

  async function putOff(job: FetchJob, error: unknown): Promise<void> {
    if (!isTrouble(error)) complain('Something of a connected account could not be fetched; it is tried again.', error);
    const known = isTrouble(error) ? error : trouble('later', 'What was fetched could not be stored.');
    const { attempts } = job;
    if (known.trouble === 'down') rest(job.kind, known.wait);
    if (known.trouble === 'busy') return store.postponeJob(job, now() + (known.wait ?? soon), { isAttempt: false });
    const wait = Math.max(known.wait ?? 0, retryWait(attempts, chance()));
    const problem = known.message;
    if (known.trouble === 'person')
      return store.postponeJob(job, now() + untilSomebodyLooks, { isAttempt: false, problem });
    const isRoutine = job.resource.startsWith('#');
    if (!isRoutine && (known.trouble === 'refused' || attempts >= mostAttempts))
      return store.settleJob(job, { orders: [], problem }, now());
    return store.postponeJob(job, now() + wait, { isAttempt: true, problem });
  }

  async function work(job: FetchJob): Promise<void> {
    try {
      const settlement = await handlers[job.kind]?.(job);
      if (!settlement) return;
      await store.settleJob(job, settlement, now());
      resting.delete(job.kind);
    } catch (error) {
      await putOff(job, error).catch((cause: unknown) =>
        // Its lease ends by itself.
        complain('A job of a connected account could not be put off.', cause),
      );
    }
  }

  async function look(): Promise<void> {
    while (!isStopped && atWork.size < capacity()) {
      const at = now();
      const awake = kinds.filter((kind) => (resting.get(kind)?.until ?? 0) <= at);
      const jobs = await store.claimJobs(awake, at, at + lease, capacity() - atWork.size);
      if (jobs.length === 0) return;
      for (const job of jobs) {
        const working = work(job).finally(() => {
          atWork.delete(working);
          lookSoon();
        });
        atWork.add(working);
      }
    }
  }

  function lookSoon(): void {
    if (isStopped) return;
    looking ??= look()
      .catch((cause: unknown) => complain('The jobs of connected accounts cannot be read; that is tried again.', cause))
      .finally(() => (looking = undefined));
  }

  const timer = setInterval(lookSoon, lookEvery);
  timer.unref();
  lookSoon();

  return {
    /** Something is due. */
    wake: lookSoon,
    /** Ends it, after what is under way. */
    async stop(): Promise<void> {
      isStopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all(atWork);
    },
  };
}
