import type { Consent, ConsentSource, Stop } from '../types/tracker.js';

/** Returns `true` for an explicit answer: `pending` is none. */
export const isAnswer = (value: unknown): value is 'granted' | 'denied' => value === 'granted' || value === 'denied';

/** Stores an explicit answer between pages. */
interface AnswerStore {
  read(name: 'consent'): string | undefined;
  /** Returns the answer that was stored because its cookie was refused. */
  readFallback(name: 'consent'): string | undefined;
  set(name: 'consent', answer: Consent): void;
}

/**
 * Creates the state of the visitor's consent. It reads nothing before `resolve`.
 * @param option returns the answer that the shop assumes, or a source that knows the visitor's answer
 * @param store returns the store of explicit answers; it is not used with a source
 * @param onChange is called when the answer has changed
 */
export const createConsent = (
  option: () => Consent | ((...given: Parameters<ConsentSource>) => Stop | void) | undefined,
  store: () => AnswerStore,
  onChange: (answer: Consent) => void,
) => {
  let current: Consent | undefined;
  /** The visitor's own answer; `undefined` while the shop only assumes one. */
  let answered: Consent | undefined;
  let isResolved = false;
  let stopSource: Stop | void;

  const read = () => [store().read('consent'), store().readFallback('consent')].find(isAnswer);

  const set = (answer: Consent) => {
    const isNew = answer !== current;
    current = answered = answer;
    if (isNew) onChange(answer);
  };
  /**
   * Stores the visitor's own answer for later pages. The cookie of the session must be written before: another tab that sees a
   * grant begins at once, and would make a session of its own.
   */
  const remember = (answer: Consent) => {
    // Before `resolve` the options are unknown, and with them the name of the cookie.
    if (isResolved && typeof option() !== 'function') store().set('consent', answer);
  };

  return {
    /** Returns the answer so far; `undefined` while there is none. Resolves nothing. */
    current: () => current,
    /** Returns the visitor's own answer; `undefined` if the shop only assumes one. */
    answered: () => answered,
    set,
    remember,
    /** Finds the answer once: from the source, from this page, from an earlier page, or from the option. */
    resolve() {
      if (isResolved) return;
      isResolved = true;
      const before = current;
      const assumed = option();
      current = undefined;
      if (typeof assumed === 'function') stopSource = assumed((answer) => set(answer));
      else {
        const known = [assumed === 'denied' && assumed, before, read()].find(isAnswer);
        const answer = known ?? assumed ?? 'granted';
        set(answer);
        if (before) remember(answer);
        answered = known;
      }
    },
    /** Takes over the answer that another tab has sent, or else the answer that another page has stored. */
    follow(told: string | undefined) {
      // The option `denied` stays in force until `set` is called on this page.
      if (typeof option() === 'function' || option() === 'denied') return;
      const answer = told ?? (isResolved ? read() : undefined);
      if (isAnswer(answer)) set(answer);
    },
    /** Forgets the answer and stops the source. Stored answers stay. */
    stop() {
      stopSource?.();
      stopSource = current = answered = undefined;
      isResolved = false;
    },
  };
};

export type ConsentState = ReturnType<typeof createConsent>;
