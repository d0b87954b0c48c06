import { ACTION_PATTERN } from '../base/action-pattern.js';
import type { Env } from '../base/env.js';
import { isObject, toJson } from '../base/json.js';
import { IDENTIFIED } from '../events/to-event.js';
import type { Call } from '../events/to-event.js';
import type { PluginHost, Response, User } from '../types/tracker.js';
import type { Engine } from './deferred-pipeline.js';
import { toFailure } from './pending-responses.js';
import type { Answers } from './pending-responses.js';

/** Calls kept before `initialize`, and events kept while consent is pending. */
const MOST_CALLS = 100;
const MOST_PENDING = 50;
/** `app.install` and `app.remove` are old names. */
const OLD_NAME = /^(app\.(install|remov))e?$/;

/** What waits for the start: a call, or what comes between calls. */
type Step = Call | 'forget' | 'reset';

/** Checks what the page calls, and keeps it until there is somebody to take it. */
export const createCalls = (
  env: Env,
  uuid: () => string,
  answers: Answers,
  warn: (message: unknown) => void,
  /** Who takes calls now, and whether anybody ever will. Looks up consent, so that both are true. */
  look: () => { engine?: Engine; isDenied: boolean; isInitialized: boolean },
) => {
  // Server rendering and workers have no visitor.
  const isPage = typeof document !== 'undefined';
  const waiting: Step[] = [];

  const toCall = (action: string, props: unknown, observer: string): Call => ({
    id: uuid(),
    at: env.now(),
    action,
    props: toJson(props),
    observer,
  });

  const fail = (parameter: string, description: string, type = 'parameter_invalid') => {
    warn(description);
    return toFailure(type, parameter, description);
  };

  /** Sends a call on its way that was checked but for its `values`, the parameter `name`. */
  const submit = (action: string, name: 'props' | 'traits', values: unknown, user?: User) => {
    if (!isPage) return fail('window', 'track works in a page only', 'no_page');
    const { engine, isDenied, isInitialized } = look();
    if (isDenied) return fail('consent', 'the visitor has denied consent', 'consent');
    if (!engine && waiting.length >= (isInitialized ? MOST_PENDING : MOST_CALLS)) {
      return fail('initialize', 'too many calls are waiting for initialize or consent', 'queue_full');
    }
    try {
      if (!isObject(values)) throw new TypeError(`it is ${typeof values}`);
      const call = { ...toCall(action, user ? { traits: values } : values, 'manual'), user };
      const answer = answers.expect(call.id);
      if (engine) engine.accept(call);
      else waiting.push(call);
      return answer;
    } catch (error) {
      return fail(name, `${name} must be an object of plain JSON: ${(error as Error).message}`);
    }
  };

  /** Gives up all calls that wait. */
  const abandon = (reason: string, description: string) => {
    for (const call of waiting.splice(0)) {
      if (typeof call !== 'string') answers.give(call.id, toFailure(reason, reason, description));
    }
  };

  /** Now, or where it stands among the calls that wait. */
  const step = (name: 'forget' | 'reset') => {
    if (!isPage) return;
    const { engine, isDenied } = look();
    if (engine) engine[name]();
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
    replay(engine: Engine) {
      for (const call of waiting.splice(0)) {
        if (typeof call === 'string') engine[call]();
        else engine.accept(call);
      }
    },
    /** What a plugin has seen; late where the page still sets its title. */
    observe(engine: Engine, ...[action, props, observer, isLate]: Parameters<PluginHost['observe']>) {
      if (ACTION_PATTERN.test(action)) engine.accept(toCall(action, props, observer), isLate);
      else warn(`"${action}" is no action`);
    },
  };
};
