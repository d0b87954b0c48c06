import { ACTION_PATTERN } from '../base/action-pattern.js';
import { isObject, toJson } from '../base/json.js';
import { IDENTIFIED, namesOf } from '../events/to-event.js';
import type { Call } from '../events/to-event.js';
import type { PluginHost, Response, User } from '../types/tracker.js';
import type { SharedParts } from './context.js';
import type { DeferredPipeline } from './deferred-pipeline.js';
import { toFailure } from './pending-responses.js';

/** How many calls are buffered before `initialize`. */
const MAX_CALLS = 100;
/** How many calls are buffered while consent is pending. */
const MAX_PENDING = 50;
/** Matches `app.install` and `app.remove`, the old names of `app.installed` and `app.removed`. */
const OLD_NAME = /^(app\.(install|remov))e?$/;

/** An item of the buffer: a call, or a `forget` or `reset` between calls. */
type Step = Call | 'forget' | 'reset';

/**
 * Creates the functions that check the page's calls. Calls are buffered until a pipeline can take them.
 * @param readiness returns the running pipeline if there is one, and whether consent is denied. It resolves consent first: both
 * depend on it
 */
export const createCalls = (
  { env, uuid, responses, warn }: SharedParts,
  readiness: () => { running?: DeferredPipeline; isDenied: boolean; isInitialized: boolean },
) => {
  // Server rendering and workers have no document, so they have no visitor.
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

  /** Checks the `values` of a call, which are its parameter `name`, and passes the call to the pipeline or the buffer. */
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

  /** Empties the buffer. The responses of its calls are failures with this reason. */
  const abandon = (reason: string, description: string) => {
    for (const call of waiting.splice(0)) {
      if (typeof call !== 'string') responses.resolve(call.id, toFailure(reason, reason, description));
    }
  };

  /** Runs the step now, or buffers it in its place among the calls. */
  const step = (name: 'forget' | 'reset') => {
    if (!isPage) return;
    const { running, isDenied } = readiness();
    if (running) running.run((pipeline) => pipeline[name]());
    else if (!isDenied) waiting.push(name);
  };

  const track = async (name: unknown, props: unknown = {}): Promise<Response> => {
    const action = (typeof name === 'string' ? name : typeof name).replace(OLD_NAME, '$1ed');
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
    /** Passes all that is buffered to the pipeline, in order. */
    replay(running: DeferredPipeline) {
      for (const call of waiting.splice(0)) {
        if (typeof call === 'string') running.run((pipeline) => pipeline[call]());
        else running.accept(call);
      }
    },
    /** Accepts an event that a plugin reports. `isLate`: wait, because the page may still set its title. */
    observe(running: DeferredPipeline, ...[action, props, observer, isLate]: Parameters<PluginHost['observe']>) {
      if (ACTION_PATTERN.test(action)) running.accept(toCall(action, props, observer), isLate);
      else warn(`"${action}" is no action`);
    },
  };
};
