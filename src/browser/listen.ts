import type { Stop } from '../types/tracker.js';
import { ofDocument } from './of-document.js';

/** Adds an event listener. The returned function removes it. */
export const listen = (
  target: EventTarget,
  type: string,
  callback: (event: never) => void,
  options?: AddEventListenerOptions | boolean,
): Stop => {
  // An element of the page may have the name of a function, and then hides that of the document.
  const call = (name: 'addEventListener' | 'removeEventListener') =>
    (target === document ? ofDocument(name) : target[name]).call(target, type, callback as EventListener, options);
  call('addEventListener');
  return () => call('removeEventListener');
};

/** Returns a function that calls each function of the list once, and empties the list. */
export const all =
  (undo: (Stop | void)[]): Stop =>
  () =>
    undo.splice(0).forEach((stop) => stop?.());

/** Runs the task after the next frame, and again after 200 ms, because a hidden tab has no frames. */
export const afterFrame = (task: Stop): void => {
  requestAnimationFrame(() => setTimeout(task));
  setTimeout(task, 200);
};

/**
 * Runs the task when the page is idle, at the latest after 200 ms. `requestIdleCallback` is preferred, because
 * `requestAnimationFrame` makes the browser draw an extra frame. Browsers without it use `afterFrame`.
 */
export const whenIdle = (task: Stop): void => {
  (window.requestIdleCallback ?? afterFrame)(task, { timeout: 200 });
};

/**
 * Runs the task at once, or when the page is shown if it is being prerendered (Chromium 108 and later, 2026-11). The returned
 * function cancels a task that has not run.
 */
export const whenActivated = (task: Stop): Stop => {
  if (ofDocument('prerendering' as 'hidden')) {
    return listen(document, 'prerenderingchange', task);
  }
  task();
  return () => {};
};
