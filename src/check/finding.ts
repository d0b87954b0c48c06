/** One thing that the check has found. */
export interface Finding {
  /** A name for programs, which stays the same. */
  code: string;
  /** `wrong` makes the exit code 1; a `note` does not. */
  level: 'wrong' | 'note';
  /** What is so, in one sentence. */
  cause: string;
  /** What to do, in one sentence. */
  fix: string;
}

export const wrong = (code: string, cause: string, fix: string): Finding => ({ code, level: 'wrong', cause, fix });
export const note = (code: string, cause: string, fix: string): Finding => ({ code, level: 'note', cause, fix });
