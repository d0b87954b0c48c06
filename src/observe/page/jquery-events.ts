import type { Stop } from '../../types/tracker.js';

/**
 * Hears what jQuery triggers on an element, `document` or `window`, without jQuery: it calls a property `on<type>` of the target
 * and of what is around it, with the event and what was triggered with it, its namespace taken off (jQuery 1.12, 3.7, 3.8 and
 * 4.0, 2026-11; not for types with a colon). A handler that is there already goes on, and only what it returns is returned,
 * since `false` would prevent what the page is about to do.
 */
export const onTrigger = (target: object, type: string, heard: (...values: unknown[]) => void): Stop => {
  const page = target as Record<string, unknown>;
  const name = `on${type}`;
  const before = page[name];
  let isStopped = false;
  page[name] = function (this: unknown, ...values: unknown[]): unknown {
    try {
      if (!isStopped) heard(...values);
    } catch {
      // Nothing of ours reaches the page.
    }
    return typeof before === 'function' ? Reflect.apply(before, this, values) : undefined;
  };
  // Others may have chained themselves to it, so it stays and goes quiet.
  return () => void (isStopped = true);
};
