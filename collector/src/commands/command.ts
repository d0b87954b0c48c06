/** Where a command speaks. */
export interface Io {
  /** Writes a line of the result. */
  print: (line: string) => void;
  /** Writes a line about trouble. */
  complain: (line: string) => void;
  environment: NodeJS.ProcessEnv;
  /** Whether the lines go to a person at a terminal, and not into a log. */
  isTerminal?: boolean;
}

/** One command of the program. */
export interface Command {
  /** Shown by --help. */
  usage: string;
  /**
   * Resolves to the exit code, or to nothing while a server goes on.
   *
   * @throws with a sentence that is shown to the operator
   */
  run(args: string[], io: Io): Promise<number | void>;
}
