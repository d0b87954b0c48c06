import type { Stop } from '../types/tracker.js';

/** Listens until the returned function is called. */
export const listen = (
  target: EventTarget,
  type: string,
  callback: (event: never) => void,
  options?: AddEventListenerOptions | boolean,
): Stop => {
  target.addEventListener(type, callback as EventListener, options);
  return () => target.removeEventListener(type, callback as EventListener, options);
};

/** Calls every undo, once. */
export const all =
  (undo: Stop[]): Stop =>
  () =>
    undo.splice(0).forEach((stop) => stop());

/** The page may be hidden, where there are no frames, or too busy for an idle moment. */
const MAX_FRAME_MS = 200;

/** Runs the task once the next frame has been drawn, within 200 ms. */
export const afterFrame = (task: Stop): void => {
  const run = () => {
    clearTimeout(timer);
    task();
  };
  const timer = setTimeout(task, MAX_FRAME_MS);
  requestAnimationFrame(() => setTimeout(run));
};

/**
 * Runs the task as soon as the page has nothing better to do, within 200 ms. An idle moment comes without a frame of its own, which
 * `requestAnimationFrame` makes the browser draw. Not every browser has `requestIdleCallback`.
 */
export const whenIdle = (task: Stop): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(task, { timeout: MAX_FRAME_MS });
  else afterFrame(task);
};

/** Runs the task when the page is shown; at once unless it is being prerendered (Chromium 108 and later, 2026-11). */
export const whenActivated = (task: Stop): Stop => {
  if ((document as Document & { prerendering?: boolean }).prerendering) {
    return listen(document, 'prerenderingchange', task);
  }
  task();
  return () => {};
};
