import { onTestFinished } from 'vitest';
import type { ConsentSource, Consent } from '../../../../src/types/tracker.ts';

/** Starts a source; every answer it gives, in order. It is stopped when the test ends. */
export const hear = (source: ConsentSource) => {
  const answers: Consent[] = [];
  const stop = source((answer) => void answers.push(answer));
  onTestFinished(stop);
  return { answers, stop };
};

/** Puts something of others into the page, until the test ends. */
export const put = (name: string, value: unknown, target: object = window) => {
  Object.defineProperty(target, name, { configurable: true, writable: true, value });
  onTestFinished(() => void Reflect.deleteProperty(target, name));
};

/** The page is shown again, from another tab or from the back/forward cache. */
export const showAgain = () => window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
