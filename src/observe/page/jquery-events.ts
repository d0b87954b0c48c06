import { attempt } from '../../base/attempt.js';
import type { Stop } from '../../types/tracker.js';

/**
 * Listens to events that jQuery triggers on an element, `document` or `window`, without jQuery. jQuery calls a property `on<type>`
 * of the target and of its ancestors, with the event and the triggered values, without the namespace (jQuery 1.12, 3.7, 3.8 and
 * 4.0, 2026-11; not for types with a colon). A handler that the page has set is still called. Only its return value is returned,
 * because `false` would prevent the default action.
 */
export const onTrigger = (target: object, type: string, callback: (...values: unknown[]) => void): Stop => {
  const page = target as Record<string, unknown>;
  const name = `on${type}`;
  const pageHandler = page[name];
  let isStopped = false;
  page[name] = function (this: unknown, ...values: unknown[]): unknown {
    // Our exceptions must not reach the page.
    attempt(() => isStopped || callback(...values));
    return typeof pageHandler === 'function' ? Reflect.apply(pageHandler, this, values) : undefined;
  };
  // Another script may have wrapped our handler, so it stays and does nothing.
  return () => void (isStopped = true);
};
