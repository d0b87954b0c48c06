import type { Consent, ConsentSource, Stop } from '../types/tracker.js';

export const isAnswer = (value: unknown): value is 'granted' | 'denied' => value === 'granted' || value === 'denied';

export interface ConsentHost {
  /** What the shop assumes, or who knows the visitor's answer. */
  option: Consent | ConsentSource | undefined;
  /** What the visitor answered before the tracker was started on this page. */
  earlier: Consent | undefined;
  /** What the visitor answered on an earlier page. */
  read: () => string | undefined;
  /** Remembers an explicit answer for later pages. Not called where a source remembers it. */
  keep: (answer: Consent) => void;
  /** Acts on an answer that is another than before. */
  onChange: (answer: Consent) => void;
  /** Runs the source, so that its exceptions stay with us. */
  guard: (source: ConsentSource) => (report: (answer: Consent) => void) => Stop | void;
}

/** What the visitor allows. Nothing is read before it is asked for. */
export const createConsent = ({ option, earlier, read, keep, onChange, guard }: ConsentHost) => {
  const hasSource = typeof option === 'function';
  let current = earlier;
  /** `false` while consent is what the shop assumes. */
  let isAnswered = !!earlier;
  let isResolved = false;
  let stopSource: Stop | void;

  /** `isExplicit`: the visitor's own answer, which later pages should know. */
  const set = (answer: Consent, isExplicit?: boolean) => {
    const isNew = answer !== current;
    current = answer;
    isAnswered = true;
    if (isExplicit && !hasSource) keep(answer);
    if (isNew) onChange(answer);
  };

  return {
    /** What is known so far; `undefined` before it was resolved. */
    current: () => current,
    /** What the visitor has answered; `undefined` for one who was not asked. */
    answered: () => (isAnswered ? current : undefined),
    set,
    /** Finds out what the visitor has allowed, now or on an earlier page. */
    resolve() {
      if (isResolved) return;
      isResolved = true;
      const before = current;
      current = undefined;
      if (hasSource) {
        stopSource = guard(option)((answer) => set(answer));
        return;
      }
      const known = [option === 'denied' && 'denied', before, read()].find(isAnswer);
      set(known ?? option ?? 'granted', !!before);
      isAnswered = !!known;
    },
    /** Takes over what another tab has told, or what another page has stored meanwhile. */
    follow(told: string | undefined) {
      // An option that denies holds until this page is told otherwise.
      if (hasSource || option === 'denied') return;
      const answer = told ?? (isResolved ? read() : undefined);
      if (isAnswer(answer)) set(answer);
    },
    stop: () => stopSource?.(),
  };
};

export type ConsentState = ReturnType<typeof createConsent>;
