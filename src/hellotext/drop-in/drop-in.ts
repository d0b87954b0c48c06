import { checkOptions } from '../../tracker/check-options.js';
import type { Response, Stop, TrackerOptions, UtmParams, Vitrina } from '../../types/tracker.js';
import { isSession } from '../../visitor/session.js';
import { toUtm } from '../event-body.js';
import { hellotext } from '../hellotext.js';
import type { HellotextOptions } from '../hellotext.js';
import { createAbsent } from './missing-parts.js';
import type { Absent } from './missing-parts.js';
import { toHellotextResponse } from './response.js';
import type { HellotextResponse } from './response.js';

/** What the drop-in needs of the tracker beside what `Vitrina` has. */
export interface Core extends Omit<Vitrina, 'initialize' | 'track'> {
  initialize(businessId: string, options: Record<string, unknown>): Promise<void>;
  track(action: string, props: Record<string, unknown>): Promise<Response>;
}

/** Options of Hellotext.js, those of the destination, and those of `vitrina.initialize`. */
export interface HellotextConfig
  extends HellotextOptions, Omit<Partial<TrackerOptions>, 'endpoint' | 'credentials' | 'session' | 'forms'> {
  session?: string | null;
  /** Not part of this package; anything but `false` is a warning. */
  forms?: unknown;
  webchat?: unknown;
  whatsappWidget?: unknown;
  /** Of the parts that are not here. */
  locale?: string;
  actionCableUrl?: string;
}

/** The events of Hellotext.js, and the part that tells of them where it is not the tracker. */
const EVENTS: Record<string, Absent | 'tracker'> = {
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

/** An object that reads as JSON too, since Hellotext.js gives a text. */
const toPayload = (value: string | UtmParams) =>
  typeof value === 'string'
    ? value
    : Object.defineProperty({ ...value }, 'toString', { value: () => JSON.stringify(value), enumerable: false });

/** Hellotext.js's own example of an address has no scheme; as it stands it would be a path of this shop. */
const withScheme = (params: Record<string, unknown>): Record<string, unknown> => {
  try {
    const { url } = params;
    if (typeof url === 'string' && /^www\./i.test(url)) return { ...params, url: `https://${url}` };
  } catch {
    // Whatever cannot be read is answered by the tracker.
  }
  return params;
};

/** The tracking part of Hellotext.js, by its names. */
export const createHellotext = (core: Core) => {
  const absent = createAbsent();
  const listeners = new Map<string, Map<Listener, Stop>>();
  let businessId: string | undefined;
  /** The session that was asked for last; a link's may have gone before it. */
  let asked: string | undefined;

  const check = (event: string) => {
    const part = Object.prototype.hasOwnProperty.call(EVENTS, event) ? EVENTS[event] : undefined;
    if (part) return part;
    const error = new TypeError(`"${event}" is no event; use one of ${Object.keys(EVENTS).join(', ')}`);
    throw Object.assign(error, { name: 'InvalidEvent' });
  };

  return {
    /**
     * Starts tracking. Never throws; `track` works at once. Page views are sent only with the option `pageViews`, since an app
     * that was written for Hellotext.js sends its own.
     * @returns rejects with a TypeError on a wrong id or option, never because of the network
     */
    async initialize(id: string, config?: HellotextConfig | null): Promise<void> {
      const { apiRoot, resend, session, forms, webchat, whatsappWidget, locale, actionCableUrl, ...options } =
        config ?? {};
      void [locale, actionCableUrl];
      if (forms) absent.warn('forms');
      if (webchat) absent.warn('webchat');
      if (whatsappWidget) absent.warn('whatsapp');
      const destination = hellotext({ apiRoot, resend });
      const wanted = isSession(session) ? session : undefined;
      const { pageViews = false, clicks = false } = options;
      const given = { ...options, pageViews, clicks, session: wanted, destination };
      // Hellotext.js takes over another business or session at any time.
      if (core.isInitialized && (businessId !== id || (wanted && wanted !== asked))) {
        // A mistake must not stop what runs.
        checkOptions(id, given);
        core.stop();
      }
      businessId = id;
      asked = wanted ?? asked;
      await core.initialize(id, given);
    },
    /** Tells that something was done; also before `initialize`. Never throws and never rejects. */
    async track(action: string, params?: Record<string, unknown> | null): Promise<HellotextResponse> {
      return toHellotextResponse(await core.track(action, withScheme(params ?? {})));
    },
    /** Tells who the visitor is. Never throws and never rejects. */
    async identify(externalId: string | number, options?: Record<string, unknown> | null): Promise<HellotextResponse> {
      return toHellotextResponse(await core.identify(externalId, options ?? {}));
    },
    /** Forgets the user, keeps the session. */
    forget: (): void => core.forget(),
    /** @throws an `InvalidEvent` for a name that Hellotext.js does not know */
    on(event: string, callback: Listener): Stop {
      const part = check(event);
      if (part !== 'tracker') absent.warn(part);
      const heard = listeners.get(event) ?? new Map<Listener, Stop>();
      listeners.set(event, heard);
      if (part === 'tracker' && !heard.has(callback)) {
        const tell = (value: string | UtmParams) =>
          // What Hellotext takes for no campaign is none.
          (typeof value === 'string' || toUtm(value).source) && callback(toPayload(value) as never);
        // Told at once, it may remove itself.
        heard.set(callback, () => {});
        const stop = core.on(event as 'session-set' | 'utm-set', tell as never);
        if (heard.has(callback)) heard.set(callback, stop);
        else stop();
      }
      return () => {
        heard.get(callback)?.();
        heard.delete(callback);
      };
    },
    /** @throws an `InvalidEvent` for a name that Hellotext.js does not know */
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
    /** Not part of this package: whatever is called on it does nothing but say so once. */
    forms: absent.stand('forms'),
    webchat: absent.stand('webchat'),
    whatsapp: absent.stand('whatsapp'),
  };
};

export type Hellotext = ReturnType<typeof createHellotext>;
