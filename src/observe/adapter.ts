import type { Fact } from '../facts/fact.js';
import type { Observer, Stop } from '../types/tracker.js';

/** A request of the page that was answered. */
export interface AnsweredRequest {
  url: URL;
  /** In capitals. */
  method: string;
  /** As the page gave it; a `Request` object keeps its own to itself. */
  body: unknown;
  status: number;
  /** The answer, where it is JSON. */
  answer: unknown;
}

export interface RequestWatch {
  /**
   * Tells of each answered request that `matches`; of the others nothing is read. What the page gets is what it would have
   * got, and at the same moment.
   */
  watch(matches: (url: URL, method: string) => boolean, heard: (request: AnsweredRequest) => void): Stop;
  /** Reads JSON from the shop without being heard; `undefined` where there is none. */
  read(path: string): Promise<unknown>;
}

/** Reports a fact. `observer` says who saw it where an adapter has several sources; default: the adapter's name. */
export type Emit = (fact: Fact, observer?: Observer) => void;

/** What one page of a visit leaves for those that follow in the same tab. */
export interface Across<T> {
  keep(value: T): void;
  /** What was kept, unless it is too old. */
  read(): T | undefined;
  forget(): void;
}

/**
 * A line of text that an adapter keeps between the pages of a shop. It goes when the visitor's consent goes, and when another
 * visitor comes.
 */
export interface Memory {
  read(): string | null;
  write(text: string): void;
  /**
   * A further place, which goes with the tab.
   * @param age how long what is kept is worth anything, in ms
   */
  acrossPages<T>(age: number): Across<T>;
}

/**
 * A source of facts. Each is a pure mapper (what the source says → facts, allow-listed fields only) and a thin shell around
 * it (listening), so that the mapper can be tested with nothing but values. `detect` and `start` may throw: nothing of it
 * reaches the page.
 */
export interface Adapter {
  /** Who saw it, as in `observed_by`. */
  name: Observer;
  /** Where the adapter is for a platform: the name under which the shop's server integration knows its products and orders. */
  platform?: string;
  /** Whether this page has the source. Asked at once, when the document is parsed, and when it has loaded, until `true`. */
  detect(): boolean;
  /**
   * Begins to listen.
   * @param onPageChange calls back whenever a page is shown without a new document
   * @param requests hears what the page asks its shop for; one for all adapters, so that the page's functions are wrapped once
   */
  start(emit: Emit, onPageChange: (callback: () => void) => Stop, memory: Memory, requests: RequestWatch): Stop;
}
