import type { Transport } from '../base/env.js';
import { keyPrefix } from '../base/storage-keys.js';
import { findTimezone } from '../browser/find-timezone.js';
import { createComplaint } from '../delivery/complaint.js';
import { createDelivery } from '../delivery/delivery.js';
import type { SettledEvent } from '../delivery/queued-event.js';
import { IDENTIFIED, toEventJson } from '../events/to-event.js';
import type { Call } from '../events/to-event.js';
import { createRedactor } from '../privacy/create-redactor.js';
import type { DropReason, ProblemReport, Response, TrackedEvent } from '../types/tracker.js';
import { toFingerprint } from '../visitor/fingerprint.js';
import { createIdentity } from '../visitor/identity.js';
import type { Jar } from '../visitor/jar.js';
import { createUser } from '../visitor/user.js';
import { applyTransform } from './apply-transform.js';
import type { Context } from './context.js';
import { createCurrentPage } from './current-page.js';
import type { Destination } from './destination.js';
import { toResponse } from './pending-responses.js';

/** Cookies are renewed after this delay, because the page's own work comes first. */
const SAVE_DELAY_MS = 300;
/** The time zone is looked up once per visit, after this delay. */
const ZONE_DELAY_MS = 5_000;

/** The transport of a preview: it sends nothing, and every request succeeds. */
const silent: Transport = { send: async () => ({ status: 200, body: null }), beacon: () => true };

/** Starts the pipeline that turns calls into events and delivers them. Uses cookies, storage and the network at once. */
export const startPipeline = (context: Context, jar: Jar) => {
  const { businessId, options, env, signals, responses, answered, given, warn } = context;
  const { emit, isHeard } = signals;
  // Not used with a destination.
  const endpoint = options.endpoint as string;
  const keys = keyPrefix(businessId);
  const user = createUser(jar, env.storage, `${keys}~user`, emit);
  const identity = createIdentity(context, jar, !!user.get(), () =>
    delivery.isWaiting?.() ||
    env.storage.get(`${keys}~user`) ||
    ['consent', 'session', 'visit', 'utm', 'user'].some(jar.readFallback)
      ? undefined
      : businessId,
  );
  const redact = createRedactor(options.redact, jar.prefix, () => location.href);
  const destination = options.destination as Destination | undefined;
  const { search, href } = location;
  const isPreview = !!search && new URLSearchParams(search).has(`${jar.prefix}preview`);

  /** Reports the outcome of an event to its call, to the user's store and to subscribers. */
  const end = (
    { id, action, json, stored }: SettledEvent,
    fields: Partial<Response>,
    reason?: DropReason,
    errors: ProblemReport[] = [],
  ) => {
    if (reason && !errors[0]) {
      errors = [{ type: reason, parameter: 'event', description: `${action} was dropped: ${reason}` }];
    }
    const response = toResponse({ id, stored, succeeded: !reason, failed: !!reason, errors, ...fields });
    responses.resolve(id, response);
    if (action === IDENTIFIED) user.acknowledge(id, !reason);
    if (!isHeard(reason ? 'dropped' : 'delivered')) return;
    const event = JSON.parse(json) as TrackedEvent;
    if (reason) emit('dropped', event, reason, errors);
    else emit('delivered', event, response);
  };

  const delivery =
    destination?.createDelivery({
      env,
      businessId,
      jar,
      session: identity.session,
      knownSession: identity.before,
      utm: identity.utm,
      isPreview,
      onSettled: end,
      onWrong: createComplaint(destination.name, businessId),
    }) ??
    createDelivery({
      env,
      businessId,
      // A relative address is relative to the page, not to its `<base>`. The first use of `URL` takes 2 ms.
      endpoint: /^https?:/.test(endpoint) ? endpoint : new URL(endpoint, href).href,
      transport: (address) => (isPreview ? silent : env.transport(address, !!options.credentials)),
      options,
      sender: () => ({
        session: identity.session(),
        locale: navigator.language,
        timezone: identity.timezone(),
        consent: answered(),
      }),
      onSettled: end,
      onWait: identity.mark,
    });

  let isFresh = true;
  let isNewVisitor = !identity.before;
  let zoneTimer: ReturnType<typeof setTimeout> | undefined;
  const keepTimezone = () => identity.save('force', findTimezone());

  let lateTimer: ReturnType<typeof setTimeout> | undefined;
  /** Lets storage be read from now on, and stores the events that were sent before. */
  const useStorage = () => {
    if (!jar.isStorageIdle()) return;
    jar.useStorage();
    delivery.store?.();
    user.refresh();
  };

  let saving: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    useStorage();
    clearTimeout(saving);
    saving = undefined;
    identity.save();
  };

  const enqueue = (id: string, action: string, eventJson: string, isFirst: boolean) => {
    const [json, reason] = applyTransform(id, eventJson, options.transform, warn);
    if (reason) return end({ id, action, json, stored: false }, {}, reason);
    delivery.add(id, action, json, isFirst);
    // Storage takes 6 ms on a slow phone, and much longer if other scripts store much (Chromium 156, 2026-11).
    if (isFirst) lateTimer = setTimeout(useStorage);
    if (isHeard('event')) emit('event', JSON.parse(json) as TrackedEvent);
    // The visit of a new visitor is written in the same task as the session.
    if (isNewVisitor) save();
    else if (identity.isDue()) saving ??= setTimeout(save, SAVE_DELAY_MS);
    isNewVisitor = false;
    if (!identity.timezone()) zoneTimer ??= setTimeout(keepTimezone, ZONE_DELAY_MS);
  };

  const currentPage = createCurrentPage(redact);

  return {
    delivery,
    identity,
    user,
    save,
    useStorage,
    isStored: (id: string) => env.storage.get(keys + id),
    /** Makes a call an event and passes it to delivery. */
    accept(call: Call, seq: number, href: string, title: string) {
      const { id, action, observer, user: named } = call;
      // The automatic page view may be sent first and stored in the next task, if storage need not be read.
      const isFirst = isFresh && observer === 'page' && jar.isStorageIdle();
      isFresh = false;
      if (!isFirst) useStorage();
      if (named) {
        const hash = toFingerprint({ ...named, session: identity.session(), ...JSON.parse(call.props) });
        const same = user.known(hash);
        if (same) {
          const { event } = same;
          if (!event) return responses.resolve(id, toResponse({ succeeded: true }));
          // An event of an earlier page may be lost. If it is not stored, identify again.
          if (responses.resolveWith(id, event)) return;
        }
        // Preview sends nothing, so do not store the fingerprint: the next page must identify again.
        user.identify(id, named, isPreview ? '' : hash);
        identity.mark();
      }
      const page = currentPage.read(href, title);
      const head = { ...identity.fields(page.referrer, location.origin), page };
      enqueue(id, action, toEventJson(call, seq, head, user.get(), redact), isFirst);
    },
    forget: user.forget,
    reset() {
      delivery.clear('reset');
      user.forget();
      given.link = undefined;
      identity.reset();
    },
    /** Takes over what other tabs have changed, and saves the visit now if that is scheduled. */
    catchUp() {
      useStorage();
      identity.refresh();
      user.refresh();
      if (saving) save();
    },
    stop(options: { write: boolean }) {
      if (options.write) save();
      [saving, zoneTimer, lateTimer].forEach(clearTimeout);
      delivery.stop(options);
    },
    moved: currentPage.moved,
  };
};

export type Pipeline = ReturnType<typeof startPipeline>;
