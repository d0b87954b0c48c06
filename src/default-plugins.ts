import { debug } from './debug/debug.js';
import { clicks } from './plugins/clicks.js';
import { pages } from './plugins/pages.js';
import type { Plugin, TrackerOptions } from './types/tracker.js';

/** What a tracker that is imported does by itself, unless its options name plugins. */
export const defaultPlugins = (options: TrackerOptions): Plugin[] => [
  // First, so that it hears what the others report.
  ...(options.debug ? [debug()] : []),
  pages(options.pageViews),
  clicks(options.clicks),
];
