import type { Action, TrackArguments } from './actions.js';
import type { DropReason, Observer, TrackedEvent, UtmParams } from './event.js';

export type * from './event.js';

/** Ends what was started; calling it again does nothing. */
export type Stop = () => void;

/** One thing that is wrong with a call or an event. */
export interface ProblemReport {
  /** Stable word to branch on, such as `parameter_invalid`. */
  type: string;
  /** The argument, option or field that is meant. */
  parameter: string;
  /** One sentence for a person. */
  description: string;
}

/** What became of one event. The same shape from every method. */
export interface Response {
  /** The event's id (UUIDv7); empty where no event was made. */
  id: string;
  /** The endpoint has accepted this very event. */
  succeeded: boolean;
  /** The event was refused or dropped, and will not be sent again. */
  failed: boolean;
  /** No answer within 3 s, but the event is stored and goes on by itself, also after this page. */
  queued: boolean;
  /** The event is in persistent storage (or was, until it was delivered). */
  stored: boolean;
  /** HTTP status of the answer; 0 where there was none. */
  status: number;
  /** What the endpoint said about this event. */
  data: unknown;
  errors: ProblemReport[];
}

/** What `on` can listen to, and what the callback gets. */
export interface Signals {
  'session-set': [session: string];
  'utm-set': [utm: UtmParams];
  'user-set': [user: User | undefined];
  'consent-set': [consent: Consent];
  /** An event was accepted into the queue. */
  event: [event: TrackedEvent];
  /** The endpoint has accepted an event. */
  delivered: [event: TrackedEvent, response: Response];
  /** An event left the queue without having been accepted. */
  dropped: [event: TrackedEvent, reason: DropReason, errors: ProblemReport[]];
}

/** The shop's own customer. */
export interface User {
  /** The shop's id of the customer. */
  id: string;
  /** The system that knows the customer by this id. */
  source?: string;
}

export type Consent = 'granted' | 'denied' | 'pending';

/**
 * Somebody outside who knows what the visitor allows. Tells at once what it knows, `pending` where it does not know yet, then
 * every change, and nothing once the returned function was called.
 */
export type ConsentSource = (report: (answer: Consent) => void) => Stop;

/** Which address changes count as a page view. */
export interface PageViewOptions {
  /** Count a change of the fragment (`#…`). Default `false`. */
  hash?: boolean;
  /** Count a change of the query (`?…`). Default `true`. */
  search?: boolean;
  /** Return `true` for an address that is no page of its own. */
  ignore?: (url: URL) => boolean;
}

/** Adds a feature to a tracker; returns how to remove it. */
export type Plugin = (host: PluginHost) => Stop | void;

/** What a plugin gets to work with. */
export interface PluginHost {
  options: Readonly<Partial<TrackerOptions>>;
  /** The identifier of this visitor's browser. */
  readonly session: string | undefined;
  /** Begins the names of cookies and query parameters. */
  readonly prefix: string;
  /** Begins the keys in storage of what a plugin remembers: it goes when consent is withdrawn. */
  readonly storagePrefix: string;
  on: Tracker['on'];
  /**
   * Reports an action that was seen rather than called for.
   * @param late Id and time are fixed now, but the page's title is read and the event is stored one frame later, or as soon
   * as anything else is tracked or the page goes away.
   */
  observe(action: string, props: Record<string, unknown>, observer: Observer, late?: boolean): void;
  /** A page was shown without a new document: campaign and address are read again. `previous` was shown before. */
  moved(previous: string): void;
}

export interface TrackerOptions {
  /** Where batches go: an absolute http(s) address, or a path on this origin beginning with `/`. */
  endpoint: string;
  /** In place of an endpoint: what turns events into requests, such as `hellotext()`. */
  destination?: { readonly name: string; readonly prefix: string };
  /** Send cookies to the endpoint, which must then answer with the exact origin and allow credentials. Default `false`. */
  credentials?: boolean;
  /** Session to use where the address brings none: 8–64 characters of `A–Z a–z 0–9 _ -`. */
  session?: string;
  /** Make a session where there is none. Default `true`. */
  autoGenerateSession?: boolean;
  /** `false` for no page views at all, or which address changes count. Default `true`. */
  pageViews?: boolean | PageViewOptions;
  /** Observe elements marked with `data-vitrina-track`. Default `true`. */
  clicks?: boolean;
  /** `pending` keeps everything in memory, `denied` does nothing at all; or who knows the answer. Default `granted`. */
  consent?: Consent | ConsentSource;
  cookie?: CookieOptions;
  /** How long what follows a first event is gathered, in ms. Default 1000. */
  flushAfter?: number;
  /** Events in a batch, at most 100. Default 20. */
  batchSize?: number;
  /** Further query parameters to remove from addresses, or a function from address to address. */
  redact?: string[] | ((url: string) => string);
  /** Changes an event before it is queued, or drops it by returning nothing. One that throws drops the event. */
  transform?: (event: TrackedEvent) => TrackedEvent | undefined | void;
  /** Features to add. Default of `vitrina`: pages and clicks; of `createTracker`: none. */
  plugins?: Plugin[];
  /** Say in the console what is done and what looks wrong. Default `false`. */
  debug?: boolean;
}

export interface CookieOptions {
  /** Begin of the names of cookies and query parameters. Default `vitrina_`. */
  prefix?: string;
  /** Default: the widest domain that the browser accepts. */
  domain?: string;
  /** Days until a cookie ends, counted from the last visit. Default 400, the most that browsers allow. */
  days?: number;
}

/** One tracker of one business. */
export interface Tracker {
  /**
   * Tells that something was done. Never throws and never rejects.
   * @param action `object.verb`, lower case, digits and `_`, at most 100 characters
   * @param props plain JSON, copied at the call
   * @returns what became of the event, within 3 seconds in any case
   */
  track<A extends Action>(action: A, ...props: TrackArguments<A>): Promise<Response>;
  /**
   * Tells who the visitor is. Has effect at once, for the events that follow; remembered in a cookie when the endpoint has
   * accepted it, and withdrawn if it refuses. The same again is not sent. Never throws and never rejects.
   * @param userId the shop's id of the customer, no e-mail address
   * @param traits plain JSON; `source` names the system that knows the id
   */
  identify(userId: string | number, traits?: Record<string, unknown>): Promise<Response>;
  /** Forgets the user and keeps the session, as when a customer logs out. */
  forget(): void;
  /** Forgets user, session, campaign and all events that are not sent yet, and begins a new session. */
  reset(): void;
  /** Grants or withdraws the visitor's consent. */
  consent(answer: 'granted' | 'denied'): void;
  /** Sends what is queued now; settles when the endpoint has answered or could not be reached. Never rejects. */
  flush(): Promise<void>;
  /**
   * Listens. The last `session-set`, `utm-set` and `consent-set` are told to a late listener too.
   * @throws TypeError for a name that is none of `Signals`
   */
  on<N extends keyof Signals>(name: N, callback: (...values: Signals[N]) => void): Stop;
  removeEventListener<N extends keyof Signals>(name: N, callback: (...values: Signals[N]) => void): void;
  /** The identifier of this visitor's browser; `undefined` before the start and without consent. */
  readonly session: string | undefined;
  /** The user that was identified; `undefined` for a visitor that nobody knows by name. */
  readonly user: User | undefined;
  /**
   * The address, absolute, with the session in it, for a link to another domain of the same shop. Valid for two minutes.
   * Unchanged where there is no session, and for what is no http address.
   */
  decorate(url: string | URL): string;
  /** Removes every listener and timer. Stored events are sent by the next page. */
  stop(): void;
}

/** The tracker of the page. */
export interface Vitrina extends Tracker {
  /**
   * Starts the tracker. Never throws. Again with the same id it only takes over `consent`; after `stop()` it starts anew.
   * @param businessId the shop's public id
   * @returns settles when started; rejects with a TypeError on a wrong id or option, never because of the network
   */
  initialize(businessId: string, options?: Partial<TrackerOptions>): Promise<void>;
  readonly isInitialized: boolean;
}
