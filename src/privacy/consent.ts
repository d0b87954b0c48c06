import type { Consent, ConsentSource, Stop } from '../types/tracker.js';

export const isAnswer = (value: unknown): value is 'granted' | 'denied' => value === 'granted' || value === 'denied';

/** What remembers an answer between pages. */
interface AnswerStore {
  read(name: 'consent'): string | undefined;
  /** Where the first could not be written. */
  readFallback(name: 'consent'): string | undefined;
  set(name: 'consent', answer: Consent): void;
}

/**
 * What the visitor allows. Nothing is read before it has to be resolved.
 * @param option what the shop assumes, or who knows the visitor's answer
 * @param store remembers explicit answers, unless a source does
 * @param onChange acts on an answer that is another than before
 */
export const createConsent = (
  option: () => Consent | ConsentSource | undefined,
  store: () => AnswerStore,
  onChange: (answer: Consent) => void,
) => {
  let current: Consent | undefined;
  /** `false` while consent is what the shop assumes. */
  let isAnswered = false;
  let isResolved = false;
  let stopSource: Stop | void;

  const read = () => [store().read('consent'), store().readFallback('consent')].find(isAnswer);

  /** `isExplicit`: the visitor's own answer, which later pages should know. */
  const set = (answer: Consent, isExplicit?: boolean) => {
    const isNew = answer !== current;
    current = answer;
    isAnswered = true;
    // Before it is resolved, there is no account yet to remember it for.
    if (isExplicit && isResolved && typeof option() !== 'function') store().set('consent', answer);
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
