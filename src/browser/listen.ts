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

/** Runs the task once the next frame has been drawn, and again within 200 ms, since there are no frames in a hidden tab. */
export const afterFrame = (task: Stop): void => {
  requestAnimationFrame(() => setTimeout(task));
  setTimeout(task, 200);
};

/**
 * Runs the task as soon as the page has nothing better to do, within 200 ms. Where there are idle moments, they come without a frame
 * of their own, which `requestAnimationFrame` makes the browser draw; elsewhere the task runs as by `afterFrame`.
 */
export const whenIdle = (task: Stop): void => {
  (window.requestIdleCallback ?? afterFrame)(task, { timeout: 200 });
};

/** Runs the task when the page is shown; at once unless it is being prerendered (Chromium 108 and later, 2026-11). */
export const whenActivated = (task: Stop): Stop => {
  if ((document as Document & { prerendering?: boolean }).prerendering) {
    return listen(document, 'prerenderingchange', task);
  }
  task();
  return () => {};
};
