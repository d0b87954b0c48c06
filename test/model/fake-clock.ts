/** The page that timers and answers belong to. */
export interface Owner {
  /** The page is in the back/forward cache. Its due tasks wait until it is restored. */
  frozen: boolean;
  /** The page is closed or has crashed. None of its tasks runs again. */
  gone: boolean;
}

interface Task {
  at: number;
  order: number;
  owner?: Owner;
  run: () => void;
}

/** Browsers treat a longer delay as no delay. */
const LONGEST_DELAY = 2 ** 31 - 1;
/** More tasks than this within one millisecond are reported as a loop. */
const STORM = 100;
const START = Date.UTC(2026, 10, 21, 12);

/**
 * A clock under the test's control. Each timer belongs to the page that has set it, so that one page can freeze or crash alone,
 * which vitest's fake timers cannot do. The system time can jump without the timers. All microtasks of a task run after it.
 */
export const createClock = (report: (problem: string) => void) => {
  let time = 0;
  let skew = 0;
  let orders = 0;
  let current: Owner | undefined;
  const tasks = new Map<number, Task>();

  const schedule = (owner: Owner | undefined, ms: number, run: () => void): number => {
    tasks.set(++orders, { at: time + ms, order: orders, owner, run });
    return orders;
  };

  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  Object.assign(globalThis, {
    setTimeout(run: () => void, ms = 0) {
      if (!current) report('a timer was set outside of any page');
      return schedule(current, ms > LONGEST_DELAY ? 1 : Math.max(1, Math.trunc(ms) || 0), run);
    },
    clearTimeout: (id: number) => void tasks.delete(id),
  });

  /** Runs a task in a page, with all microtasks that follow from it. */
  const run = async (owner: Owner | undefined, task: () => void) => {
    current = owner;
    try {
      task();
    } catch (error) {
      report(
        `an exception reached the page: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
    await new Promise<void>((done) => void setImmediate(done));
    current = undefined;
  };

  const next = (until: number): Task | undefined => {
    let first: Task | undefined;
    for (const task of tasks.values()) {
      if (task.owner?.gone) tasks.delete(task.order);
      else if (!task.owner?.frozen && task.at <= until && (!first || task.at < first.at)) first = task;
    }
    return first;
  };

  return {
    /** Milliseconds since the start; jumps of the system time do not change it. */
    time: () => time,
    now: () => Math.floor(START + time + skew),
    jump: (ms: number) => void (skew += ms),
    schedule,
    run,
    /** Lets time pass. `check` is called after each task, and time stops when it returns `false`. */
    async advance(ms: number, check: () => boolean) {
      const until = time + ms;
      let atOnce = 0;
      for (let task = next(until); task; task = next(until)) {
        tasks.delete(task.order);
        atOnce = task.at > time ? 0 : atOnce + 1;
        time = Math.max(time, task.at);
        if (atOnce > STORM) report(`more than ${STORM} timers within one millisecond`);
        await run(task.owner, task.run);
        if (!check()) return;
      }
      time = until;
    },
    end: () => void Object.assign(globalThis, real),
  };
};

export type Clock = ReturnType<typeof createClock>;
