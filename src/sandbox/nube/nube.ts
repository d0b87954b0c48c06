import { isObject } from '../../base/json.js';
import { log } from '../../base/log.js';
import type { Fact } from '../../facts/fact.js';
import type { Values } from '../../facts/values.js';
import type { Consent, ConsentSource, Stop } from '../../types/tracker.js';
import type { CreateSandboxDestination } from '../destination.js';
import { sandboxEnv } from '../env.js';
import { isAddress, readAccount, readConsent } from '../read-account.js';
import type { ShopMemory } from '../shop-memory.js';
import { toActions } from '../to-actions.js';
import type { Action } from '../to-actions.js';
import { createSandboxTracker } from '../tracker.js';
import type { NubeApi } from './api.js';
import { compareCart } from './cart-changes.js';
import { readCart, readOrder, readPage, readProduct, readStep, toLines } from './map-state.js';

/** The options of an app of NubeSDK. */
export interface NubeOptions {
  /** The shop's public id. Default: the app's setting of that name, or `id` in the query of the app's own address. */
  businessId: string;
  /** Where batches go, absolute. Default: the app's setting, or `endpoint` in that query, or `/v1/events` on the script's host. */
  endpoint: string;
  /** Where events go in place of an endpoint: `hellotext` of `vitrina/hellotext/sandbox`. It gets all settings. */
  destination?: CreateSandboxDestination;
  /**
   * `pending` keeps all events in memory, `denied` does nothing. Or a source of the answer. Default: the app's setting, or `consent`
   * in that query, or `granted`.
   */
  consent?: Consent | ConsentSource;
  /** Further query parameters to remove from addresses. As a list, or with commas. */
  redact?: string | string[];
}

const PLATFORM = 'tiendanube';

/** The settings of the app, and those in the address of its script. The app's settings come first. */
const readSettings = (nube: NubeApi): Values => {
  const found: Values = {};
  const { __APP_DATA__: app } = globalThis as { __APP_DATA__?: { script?: string } };
  if (app?.script) {
    found.endpoint = app.script;
    if (isAddress(app.script)) {
      const { origin, searchParams } = new URL(app.script);
      Object.assign(found, { endpoint: `${origin}/v1/events` }, Object.fromEntries(searchParams));
      found.businessId = found.id;
    }
  }
  for (const [name, setting] of Object.entries(nube.getAppSettings?.() ?? {})) {
    if (isObject(setting) && setting.value) found[name] = setting.value;
  }
  return found;
};

/**
 * Observes a shop through NubeSDK. Returns a function that ends it.
 * @param options override the app's settings
 * @param env the sandbox's environment; tests pass their own
 * @example
 * ```ts
 * import { startNube } from 'vitrina/nube';
 * import type { NubeApi } from 'vitrina/nube';
 *
 * export const App = (nube: NubeApi) => {
 *   startNube(nube, { businessId: 'xy76ks', endpoint: 'https://events.example.com/v1/events' });
 * };
 * ```
 */
export const startNube = (nube: NubeApi, options?: Partial<NubeOptions>, env = sandboxEnv()): Stop => {
  const settings = readSettings(nube);
  const account = readAccount({ ...settings, ...options });
  if (!account) return () => {};
  const area = nube.getBrowserAPIs().asyncLocalStorage;
  const tracker = createSandboxTracker(
    {
      area,
      visitor: {
        isShared: false,
        get: (name) => area.getItem(name),
        set: (name, value) => (value ? area.setItem(name, value) : area.removeItem(name)),
      },
      env,
      platform: PLATFORM,
      landing: readPage(nube.getState() as Values)?.url ?? 'https://shop.invalid/',
    },
    account,
    readConsent(options?.consent ?? settings.consent),
  );

  const observe = (state: Values, readActions: (memory: ShopMemory, report: (fact: Fact) => Action[]) => Action[]) => {
    const page = readPage(state);
    if (!page) return;
    const context = { address: page.url, platform: PLATFORM };
    tracker.observe({
      page,
      at: env.now(),
      actions: (memory) => readActions(memory, (fact) => toActions(fact, memory, context)),
    });
  };
  const reportFact = (state: Values, fact: Fact) => observe(state, (_memory, report) => report(fact));

  let shown: string | undefined;
  let product: string | undefined;
  const view = (state: Values) => {
    const url = readPage(state)?.url.replace(/#.*/, '');
    if (!url) return;
    if (url !== shown) {
      shown = url;
      product = undefined;
      observe(state, () => [['page.viewed', {}]]);
    }
    // The page's data may be loaded after its address has changed.
    const fact = readProduct(state);
    const reference = fact?.lines?.[0]?.product.reference;
    if (!fact || reference === product) return;
    product = reference;
    reportFact(state, fact);
  };
  const compare = (state: Values, isRemoval?: boolean) => {
    const fact = readCart(state);
    const change = isRemoval === undefined ? undefined : { isRemoval, lines: toLines(state.eventPayload) };
    const at = env.now();
    observe(state, (memory, report) => {
      const [added, removed] = compareCart(fact, memory, PLATFORM, at, change);
      const each = (type: Fact['type'], lines: typeof added) =>
        lines.flatMap((line) => report({ ...fact, type, lines: [line], total: undefined }));
      return [...each('cart.added', added), ...each('cart.removed', removed)];
    });
  };
  const leave = () => tracker.leave('hidden');

  const listeners: Record<string, (state: Values) => void> = {
    'page:loaded': view,
    'location:updated': view,
    'cart:update': (state) => compare(state),
    'cart:add:success': (state) => compare(state, false),
    'cart:remove:success': (state) => compare(state, true),
    'cart:view': (state) => reportFact(state, readCart(state, 'cart.viewed')),
    // Sent at each step of the checkout, also at the last one.
    'checkout:ready': (state) =>
      readStep(state) !== 'success' && reportFact(state, readCart(state, 'checkout.started')),
    'checkout:success': (state) => reportFact(state, readOrder(state)),
    'page:visibility_change': leave,
    'page:exit_intent': leave,
  };
  const undo: Stop[] = [];
  /** Keeps our exceptions away from the shop. (`quietly` would do the same, and make this file larger.) */
  const guard = (listener: (state: Values) => void) => (state: unknown) => {
    try {
      if (isObject(state)) listener(state);
    } catch {
      // A state of unknown form.
    }
  };
  guard((state) => {
    view(state);
    compare(state);
  })(nube.getState());
  for (const [event, listener] of Object.entries(listeners)) {
    const guarded = guard(listener);
    nube.on(event as never, guarded);
    undo.push(() => nube.off(event as never, guarded));
  }
  return () => {
    for (const stop of undo) stop();
    tracker.stop();
  };
};

/**
 * Makes an app for NubeSDK with options of its own, which override the app's settings.
 * @example
 * ```ts
 * import { createApp } from 'vitrina/nube';
 *
 * export const App = createApp({ businessId: 'xy76ks', endpoint: 'https://events.example.com/v1/events' });
 * ```
 */
export const createApp =
  (options?: Partial<NubeOptions>) =>
  (nube: NubeApi): void => {
    try {
      startNube(nube, options);
    } catch (error) {
      // NubeSDK itself may fail. The exception must not reach the app's worker.
      log(error);
    }
  };

/**
 * The app that NubeSDK loads by this name, with the settings that the shop has given it.
 * @example
 * ```ts
 * export { App } from 'vitrina/nube';
 * ```
 */
export const App = createApp();
