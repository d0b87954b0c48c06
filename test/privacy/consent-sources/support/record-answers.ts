import { onTestFinished } from 'vitest';
import type { ConsentSource, Consent } from '../../../../src/types/tracker.ts';

/** Starts a source and records its answers, in order. The source is stopped when the test ends. */
export const recordAnswers = (source: ConsentSource) => {
  const answers: Consent[] = [];
  const stop = source((answer) => void answers.push(answer));
  onTestFinished(stop);
  return { answers, stop };
};

/** Sets a global of another script until the test ends. */
export const put = (name: string, value: unknown, target: object = window) => {
  Object.defineProperty(target, name, { configurable: true, writable: true, value });
  onTestFinished(() => void Reflect.deleteProperty(target, name));
};

/** Shows the page again, as after another tab or from the back/forward cache. */
export const showAgain = () => window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
