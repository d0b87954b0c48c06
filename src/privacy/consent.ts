import type { Consent, ConsentSource, Stop } from '../types/tracker.js';

export const isAnswer = (value: unknown): value is 'granted' | 'denied' => value === 'granted' || value === 'denied';

export interface ConsentHost {
  /** What the shop assumes, or who knows the visitor's answer. */
  option: () => Consent | ConsentSource | undefined;
  /** What the visitor answered on an earlier page. */
  read: () => string | undefined;
  /** Remembers an explicit answer for later pages. Not called where a source remembers it. */
  keep: (answer: Consent) => void;
  /** Acts on an answer that is another than before. */
  onChange: (answer: Consent) => void;
}

/** What the visitor allows. Nothing is read before it has to be resolved. */
export const createConsent = ({ option, read, keep, onChange }: ConsentHost) => {
  let current: Consent | undefined;
  /** `false` while consent is what the shop assumes. */
  let isAnswered = false;
  let isResolved = false;
  let stopSource: Stop | void;

  /** `isExplicit`: the visitor's own answer, which later pages should know. */
  const set = (answer: Consent, isExplicit?: boolean) => {
    const isNew = answer !== current;
    current = answer;
    isAnswered = true;
    if (isExplicit && typeof option() !== 'function') keep(answer);
    if (isNew) onChange(answer);
  };

  return {
    /** What is known so far; `undefined` before it was resolved. */
    current: () => current,
    /** What the visitor has answered; `undefined` for one who was not asked. */
    answered: () => (isAnswered ? current : undefined),
    set,
    /** Finds out once what the visitor has allowed, now or on an earlier page. */
    resolve() {
      if (isResolved) return;
      isResolved = true;
      const before = current;
      const assumed = option();
      current = undefined;
      if (typeof assumed === 'function') stopSource = assumed((answer) => set(answer));
      else {
        const known = [assumed === 'denied' && assumed, before, read()].find(isAnswer);
        set(known ?? assumed ?? 'granted', !!before);
        isAnswered = !!known;
      }
    },
    /** Takes over what another tab has told, or what another page has stored meanwhile. */
    follow(told: string | undefined) {
      // An option that denies holds until this page is told otherwise.
      if (typeof option() === 'function' || option() === 'denied') return;
      const answer = told ?? (isResolved ? read() : undefined);
      if (isAnswer(answer)) set(answer);
    },
    /** Forgets everything, also what a source knows. */
    stop() {
      stopSource?.();
      stopSource = current = undefined;
      isAnswered = isResolved = false;
    },
  };
};

export type ConsentState = ReturnType<typeof createConsent>;
