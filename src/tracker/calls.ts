import { ACTION_PATTERN } from '../base/action-pattern.js';
import type { Env } from '../base/env.js';
import { isObject, toJson } from '../base/json.js';
import { IDENTIFIED, namesOf } from '../events/to-event.js';
import type { Call } from '../events/to-event.js';
import type { PluginHost, Response, User } from '../types/tracker.js';
import type { DeferredPipeline } from './deferred-pipeline.js';
import { toFailure } from './pending-responses.js';
import type { PendingResponses } from './pending-responses.js';

/** Calls kept before `initialize`. */
const MAX_CALLS = 100;
/** Events kept while consent is pending. */
const MAX_PENDING = 50;
/** `app.install` and `app.remove` are old names. */
const OLD_NAME = /^(app\.(install|remov))e?$/;

/** What waits for the start: a call, or what comes between calls. */
type Step = Call | 'forget' | 'reset';

export interface CallsHost {
  env: Env;
  uuid: () => string;
  responses: PendingResponses;
  warn: (message: unknown) => void;
  /** Who takes calls now, and whether anybody ever will. Looks up consent, so that both are true. */
  readiness: () => { running?: DeferredPipeline; isDenied: boolean; isInitialized: boolean };
}

/** Checks what the page calls, and keeps it until there is somebody to take it. */
export const createCalls = ({ env, uuid, responses, warn, readiness }: CallsHost) => {
  // Server rendering and workers have no visitor.
  const isPage = typeof document !== 'undefined';
  const waiting: Step[] = [];

  const toCall = (action: string, props: object, observer: string): Call => ({
    id: uuid(),
    at: env.now(),
    action,
    props: toJson(props),
    names: namesOf(props),
    observer,
  });

  const fail = (parameter: string, description: string, type = 'parameter_invalid') => {
    warn(description);
    return toFailure(type, parameter, description);
  };

  /** Sends a call on its way that was checked but for its `values`, the parameter `name`. */
  const submit = (action: string, name: 'props' | 'traits', values: unknown, user?: User) => {
    if (!isPage) return fail('window', 'track works in a page only', 'no_page');
    const { running, isDenied, isInitialized } = readiness();
    if (isDenied) return fail('consent', 'the visitor has denied consent', 'consent');
    if (!running && waiting.length >= (isInitialized ? MAX_PENDING : MAX_CALLS)) {
      return fail('initialize', 'too many calls are waiting for initialize or consent', 'queue_full');
    }
    try {
      if (!isObject(values)) throw new TypeError(`it is ${typeof values}`);
      const call = { ...toCall(action, user ? { traits: values } : values, 'manual'), user };
      const answer = responses.create(call.id);
      if (running) running.accept(call);
      else waiting.push(call);
      return answer;
    } catch (error) {
      return fail(name, `${name} must be an object of plain JSON: ${(error as Error).message}`);
    }
  };

  /** Gives up all calls that wait. */
  const abandon = (reason: string, description: string) => {
    for (const call of waiting.splice(0)) {
      if (typeof call !== 'string') responses.resolve(call.id, toFailure(reason, reason, description));
    }
  };

  /** Now, or where it stands among the calls that wait. */
  const step = (name: 'forget' | 'reset') => {
    if (!isPage) return;
    const { running, isDenied } = readiness();
    if (running) running.run((pipeline) => pipeline[name]());
    else if (!isDenied) waiting.push(name);
  };

  const track = async (name: unknown, props: unknown = {}): Promise<Response> => {
    const action = String(typeof name === 'string' ? name : typeof name).replace(OLD_NAME, '$1ed');
    if (!ACTION_PATTERN.test(action)) {
      return fail('action', `action must be "object.verb" in lower case; got "${action.slice(0, 99)}"`);
    }
    if (action === IDENTIFIED) return fail('action', `${action} is reserved; use identify`);
    if (action !== name) warn(`${String(name)} is an old name of ${action}`);
    return submit(action, 'props', props);
  };

  const identify = async (userId: unknown, traits: unknown = {}): Promise<Response> => {
    const id = String(userId).trim();
    if (!id || !/^(string|number)$/.test(typeof userId)) {
      return fail('userId', `userId must be the shop's id of the customer; got ${id && typeof userId}`);
    }
    const { source } = isObject(traits) ? traits : {};
    const user = { id, source: source ? String(source) : undefined };
    return submit(IDENTIFIED, 'traits', traits, user);
  };

  return {
    track,
    identify,
    forget: () => step('forget'),
    reset() {
      abandon('reset', 'reset was called');
      step('reset');
    },
    abandon,
    isWaiting: () => !!waiting[0],
    /** Hands over what has waited. */
    replay(running: DeferredPipeline) {
      for (const call of waiting.splice(0)) {
        if (typeof call === 'string') running.run((pipeline) => pipeline[call]());
        else running.accept(call);
      }
    },
    /** What a plugin has seen; after the next frame where the page still sets its title. */
    observe(running: DeferredPipeline, ...[action, props, observer, isAfterFrame]: Parameters<PluginHost['observe']>) {
      if (ACTION_PATTERN.test(action)) running.accept(toCall(action, props, observer), isAfterFrame);
      else warn(`"${action}" is no action`);
    },
  };
};
