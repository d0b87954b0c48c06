/** Records what happens in a run as lines of a trace, and the rules that were broken. */
export const createRecorder = (time: () => number) => {
  const trace: string[] = [];
  const problems: string[] = [];
  /** How often each fault and outcome has happened that runs should meet. */
  const met: Record<string, number> = {};
  const log = (line: string) => void trace.push(`${(time() / 1000).toFixed(3).padStart(11)} s  ${line}`);
  return {
    trace,
    problems,
    met,
    log,
    /** Adds an event to the last line if that says the same of other events. Otherwise adds a line. */
    add(line: string, label: string) {
      const last = trace.at(-1);
      if (last?.includes(`  ${line}`)) trace[trace.length - 1] = `${last} ${label}`;
      else log(`${line} ${label}`);
    },
    meet: (what: string) => void (met[what] = (met[what] ?? 0) + 1),
    report(problem: string) {
      // Later problems only follow from the first ones.
      if (problems.length > 2) return;
      problems.push(problem);
      log(`WRONG: ${problem}`);
    },
  };
};

export type Recorder = ReturnType<typeof createRecorder>;
