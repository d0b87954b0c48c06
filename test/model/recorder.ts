/** What happened in a run, told in lines, and what was wrong with it. */
export const createRecorder = (time: () => number) => {
  const trace: string[] = [];
  const problems: string[] = [];
  /** How often each thing happened that runs are meant to meet. */
  const met: Record<string, number> = {};
  const log = (line: string) => void trace.push(`${(time() / 1000).toFixed(3).padStart(11)} s  ${line}`);
  return {
    trace,
    problems,
    met,
    log,
    /** Says of one more event what the line before says of others. */
    add(line: string, label: string) {
      const last = trace.at(-1);
      if (last?.includes(`  ${line}`)) trace[trace.length - 1] = `${last} ${label}`;
      else log(`${line} ${label}`);
    },
    meet: (what: string) => void (met[what] = (met[what] ?? 0) + 1),
    report(problem: string) {
      // What follows from the first is of no use to a reader.
      if (problems.length > 2) return;
      problems.push(problem);
      log(`WRONG: ${problem}`);
    },
  };
};

export type Recorder = ReturnType<typeof createRecorder>;
