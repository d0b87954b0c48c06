import type { Action, TrackArguments } from './actions.js';
import type { Observer, TrackedEvent } from './event.js';
import type { PageUrl } from './page.js';
import type { Consent, Response, Signals, User } from './signals.js';

export type * from './event.js';
export type * from './signals.js';

/** Ends what the function that returned it has started. A second call does nothing. */
export type Stop = () => void;

/**
 * Connects a tracker to a consent tool. It must call `report` at once, with `pending` if there is no answer yet, and again at
 * each change. After the returned function was called it must not call `report` any more.
 */
export type ConsentSource = (report: (answer: Consent) => void) => Stop;

/** Which changes of the address count as page views. */
export interface PageViewOptions {
  /** Count a change of the fragment (`#…`), for routers that keep the page there. Default `false`. */
  hash?: boolean;
  /** Count a change of the query (`?…`). Default `true`. */
  search?: boolean;
  /**
   * Count a change of the query also if the page replaces its address (`history.replaceState`), for shops whose query is the
   * page. Most shops replace it to keep a variant, a search or a filter. Default `false`.
   */
  replaced?: boolean;
  /** Returns `true` for addresses that are not reported. If it throws, the address is reported. Default: none. */
  ignore?: (url: PageUrl) => boolean;
}

/** Adds a feature to a tracker when the tracker starts. Returns a function that removes the feature, if there is anything to remove. */
export type Plugin = (host: PluginHost) => Stop | void;

/** The part of a tracker that plugins use. */
export interface PluginHost {
  /** As in `Tracker`. */
  readonly session: string | undefined;
  /** First part of the names of cookies and query parameters. */
  readonly prefix: string;
  /** First part of a plugin's keys in storage. All keys that begin with it are removed when consent is withdrawn. */
  readonly storagePrefix: string;
  /** As in `Tracker`. */
  on: Tracker['on'];
  /**
   * Reports an action that the plugin has observed. Never throws.
   * @param props plain JSON, copied at the call
   * @param observer the plugin's name, sent as `observed_by`
   * @param late stores the event when the page changes its title, after a second at the latest, or as soon as another event is
   * tracked or the page ends. The title is read then; id, time and number of the event are those of the call.
   */
  observe(action: string, props: Record<string, unknown>, observer: Observer, late?: boolean): void;
  /**
   * Says that the page has changed without a new document, before the view is observed. The tracker reads address and campaign
   * again.
   * @param previous the address before, which becomes the referrer
   */
  moved(previous: string): void;
}

/**
 * The options of a tracker, which needs `endpoint` or `destination`. A wrong value is refused with a `TypeError` that names the
 * option.
 */
export type TrackerOptions = AllOptions &
  (Required<Pick<AllOptions, 'destination'>> | Required<Pick<AllOptions, 'endpoint'>>);

/** The options of a tracker one by one. */
export interface AllOptions {
  /** Where batches are sent: an absolute http(s) address, or a path on this origin that begins with `/`. */
  endpoint?: string;
  /** Where events are sent instead of an endpoint: the result of `hellotext()`. */
  destination?: { readonly name: string; readonly prefix: string };
  /** Send cookies to the endpoint. It must then answer with the exact origin and allow credentials. Default `false`. */
  credentials?: boolean;
  /** Session to use unless the address has one: 8–64 characters of `A–Z a–z 0–9 _ -`. Default: that of the cookie. */
  session?: string;
  /** Create a session if there is none. Default `true`. */
  autoGenerateSession?: boolean;
  /** Other domains of the shop, to which `decorate` may carry the session, as a list or a text with commas. Default: none. */
  linkDomains?: string | string[];
  /**
   * Whose links may set the session: `own`, those of `decorate`, which are valid for two minutes; or `any`, also those without a time,
   * as in messages: whoever follows a copy of such a link becomes the same visitor. Default `own`; with Hellotext `any`.
   */
  linkSessions?: 'own' | 'any';
  /** Report page views: `false` reports none, an object says which changes of the address count. Default `true`. */
  pageViews?: boolean | PageViewOptions;
  /** Report clicks on elements marked with `data-vitrina-track`. Default `true`. */
  clicks?: boolean;
  /**
   * The visitor's consent, or a source that knows it. With `pending` calls wait in memory, and nothing is stored or sent. With
   * `denied` the tracker does nothing. Default `granted`.
   */
  consent?: Consent | ConsentSource;
  cookie?: CookieOptions;
  /**
   * Milliseconds during which the events after a first one are collected into a batch. The first event after a pause of this
   * length is sent at once. Default 1000.
   */
  flushAfter?: number;
  /** Events in a batch, 1 to 100. Default 20. With more than 40 events waiting, up to 100 are sent at once. */
  batchSize?: number;
  /** Further query parameters to remove from addresses, or a function that gets an address and returns it redacted. */
  redact?: string[] | ((url: string) => string);
  /** Changes an event before it is queued. The event is dropped if the function returns nothing or throws. */
  transform?: (event: TrackedEvent) => TrackedEvent | undefined | void;
  /** Features to add. Default of `vitrina`: page views and clicks, each as its option says; of `createTracker`: none. */
  plugins?: Plugin[];
  /** Write to the console what becomes of each event, and what looks wrong. Default `false`. */
  debug?: boolean;
}

/** How cookies are written. */
export interface CookieOptions {
  /** First part of the names of cookies and query parameters. Default `vitrina_`. */
  prefix?: string;
  /** Domain of the cookies. Default: the widest domain that the browser accepts and that belongs to the shop. */
  domain?: string;
  /** Days until a cookie expires, counted from the last visit. Default 400, the most that browsers allow. */
  days?: number;
}

/** The tracker of one business. */
export interface Tracker {
  /**
   * Reports that something was done. Never throws and never rejects. Calls before the start wait, up to 100 of them.
   * @param action `object.verb`, lower case, digits and `_`, at most 100 characters
   * @param props plain JSON, copied at the call
   * @returns resolves with what became of the event, after 3 seconds at the latest
   */
  track<A extends Action>(action: A, ...props: TrackArguments<A>): Promise<Response>;
  /**
   * Says who the visitor is. The user counts at once, for all events that follow. The cookie is written when the endpoint has
   * accepted the identification; if it refuses, the previous user counts again. The same user with the same traits is not sent
   * twice. Never throws and never rejects.
   * @param userId the shop's own id of the customer, not an e-mail address
   * @param traits plain JSON; `source` names the system that uses the id
   * @returns resolves as that of `track`; `id` is empty if nothing new was said
   */
  identify(userId: string | number, traits?: Record<string, unknown>): Promise<Response>;
  /** Forgets the user and keeps the session. Call it when a customer logs out. */
  forget(): void;
  /** Forgets user, session, visit, campaign and all events that are not sent yet, and begins a new session. Consent stays. */
  reset(): void;
  /** Sets the visitor's answer, stores it for later pages, and tells other tabs. `denied` erases what was stored before. */
  consent(answer: 'granted' | 'denied'): void;
  /** Sends all queued events now. Resolves when the endpoint has answered or could not be reached. Never rejects. */
  flush(): Promise<void>;
  /**
   * Calls back on each signal of that name. A late listener gets the last `session-set`, `utm-set` and `consent-set` at once.
   * @returns a function that removes the listener
   * @throws TypeError for a name that is not in `Signals`
   */
  on<N extends keyof Signals>(name: N, callback: (...values: Signals[N]) => void): Stop;
  /** Removes a listener that `on` has added with the same callback. */
  removeEventListener<N extends keyof Signals>(name: N, callback: (...values: Signals[N]) => void): void;
  /**
   * The identifier of this visitor's browser, which other tools call a browser id, client id or anonymous id. It lasts for many
   * visits. `undefined` before the start and without consent.
   */
  readonly session: string | undefined;
  /** The identified user; `undefined` if nobody was identified, before the start, and without consent. */
  readonly user: User | undefined;
  /**
   * Returns the address, made absolute, with the session in its query, for a link to another domain of the same shop. That domain
   * accepts the session for two minutes. Returns the address unchanged without a session, and if it is not http(s) or neither on this
   * host nor on one of `linkDomains`.
   */
  decorate(url: string | PageUrl): string;
  /** Stops the tracker and removes its listeners and timers. Stored events stay and are sent by the next page. */
  stop(): void;
}

/** The tracker of the page, which does nothing until `initialize` is called. */
export interface Vitrina extends Tracker {
  /**
   * Starts the tracker. Never throws. Called again with the same id it only applies the option `consent`; after `stop()` it
   * starts anew.
   * @param businessId the public id of the shop's account: letters, digits, `_` and `-`
   * @returns resolves when the tracker has started, without waiting for the network; rejects with a TypeError that names the
   * wrong id or option
   */
  initialize(businessId: string, options?: Partial<TrackerOptions>): Promise<void>;
  /** Whether the tracker was started and not stopped. */
  readonly isInitialized: boolean;
}
