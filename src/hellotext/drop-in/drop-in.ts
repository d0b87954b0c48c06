import { stringify } from '../../base/json.js';
import { checkOptions } from '../../tracker/check-options.js';
import type { Response, Stop, TrackerOptions, UtmParams, Vitrina } from '../../types/tracker.js';
import { isSession } from '../../visitor/session.js';
import { toUtm } from '../event-body.js';
import { hellotext } from '../hellotext.js';
import type { HellotextOptions } from '../hellotext.js';
import { createMissingParts } from './missing-parts.js';
import type { MissingPart } from './missing-parts.js';
import { toHellotextResponse } from './response.js';
import type { HellotextResponse } from './response.js';

/** The tracker as the drop-in uses it: `Vitrina`, with untyped options and actions. */
export interface Core extends Omit<Vitrina, 'initialize' | 'track'> {
  initialize(businessId: string, options: Record<string, unknown>): Promise<void>;
  track(action: string, props: Record<string, unknown>): Promise<Response>;
}

/** The options of Hellotext.js, of the destination, and of `vitrina.initialize`. */
export interface HellotextConfig
  extends HellotextOptions, Omit<Partial<TrackerOptions>, 'endpoint' | 'credentials' | 'session' | 'forms'> {
  session?: string | null;
  /** Not part of this package. Logs a warning if it is set. */
  forms?: unknown;
  webchat?: unknown;
  whatsappWidget?: unknown;
  /** Ignored, because it concerns missing parts only. */
  locale?: string;
  actionCableUrl?: string;
}

/** The events of Hellotext.js, each with the part that emits it. */
const EVENTS: Record<string, MissingPart | 'tracker'> = {
  'session-set': 'tracker',
  'utm-set': 'tracker',
  'forms:collected': 'forms',
  'form:completed': 'forms',
  'cart.added': 'webchat',
  'webchat:mounted': 'webchat',
  'webchat:opened': 'webchat',
  'webchat:closed': 'webchat',
  'webchat:message:sent': 'webchat',
  'webchat:message:received': 'webchat',
};

type Listener = (value: never) => void;

/** A listener's argument. An object also converts to JSON text, because Hellotext.js passes text. */
const toPayload = (value: string | UtmParams) =>
  typeof value === 'string'
    ? value
    : Object.defineProperty({ ...value }, 'toString', { value: () => stringify(value), enumerable: false });

/** Adds a scheme to `url`, because the example of Hellotext.js has none and would be read as a path of this shop. */
const withScheme = (params: Record<string, unknown>): Record<string, unknown> => {
  try {
    const { url } = params;
    if (typeof url === 'string' && /^www\./i.test(url)) return { ...params, url: `https://${url}` };
  } catch {
    // The tracker reports parameters that cannot be read.
  }
  return params;
};

/** Creates the tracking part of Hellotext.js, with the same names. */
export const createHellotext = (core: Core) => {
  const missing = createMissingParts();
  const listeners = new Map<string, Map<Listener, Stop>>();
  let businessId: string | undefined;
  /** The session that was last passed to `initialize`. The tracker may use a link's session instead. */
  let requestedSession: string | undefined;

  const check = (event: string) => {
    const part = Object.prototype.hasOwnProperty.call(EVENTS, event) ? EVENTS[event] : undefined;
    if (part) return part;
    const error = new TypeError(`"${event}" is no event; use one of ${Object.keys(EVENTS).join(', ')}`);
    throw Object.assign(error, { name: 'InvalidEvent' });
  };

  return {
    /**
     * Starts tracking. Never throws, and `track` works at once. Page views are sent only with the option `pageViews`, since an
     * app that was written for Hellotext.js sends its own.
     * @returns a promise that rejects with a TypeError if the id or an option is wrong, never because of the network
     */
    async initialize(id: string, config?: HellotextConfig | null): Promise<void> {
      const { apiRoot, resend, session, forms, webchat, whatsappWidget, locale, actionCableUrl, ...options } =
        config ?? {};
      void [locale, actionCableUrl];
      if (forms) missing.warn('forms');
      if (webchat) missing.warn('webchat');
      if (whatsappWidget) missing.warn('whatsapp');
      const destination = hellotext({ apiRoot, resend });
      const wanted = isSession(session) ? session : undefined;
      const { pageViews = false, clicks = false } = options;
      const trackerOptions = { ...options, pageViews, clicks, session: wanted, destination };
      // Hellotext.js may be initialized again with another business or session.
      if (core.isInitialized && (businessId !== id || (wanted && wanted !== requestedSession))) {
        // Check the options first, so that a mistake does not stop the running tracker.
        checkOptions(id, trackerOptions);
        core.stop();
      }
      businessId = id;
      requestedSession = wanted ?? requestedSession;
      await core.initialize(id, trackerOptions);
    },
    /** Tracks an action, also before `initialize`. Never throws and never rejects. */
    async track(action: string, params?: Record<string, unknown> | null): Promise<HellotextResponse> {
      return toHellotextResponse(await core.track(action, withScheme(params ?? {})));
    },
    /** Identifies the visitor. Never throws and never rejects. */
    async identify(externalId: string | number, options?: Record<string, unknown> | null): Promise<HellotextResponse> {
      return toHellotextResponse(await core.identify(externalId, options ?? {}));
    },
    /** Forgets the user and keeps the session. */
    forget: (): void => core.forget(),
    /**
     * Subscribes to an event; returns a function that unsubscribes.
     * @throws an `InvalidEvent` if Hellotext.js has no event of that name
     */
    on(event: string, callback: Listener): Stop {
      const part = check(event);
      if (part !== 'tracker') missing.warn(part);
      const stops = listeners.get(event) ?? new Map<Listener, Stop>();
      listeners.set(event, stops);
      if (part === 'tracker' && !stops.has(callback)) {
        const onSignal = (value: string | UtmParams) =>
          // Do not report a campaign that Hellotext would ignore.
          (typeof value === 'string' || toUtm(value).source) && callback(toPayload(value) as never);
        // `core.on` may call the listener at once, and the listener may remove itself.
        stops.set(callback, () => {});
        const stop = core.on(event as 'session-set' | 'utm-set', onSignal as never);
        if (stops.has(callback)) stops.set(callback, stop);
        else stop();
      }
      return () => {
        stops.get(callback)?.();
        stops.delete(callback);
      };
    },
    /** @throws an `InvalidEvent` if Hellotext.js has no event of that name */
    removeEventListener(event: string, callback: Listener): void {
      check(event);
      listeners.get(event)?.get(callback)?.();
      listeners.get(event)?.delete(callback);
    },
    /** Not in Hellotext.js: grants or withdraws the visitor's consent. */
    consent: (answer: 'granted' | 'denied'): void => core.consent(answer),
    /** Not in Hellotext.js: removes every listener and timer. */
    stop: (): void => core.stop(),
    get session(): string | undefined {
      return core.session;
    },
    get isInitialized(): boolean {
      return core.isInitialized;
    },
    /** Not part of this package. Any call on it logs one warning and does nothing. */
    forms: missing.placeholder('forms'),
    webchat: missing.placeholder('webchat'),
    whatsapp: missing.placeholder('whatsapp'),
  };
};

/** The calls of Hellotext.js that this object answers. */
export type Hellotext = ReturnType<typeof createHellotext>;
