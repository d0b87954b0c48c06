import type { Fact } from '../facts/fact.js';
import type { PageUrl } from '../types/page.js';
import type { Observer, Stop } from '../types/tracker.js';

/** A request of the page that was answered. */
export interface AnsweredRequest {
  url: PageUrl;
  /** In capitals. */
  method: string;
  /** As the page passed it; `undefined` if the page passed a `Request` object. */
  body: unknown;
  status: number;
  /** The answer if it is JSON, otherwise `undefined`. */
  answer: unknown;
  /** The fact that the shop has refused what the request asked for. It names the products by the ids in the body. */
  refused(): Fact;
}

type MatchRequest = (url: PageUrl, method: string) => boolean;

/** The requests that an adapter wants to know of. */
export interface RequestWatch {
  /**
   * Calls back with each answered request that `matches`. Nothing is read of any other request. The page gets the same answer at
   * the same time as without the watch.
   * @param isChange whether such a request changes the cart. Until it is answered, weaker sources wait to report such changes.
   */
  watch(matches: MatchRequest, callback: (request: AnsweredRequest) => void, isChange?: MatchRequest): Stop;
  /** Notes that the shop was asked for a change of the cart in another way, until the returned function is called. */
  beginChange(): Stop;
  /** Whether the shop was asked for a change of the cart in the last 10 seconds and has not answered yet. */
  isChanging(): boolean;
  /** Reads JSON from the shop, without a call to the watchers; `undefined` if there is none. */
  read(path: string): Promise<unknown>;
}

/** Reports a fact. An adapter with several sources names the source as `observer`. Default: the adapter's name. */
export type Emit = (fact: Fact, observer?: Observer) => void;

/** A value that one page leaves for the pages that follow in the same tab. */
export interface Across<T> {
  keep(value: T): void;
  /** The value that was kept; `undefined` if there is none, or if it is too old. */
  read(): T | undefined;
  forget(): void;
}

/**
 * A JSON value that an adapter keeps between the pages of a shop. It is removed when the visitor withdraws consent, and when
 * another visitor comes.
 */
export interface Memory {
  /** `undefined` if there is none. Another script may have written under our key, so it may be any value. */
  read(): unknown;
  write(value: unknown): void;
  /**
   * A further place for a value, which ends with the tab.
   * @param age how long a value counts, in ms
   */
  acrossPages<T>(age: number): Across<T>;
}

/**
 * A source of facts. Each adapter is a pure mapper from the source's data to facts, and a thin shell that listens. The mapper
 * reads allow-listed fields only, and can be tested with plain values. `detect` and `start` may throw: the exception never
 * reaches the page.
 */
export interface Adapter {
  /** The name of the source, which is sent as `observed_by`. */
  name: Observer;
  /** For an adapter of a platform: the name under which the shop's server integration knows its products and orders. */
  platform?: string;
  /** Whether this page has the source. Called at once, when the document is parsed and when it has loaded, until it returns `true`. */
  detect(): boolean;
  /**
   * Begins to listen. Returns a function that ends it.
   * @param onPageChange calls back whenever a page is shown without a new document
   * @param requests watches the requests of the page; one for all adapters, so that the page's functions are wrapped once
   */
  start(emit: Emit, onPageChange: (callback: () => void) => Stop, memory: Memory, requests: RequestWatch): Stop;
}
