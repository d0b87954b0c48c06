/** Whose timers and answers these are: a page. */
export interface Owner {
  /** In the back/forward cache: what is due waits until it comes back. */
  frozen: boolean;
  /** Closed or crashed: nothing of it ever runs again. */
  gone: boolean;
}

interface Task {
  at: number;
  order: number;
  owner?: Owner;
  run: () => void;
}

/** Browsers take a longer delay for none at all. */
const LONGEST_DELAY = 2 ** 31 - 1;
/** So many tasks of one page within a millisecond are a loop. */
const STORM = 100;
const START = Date.UTC(2026, 10, 21, 12);

/**
 * Time under control. Timers belong to the page that has set them, so that one page can freeze or crash beside others, which
 * vitest's fake timers cannot do; and the clock on the wall can jump without them. Each task is followed by all of its microtasks.
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

  /** Runs something in a page, and whatever follows from it without a task of its own. */
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
    /** Milliseconds since the beginning, whatever the clock on the wall says. */
    time: () => time,
    now: () => Math.floor(START + time + skew),
    jump: (ms: number) => void (skew += ms),
    schedule,
    run,
    /** `check` is called after each task; time stops where it returns `false`. */
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
