import type { Stop } from '../types.js';

/** Listens until the returned function is called. */
export const listen = (
  target: EventTarget,
  type: string,
  callback: (event: never) => void,
  options?: AddEventListenerOptions,
): Stop => {
  target.addEventListener(type, callback as EventListener, options);
  return () => target.removeEventListener(type, callback as EventListener, options);
};

/** Calls every undo, once. */
export const all =
  (undo: Stop[]): Stop =>
  () =>
    undo.splice(0).forEach((stop) => stop());

/**
 * The moments that decide about delivery. Neither `unload` nor `beforeunload`: both can cost the back/forward cache, and
 * neither is dependable on phones. `pagehide` reaches only `window`.
 */
export const watchPage = (
  leave: (last: boolean) => void,
  shown: () => void,
  online: () => void,
  /** Another tab has stored something. */
  changed: (change: StorageEvent) => void,
): Stop =>
  all([
    listen(document, 'visibilitychange', () => (document.visibilityState === 'hidden' ? leave(false) : shown())),
    listen(window, 'pagehide', () => leave(true)),
    listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && shown()),
    listen(window, 'online', online),
    listen(window, 'storage', changed),
  ]);

/** Runs the task once the next frame has been drawn, and again within 200 ms, since there are no frames in a hidden tab. */
export const afterFrame = (task: Stop): void => {
  requestAnimationFrame(() => setTimeout(task));
  setTimeout(task, 200);
};

/** Runs the task when the page is shown; at once unless it is being prerendered (Chromium 108 and later, 2026-11). */
export const whenActivated = (task: Stop): Stop => {
  if ((document as Document & { prerendering?: boolean }).prerendering) {
    return listen(document, 'prerenderingchange', task, { once: true });
  }
  task();
  return () => {};
};
