import { toResponse } from './answers.js';
import type { Answers } from './answers.js';
import type { Jar } from './browser/cookies.js';
import { createIdentity, takeParameter } from './browser/identity.js';
import { all, watchPage } from './browser/lifecycle.js';
import { createDelivery } from './core/delivery.js';
import type { Env, Transport } from './core/env.js';
import { toAddress, toEvent } from './core/event.js';
import type { Call } from './core/event.js';
import type { Entry } from './core/queue.js';
import { byteLength } from './core/json.js';
import { redactUrl } from './core/redact.js';
import type { Emit } from './core/signals.js';
import { LIBRARY } from './library.js';
import { say } from './say.js';
import type { DropReason, ProblemReport, Response, TrackedEvent, TrackerOptions } from './types.js';

const LARGEST_EVENT = 256 * 1024;
/** Cookies are renewed after the work that the visitor waits for, in ms. */
const COOKIES_AFTER = 300;

/** In preview everything works, and nothing is sent. */
const silent: Transport = { send: () => Promise.resolve({ status: 200, body: null }), beacon: () => true };

/** A tracker at work: from here on there are cookies, storage and requests. */
export const startEngine = (
  businessId: string,
  options: TrackerOptions,
  env: Env,
  jar: Jar,
  uuid: () => string,
  emit: Emit,
  answers: Answers,
  warn: (message: unknown) => void,
) => {
  const { redact: custom, transform, endpoint } = options;
  const { prefix } = jar;
  const sessionName = `${prefix}session`;
  const given = [takeParameter(sessionName), options.session];
  const identity = createIdentity(jar, env, uuid, given, options.autoGenerateSession !== false, emit);
  const names = [...(Array.isArray(custom) ? custom : []), sessionName].map((name) => name.toLowerCase());
  const redact = (address: string): string => {
    const url = address && redactUrl(address, location.href, names);
    try {
      return typeof custom === 'function' ? String(custom(url)) : url;
    } catch {
      // Rather no address than one that should have been changed.
      return '';
    }
  };
  const target = new URL(endpoint, location.href);
  target.searchParams.set('b', businessId);
  const isPreview = new URLSearchParams(location.search).has(`${prefix}preview`);
  const transport = isPreview ? silent : env.transport(target.href, !!options.credentials);

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
    const event = JSON.parse(text) as TrackedEvent;
    if (reason) emit('dropped', event, reason, errors);
    else emit('delivered', event, response);
  };

  // `Intl` takes long at its first use (100 ms on a slow phone, 2026-11), so it is asked after the first request.
  let timezone = (globalThis as { Temporal?: { Now: { timeZoneId: () => string } } }).Temporal?.Now.timeZoneId();

  const delivery = createDelivery(
    env,
    businessId,
    transport,
    options,
    () => ({
      v: 1,
      business: businessId,
      library: LIBRARY,
      session: identity.session(),
      locale: navigator.language,
      timezone,
    }),
    end,
    (status) => {
      if (!hasComplained) {
        say(`${endpoint} answered ${status}: check the address and the business id "${businessId}"; events are kept`);
      }
      hasComplained = true;
    },
  );
  let hasComplained = false;

  let seq = 0;
  let seen = '';
  let address = { url: '', path: '' };
  let referrer = redact(document.referrer);
  /** A page view that waits for its title; nothing may overtake it. */
  let late: (() => void) | undefined;
  let saving: ReturnType<typeof setTimeout> | undefined;

  const settle = () => {
    const task = late;
    late = undefined;
    task?.();
  };

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
    if (byteLength(text) > LARGEST_EVENT) reason ??= 'too_large';
    if (reason) return end({ id, action, text, stored: false }, {}, reason);
    delivery.add(id, action, text);
    emit('event', JSON.parse(text) as TrackedEvent);
    saving ??= setTimeout(save, COOKIES_AFTER);
  };

  identity.readAddress();
  const stopWatching = watchPage(
    (last) => {
      settle();
      delivery.leave(last);
      save();
    },
    () => {
      identity.refresh();
      delivery.shown();
    },
    delivery.online,
  );

  return {
    isStored: (id: string) => !!delivery.entries.get(id)?.stored,
    session: identity.session,
    /** Makes a call an event and sends it on its way; `isLate` leaves time for the page to set its title. */
    accept(call: Call, isLate?: boolean) {
      settle();
      // Addresses are worked over once, not at each event.
      if (location.href !== seen) address = toAddress(redact((seen = location.href)));
      const page = { ...address, title: document.title, referrer };
      const event = toEvent(call, { seq: ++seq, page, ...identity.fields() }, redact);
      if (!isLate) return enqueue(event);
      const task = () => {
        page.title = document.title;
        enqueue(event);
      };
      late = task;
      const go = () => late === task && settle();
      requestAnimationFrame(() => setTimeout(go));
      // There are no frames in a hidden tab.
      setTimeout(go, 200);
    },
    moved(previous: string) {
      settle();
      referrer = redact(previous);
      identity.readAddress();
    },
    flush() {
      settle();
      return delivery.flush();
    },
    /** Drops everything that is on its way. */
    clear() {
      settle();
      delivery.clear('consent');
    },
    stop: all([stopWatching, settle, save, delivery.stop]),
  };
};

export type Engine = ReturnType<typeof startEngine>;
