import type { Transport } from '../base/env.js';
import { byteLength } from '../base/json.js';
import { LIBRARY } from '../base/library.js';
import { log } from '../base/log.js';
import { createDelivery } from '../delivery/delivery.js';
import type { Entry } from '../delivery/entry.js';
import { IDENTIFIED, toAddress, toEvent } from '../events/to-event.js';
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

const LARGEST_EVENT = 256 * 1024;
/** Cookies are renewed after the work that the visitor waits for, in ms. */
const COOKIES_AFTER = 300;

/** In preview everything works, and nothing is sent. */
const silent: Transport = { send: async () => ({ status: 200, body: null }), beacon: () => true };

/** From a call to the endpoint, with all that needs cookies, storage or the network. */
export const startPipeline = (
  { businessId, options, env, uuid, signals: { emit, isHeard }, answers, answered, given, warn }: Context,
  jar: Jar,
) => {
  const { transform, endpoint } = options;
  const { prefix } = jar;
  const user = createUser(jar, env.storage, `vitrina:1:${businessId}:~user`, emit);
  const identity = createIdentity(jar, env, uuid, given, !!user.get(), options.autoGenerateSession !== false, emit);
  const redact = createRedactor(options.redact, prefix, () => location.href);
  const destination = options.destination as Destination | undefined;
  const isPreview = new URLSearchParams(location.search).has(`${prefix}preview`);
  const toTransport = () => {
    const target = new URL(endpoint, location.href);
    target.searchParams.set('b', businessId);
    return isPreview ? silent : env.transport(target.href, !!options.credentials);
  };

  /** Tells everybody who waits what became of an event. */
  const end = (
    { id, action, text, stored }: Pick<Entry, 'id' | 'action' | 'text' | 'stored'>,
    fields: Partial<Response>,
    reason?: DropReason,
    errors: ProblemReport[] = [],
  ) => {
    if (reason && !errors[0]) {
      errors = [{ type: reason, parameter: 'event', description: `${action} was dropped: ${reason}` }];
    }
    const response = toResponse({ id, stored, succeeded: !reason, failed: !!reason, errors, ...fields });
    answers.give(id, response);
    if (action === IDENTIFIED) user.settle(id, !reason);
    if (!isHeard(reason ? 'dropped' : 'delivered')) return;
    const event = JSON.parse(text) as TrackedEvent;
    if (reason) emit('dropped', event, reason, errors);
    else emit('delivered', event, response);
  };

  // `Intl` takes long at its first use (100 ms on a slow phone, 2026-11), so it is asked after the first request.
  let timezone = (globalThis as { Temporal?: { Now: { timeZoneId: () => string } } }).Temporal?.Now.timeZoneId();

  let hasComplained = false;
  const onWrong = (status: number) => {
    if (!hasComplained) {
      const where = destination?.name ?? endpoint;
      log(`${where} answered ${status}: check the address and the business id "${businessId}"; events are kept`);
    }
    hasComplained = true;
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
      onEnd: end,
      onWrong,
    }) ??
    createDelivery(
      env,
      businessId,
      toTransport(),
      options,
      () => ({
        v: 1,
        business: businessId,
        library: LIBRARY,
        session: identity.session(),
        locale: navigator.language,
        timezone,
        consent: answered(),
      }),
      end,
      onWrong,
    );

  let saving: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    clearTimeout(saving);
    saving = undefined;
    identity.save();
    timezone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  };

  const enqueue = (event: TrackedEvent) => {
    const { id, action } = event;
    let text = JSON.stringify(event);
    let reason: DropReason | undefined;
    if (transform) {
      reason = 'transform';
      try {
        const changed = transform(event);
        if (changed) {
          text = JSON.stringify({ ...changed, id });
          reason = undefined;
        }
      } catch (error) {
        warn(error);
      }
    }
    // A character has three bytes at most.
    if (text.length > LARGEST_EVENT / 3 && byteLength(text) > LARGEST_EVENT) reason ??= 'too_large';
    if (reason) return end({ id, action, text, stored: false }, {}, reason);
    delivery.add(id, action, text);
    if (isHeard('event')) emit('event', JSON.parse(text) as TrackedEvent);
    saving ??= setTimeout(save, COOKIES_AFTER);
  };

  let seen = '';
  let address = toAddress('');
  let referrer = redact(document.referrer);

  return {
    delivery,
    identity,
    user,
    save,
    isStored: (id: string) => env.storage.get(`vitrina:1:${businessId}:${id}`),
    /** Makes a call an event and sends it on its way. */
    accept(call: Call, seq: number, href: string, title: string) {
      // Addresses are worked over once, not at each event.
      if (href !== seen) address = toAddress(redact((seen = href)));
      const { user: named } = call;
      if (named) {
        const hash = toFingerprint({ ...named, session: identity.session(), traits: JSON.parse(call.props).traits });
        const same = user.known(hash);
        if (same) {
          const { event } = same;
          if (!event) return answers.give(call.id, toResponse({ succeeded: true }));
          // One of an earlier page may be lost, and is said anew.
          if (answers.follow(call.id, event)) return;
        }
        // In a preview nobody learns it, so later pages have to say it again.
        user.identify(call.id, named, isPreview ? '' : hash);
      }
      enqueue(
        toEvent(
          call,
          seq,
          identity.fields(referrer, location.origin),
          { ...address, title: redactText(title), referrer },
          user.get(),
          redact,
        ),
      );
    },
    stop(isSilent: boolean) {
      if (!isSilent) save();
      clearTimeout(saving);
      delivery.stop(isSilent);
    },
    /** `previous` was shown before: what follows has it as its referrer. */
    moved(previous: string) {
      referrer = redact(previous);
    },
  };
};

export type Pipeline = ReturnType<typeof startPipeline>;
