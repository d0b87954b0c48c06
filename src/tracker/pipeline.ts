import type { Transport } from '../base/env.js';
import { byteLength } from '../base/json.js';
import { keyPrefix } from '../base/storage-keys.js';
import { createComplaint, createEndpointDelivery } from '../delivery/endpoint-delivery.js';
import type { SettledEvent } from '../delivery/queued-event.js';
import { IDENTIFIED, toAddress, toEventJson } from '../events/to-event.js';
import type { Call } from '../events/to-event.js';
import { createRedactor } from '../privacy/create-redactor.js';
import { redactText } from '../privacy/redact-url.js';
import type { DropReason, ProblemReport, Response, TrackedEvent } from '../types/tracker.js';
import { toFingerprint } from '../visitor/fingerprint.js';
import { createIdentity } from '../visitor/identity.js';
import type { Jar } from '../visitor/jar.js';
import { createUser } from '../visitor/user.js';
import type { Context } from './context.js';
import type { Destination } from './destination.js';
import { toResponse } from './pending-responses.js';

const MAX_EVENT_BYTES = 256 * 1024;
/** Cookies are renewed after the work that the visitor waits for. */
const SAVE_DELAY_MS = 300;
/** `Intl` takes 100 to 200 ms at its first use on a slow phone (Chromium and Firefox, 2026-11), so it is asked once a visit. */
const ZONE_DELAY_MS = 5_000;

/** In preview everything works, and nothing is sent. */
const silent: Transport = { send: async () => ({ status: 200, body: null }), beacon: () => true };

/** From a call to the endpoint, with all that needs cookies, storage or the network. */
export const startPipeline = (
  { businessId, options, env, uuid, signals: { emit, isHeard }, responses, answered, given, warn }: Context,
  jar: Jar,
) => {
  const { transform, endpoint } = options;
  const { prefix } = jar;
  const keys = keyPrefix(businessId);
  const user = createUser(jar, env.storage, `${keys}~user`, emit);
  const identity = createIdentity({
    jar,
    now: env.now,
    uuid,
    given,
    isUser: !!user.get(),
    autoGenerate: options.autoGenerateSession !== false,
    emit,
  });
  const redact = createRedactor(options.redact, prefix, () => location.href);
  const destination = options.destination as Destination | undefined;
  const { search, href } = location;
  const isPreview = !!search && new URLSearchParams(search).has(`${prefix}preview`);

  /** Tells everybody who waits what became of an event. */
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
    createEndpointDelivery({
      env,
      businessId,
      // A relative address is meant from the page, whatever its `<base>` says. `URL` takes 2 ms at its first use.
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
    });

  let isNewVisitor = !identity.before;
  let zoneTimer: ReturnType<typeof setTimeout> | undefined;
  const findTimezone = () => {
    const { Temporal } = window as { Temporal?: { Now: { timeZoneId: () => string } } };
    identity.save(Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  };

  let saving: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    clearTimeout(saving);
    saving = undefined;
    identity.save();
  };

  const enqueue = (id: string, action: string, json: string) => {
    let reason: DropReason | undefined;
    if (transform) {
      reason = 'transform';
      try {
        const changed = transform(JSON.parse(json) as TrackedEvent);
        if (changed) {
          json = JSON.stringify({ ...changed, id });
          reason = undefined;
        }
      } catch (error) {
        warn(error);
      }
    }
    // A character has three bytes at most.
    if (json.length > MAX_EVENT_BYTES / 3 && byteLength(json) > MAX_EVENT_BYTES) reason ??= 'too_large';
    if (reason) return end({ id, action, json, stored: false }, {}, reason);
    delivery.add(id, action, json);
    if (isHeard('event')) emit('event', JSON.parse(json) as TrackedEvent);
    // A new visitor's visit is written in the same task as the session.
    if (isNewVisitor) save();
    else if (identity.isDue()) saving ??= setTimeout(save, SAVE_DELAY_MS);
    isNewVisitor = false;
    if (!identity.timezone()) zoneTimer ??= setTimeout(findTimezone, ZONE_DELAY_MS);
  };

  let referrer = redact(document.referrer);
  let seen = '';
  let address = toAddress('');

  return {
    delivery,
    identity,
    user,
    save,
    isStored: (id: string) => env.storage.get(keys + id),
    /** Makes a call an event and sends it on its way. */
    accept(call: Call, seq: number, href: string, title: string) {
      const { id, action, user: named } = call;
      if (named) {
        const hash = toFingerprint({ ...named, session: identity.session(), traits: JSON.parse(call.props).traits });
        const same = user.known(hash);
        if (same) {
          const { event } = same;
          if (!event) return responses.resolve(id, toResponse({ succeeded: true }));
          // One of an earlier page may be lost, and is said anew.
          if (responses.resolveWith(id, event)) return;
        }
        // Preview sends nothing, so do not store the fingerprint: the next page must identify again.
        user.identify(id, named, isPreview ? '' : hash);
      }
      // Addresses are worked over once, not at each event.
      if (href !== seen) address = toAddress(redact((seen = href)));
      const page = { ...address, title: redactText(title), referrer };
      const head = { ...identity.fields(referrer, location.origin), page };
      enqueue(id, action, toEventJson(call, seq, head, user.get(), redact));
    },
    forget: user.forget,
    reset() {
      delivery.clear('reset');
      user.forget();
      given.link = undefined;
      identity.reset();
    },
    /** Takes over what other tabs have changed meanwhile, and does what could wait. */
    catchUp() {
      identity.refresh();
      user.refresh();
      if (saving) save();
    },
    stop(isSilent: boolean) {
      if (!isSilent) save();
      clearTimeout(saving);
      clearTimeout(zoneTimer);
      delivery.stop(isSilent);
    },
    /** `previous` was shown before: what follows has it as its referrer. */
    moved(previous: string) {
      referrer = redact(previous);
    },
  };
};

export type Pipeline = ReturnType<typeof startPipeline>;
