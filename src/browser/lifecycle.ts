import type { Stop } from '../types';

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
export const watchPage = (callbacks: {
  hidden: () => void;
  hide: () => void;
  /** `restored`: out of the back/forward cache. */
  shown: (restored: boolean) => void;
  online: () => void;
}): Stop =>
  all([
    listen(document, 'visibilitychange', () =>
      document.visibilityState === 'hidden' ? callbacks.hidden() : callbacks.shown(false),
    ),
    listen(window, 'pagehide', callbacks.hide),
    listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && callbacks.shown(true)),
    listen(window, 'online', callbacks.online),
  ]);

/** Runs the task when the page is shown; at once unless it is being prerendered (Chromium 108 and later, 2026-11). */
export const whenActivated = (task: () => void): Stop => {
  if (!(document as Document & { prerendering?: boolean }).prerendering) {
    task();
    return () => {};
  }
  return listen(document, 'prerenderingchange', task, { once: true });
};
