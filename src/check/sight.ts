import type { Consent } from '../types/tracker.js';

/** What the check looks at, one after the other. */
export type Step = 'first' | 'product' | 'cart';

/** What a script element of Vitrina says. */
export interface SeenTag {
  /** The whole address, with the options in its query. */
  address: string;
  /** Such as `vitrina.storefront.js`. */
  file: string;
  loading: 'async' | 'defer' | 'module' | 'blocking';
  /** The `type` by which a consent tool or an optimiser keeps the browser from running the element. */
  heldBy?: string;
  /** The business id; `undefined` if neither the tag nor `vitrinaConfig` has one. */
  id?: string;
  /** The options as the script reads them. Values that are no JSON are named by their type. */
  options: Record<string, unknown>;
  /** The sentence with which the script refuses an option or the id. */
  refusal?: string;
  /** A sentence for each option that the script does not know. */
  notes: string[];
}

/** One event, without what it says about the visitor. */
export interface SeenEvent {
  id: string;
  action: string;
  observedBy?: string;
  /** What does not fit the catalogue of actions, in sentences that hold no values. */
  problems: string[];
}

/** One request of the page with events. */
export interface SeenRequest {
  endpoint: string;
  /** The whole address. */
  address: string;
  business?: string;
  library?: string;
  events: SeenEvent[];
  /** By `sendBeacon`, which has no answer. */
  isBeacon: boolean;
  /** To Hellotext's API, which was not asked: the check has answered. */
  isHellotext?: boolean;
  status?: number;
  /** What the answer's body is; `redirect` where it leads elsewhere. */
  kind?: 'empty' | 'json' | 'html' | 'other' | 'redirect';
  /** The descriptions of the errors in the answer. */
  errors?: string[];
  /** The answer says that the business is switched off. */
  isOff?: boolean;
  hasFailed?: boolean;
}

/** A request that the page's Content Security Policy has forbidden. */
export interface Violation {
  address: string;
  directive: string;
}

/** What `window.vitrina` is. */
export interface SeenTracker {
  kind: 'none' | 'stub' | 'vitrina' | 'foreign';
  library?: string;
  isInitialized: boolean;
  businesses: string[];
  consent?: Consent;
}

/** What the page holds at one moment. */
export interface Sight {
  address: string;
  tags: SeenTag[];
  tracker: SeenTracker;
  platform?: string;
  requests: SeenRequest[];
  /** Events that wait in the page's storage. */
  queued: SeenEvent[];
  violations: Violation[];
  isProduct: boolean;
  productLink?: string;
  cartLink?: string;
}

/** What the check's own script offers in the page. */
export interface InPage {
  look(): Sight;
  /** Answers the question about consent in this browser. */
  grant(): void;
  /** Asks the endpoint with a batch that holds no event. */
  ask(endpoint: string, business: string, credentials: boolean): Promise<SeenRequest>;
  /** Presses the button that puts the product into the cart, and returns whether there is one. */
  addToCart(): boolean;
}

/** What the check says to its script before the page begins. */
export interface InPageSettings {
  /** The page's events are really sent. */
  isSending: boolean;
}
