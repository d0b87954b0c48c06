import type { BrowserContext } from 'playwright-core';
import { parseObject, stringify } from '../base/json.js';

/**
 * Takes the events out of what workers send, such as the worker in which Tiendanube runs its apps. The check's own script runs in
 * pages and frames alone, and what those send has no events any more when it comes here.
 */
export const holdWorkers = async (context: BrowserContext): Promise<void> => {
  await context.route(
    () => true,
    async (route) => {
      const request = route.request();
      const batch = request.method() === 'POST' ? parseObject(request.postData()) : undefined;
      const isBatch = batch?.v === 1 && Array.isArray(batch.events) && batch.events.length > 0;
      if (!isBatch) return route.fallback();
      const { v, business, library, sent_at } = batch;
      return route.continue({ postData: stringify({ v, business, library, sent_at, events: [] }) });
    },
  );
};
