import type { Recorder } from '../debug/recorder.js';
import type { ConsentSource, Plugin, TrackerOptions, Vitrina } from '../types/tracker.js';
import type { Load } from './load-part.js';

/** What the page finds as `window.vitrina`. Files of different versions may share it, so its property names are fixed. */
export interface PageVitrina extends Vitrina {
  /** Tells our object from anything else that a page may have under this name. */
  library: string;
  /** The trackers of the page by their business ids. */
  trackers: Record<string, PageVitrina>;
  /** Records the signals of the trackers that debug; the debug script and the panel listen to it. */
  heard: Recorder;
  /** Of `load-part.ts`. */
  policy?: { createScriptURL: (part: string) => string };
  /**
   * Takes the extension of a later script. A tracker that runs without one is extended at once; one that is not initialized, then.
   * @param options of the later script; those of the extension are removed
   */
  extend(extension: Extension, options: Partial<TrackerOptions>): void;
  /** Set by the file of the consent sources. */
  consentByName?: (name: string, options: object) => ConsentSource | undefined;
}

/**
 * Extends a tracker, and removes the extension's own options from `options`.
 * @param recorder is given only where somebody looks: with the option `debug`, or for the panel
 * @returns plugins to start beside those of the tracker
 * @throws TypeError whose message names the option and what is allowed
 */
export type Extend = (options: Partial<TrackerOptions>, tracker: Vitrina, load: Load, recorder?: Recorder) => Plugin[];

/** Returns what starts this tracker of a page. `begin` initializes it with the options. */
export type CreateStart = (
  tracker: Vitrina,
  trackers: PageVitrina['trackers'],
  load: Load,
) => (businessId: string, options: Partial<TrackerOptions>, begin: () => Promise<void>) => Promise<void>;

/** The same as `Extend`, bound to the script that extends, whose options fill in what the given ones lack. */
export type Extension = (options: Partial<TrackerOptions>, tracker: Vitrina) => Plugin[];
