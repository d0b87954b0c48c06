import type { Answers } from './answers';
import type { Jar } from './browser/cookies';
import { createIdentity } from './browser/identity';
import { createAfterFrame, createWhenIdle } from './browser/later';
import { all, watchPage } from './browser/lifecycle';
import { createPage } from './browser/page';
import { byteLength } from './core/copy';
import { createDelivery } from './core/delivery';
import type { Env, KeyValue, Transport } from './core/env';
import { toEvent } from './core/event';
import type { Call } from './core/event';
import { redactUrl } from './core/redact';
import type { SignalHub } from './core/signals';
import { LIBRARY } from './library';
import type { DropReason, ProblemReport, TrackedEvent, TrackerOptions } from './types';

const LARGEST_EVENT = 256 * 1024;

/** In preview everything works, and nothing is sent. */
const silent: Transport = {
  send: () => Promise.resolve({ status: 200, body: null }),
  beacon: () => true,
};

/** Starts a tracker for real: from here on there are cookies, storage and requests. */
export const startEngine = (parts: {
  businessId: string;
  options: TrackerOptions;
  env: Env;
  jar: Jar;
  uuid: () => string;
  signals: SignalHub;
  answers: Answers;
  /** Says something to the developer; `always` also without `debug`. */
  say: (message: string, always?: boolean) => void;
}) => {
  const { businessId, options, env, jar, signals, answers, say } = parts;
  const prefix = options.cookie?.prefix ?? 'vitrina_';
  const identity = createIdentity({
    jar,
    prefix,
    session: options.session,
    autoGenerate: options.autoGenerateSession ?? true,
    now: env.now,
    uuid: parts.uuid,
    onSession: (session) => signals.emit('session-set', session),
    onUtm: (utm) => signals.emit('utm-set', utm),
  });
  const custom = options.redact;
  const names = Array.isArray(custom) ? custom.map((name) => name.toLowerCase()) : [];
  const redact = (address: string) => {
    const url = redactUrl(address, [...names, `${prefix}session`]);
    return typeof custom === 'function' ? String(custom(url)) : url;
  };
  const page = createPage(redact);
  const preview = new URLSearchParams(location.search).has(`${prefix}preview`);
  const address = new URL(options.endpoint, location.href);
  address.searchParams.set('b', businessId);

  const drop = (event: TrackedEvent, reason: DropReason, errors: ProblemReport[], status = 0) => {
    const problem = { type: reason, parameter: 'event', description: `${event.action} was dropped: ${reason}` };
    answers.give(event.id, { failed: true, status, errors: errors.length ? errors : [problem] });
    signals.emit('dropped', event, reason, errors);
    say(`${problem.description} ${errors.map((error) => error.description).join()}`);
  };

  const delivery = createDelivery({
    env,
    businessId,
    transport: preview ? silent : env.transport(address.href, options.credentials ?? false),
    flushAfter: options.flushAfter ?? 1000,
    batchSize: options.batchSize ?? 20,
    envelope: () => ({
      v: 1,
      business: businessId,
      library: LIBRARY,
      session: identity.session(),
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    onDelivered(entry, fields) {
      const response = answers.give(entry.id, { succeeded: true, stored: entry.stored, ...fields });
      signals.emit('delivered', JSON.parse(entry.text) as TrackedEvent, response);
    },
    onDrop: (entry, reason, errors, status) => drop(JSON.parse(entry.text) as TrackedEvent, reason, errors, status),
    onWrong: (status) =>
      say(
        `the endpoint ${options.endpoint} answered ${status}: check the business id "${businessId}" and the address; ` +
          'events are kept and tried again',
        true,
      ),
  });

  let seq = 0;
  /** What waits for its title; nothing may overtake it. */
  const late = createAfterFrame();
  /** Cookies are written after the work that the visitor waits for. */
  const cookies = createWhenIdle();
  const saveSoon = () => cookies.pending() || cookies.soon(identity.save);
  const saveNow = () => {
    cookies.cancel();
    identity.save();
  };

  const build = (call: Call): TrackedEvent => {
    const { utm, clicks } = identity.campaign();
    return toEvent(
      call,
      {
        seq: ++seq,
        session: identity.session(),
        visit: identity.visit(),
        page: page.read(),
        utm_params: utm,
        click_ids: clicks,
      },
      undefined,
    );
  };

  const enqueue = (event: TrackedEvent) => {
    let changed: TrackedEvent | undefined | void = event;
    let text = '';
    try {
      if (options.transform) changed = options.transform(event);
      if (changed) text = JSON.stringify({ ...changed, id: event.id });
    } catch (error) {
      say(`transform: ${String(error)}`);
    }
    if (!text) return drop(event, 'transform', []);
    if (byteLength(text) > LARGEST_EVENT) return drop(event, 'too_large', []);
    if (delivery.add(event.id, (changed as TrackedEvent).action, text).stored) answers.stored(event.id);
    signals.emit('event', JSON.parse(text) as TrackedEvent);
    say(`${event.action} ${text}`);
    saveSoon();
  };

  identity.readAddress();
  saveSoon();

  const stopWatching = watchPage({
    hidden() {
      late.now();
      delivery.hidden();
      saveNow();
    },
    hide() {
      late.now();
      delivery.hide();
      saveNow();
    },
    shown(restored) {
      identity.refresh();
      delivery.shown(restored);
    },
    online: delivery.online,
  });

  return {
    accept(call: Call, isLate = false) {
      late.now();
      const event = build(call);
      if (!isLate) return enqueue(event);
      late.soon(() => {
        if (event.page) event.page.title = document.title;
        enqueue(event);
      });
    },
    moved(previous: string) {
      late.now();
      page.moved(previous);
      identity.readAddress();
    },
    session: identity.session,
    /** Forgets everything that is on its way. */
    discard() {
      late.now();
      delivery.clear('consent');
      identity.discard();
    },
    flush() {
      late.now();
      return delivery.flush();
    },
    stop: all([stopWatching, late.now, saveNow, delivery.stop]),
  };
};

/** Removes what a visitor who denies consent must not find: cookies, events, waits. */
export const eraseAll = (jar: Jar, storage: KeyValue, businessId: string) => {
  for (const name of ['session', 'visit', 'utm', 'user']) jar.remove(name);
  for (const key of storage.keys()) if (key.startsWith(`vitrina:1:${businessId}:`)) storage.remove(key);
};

export type Engine = ReturnType<typeof startEngine>;
