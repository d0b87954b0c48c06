import { debug } from './debug/debug.js';
import { clicks } from './plugins/clicks.js';
import { pages } from './plugins/pages.js';
import type { Plugin, TrackerOptions } from './types/tracker.js';

/** The plugins of the imported `vitrina`, unless its options name others. */
export const defaultPlugins = (options: TrackerOptions): Plugin[] => [
  // The debug plugin is first, so that it listens before the others report.
  ...(options.debug ? [debug()] : []),
  pages(options.pageViews),
  clicks(options.clicks),
];
