import { createAnswers, toFailure } from './answers';
import { createJar } from './browser/cookies';
import { browserEnv } from './browser/env';
import { all, whenActivated } from './browser/lifecycle';
import { actionProblem, catalogueDoubts, RENAMED } from './core/catalogue';
import { isPlainObject, toJson } from './core/copy';
import type { Env } from './core/env';
import type { Call } from './core/event';
import { createIds } from './core/ids';
import { createSignals } from './core/signals';
import { eraseAll, startEngine } from './engine';
import type { Engine } from './engine';
import { checkOptions } from './options';
import { createSay } from './say';
import type { Consent, Plugin, PluginHost, Response, Stop, TrackerOptions, Vitrina } from './types';

/** Calls kept before `initialize`, and events kept while consent is pending. */
const MOST_CALLS = 100;
const MOST_PENDING = 50;

/** A tracker that keeps calls until it is started. `defaults` are the plugins where the options name none. */
export const createVitrina = (defaults: (options: Partial<TrackerOptions>) => Plugin[], env?: Env): Vitrina => {
  // Server rendering and workers have no visitor.
  const inPage = typeof window !== 'undefined' && typeof document !== 'undefined';
  const say = createSay(() => settings?.options.debug);
  const signals = createSignals((error) => say(`a subscriber failed: ${String(error)}`));
  const answers = createAnswers();
  let world: Env;
  let uuid: () => string;
  let settings: { businessId: string; options: TrackerOptions; jar: ReturnType<typeof createJar> } | undefined;
  let consent: Consent | undefined;
  /** An answer that came before `initialize`. */
  let asked: Consent | undefined;
  let engine: Engine | undefined;
  let undo: Stop = () => {};
  const calls: Call[] = [];

  /** Nothing runs at import, so the environment is made with the first call. */
  const open = () => {
    world ??= env ?? browserEnv();
    uuid ??= createIds(world.now, world.randomBytes);
  };

  const begin = (action: string, props: unknown, observer: string): Call => {
    open();
    return { id: uuid(), at: world.now(), action, props: toJson(props ?? {}), observer };
  };

  const dispatch = (call: Call, late?: boolean) => {
    if (engine) engine.accept(call, late);
    else calls.push(call);
  };

  const track = (name: unknown, props?: unknown): Promise<Response> => {
    const refuse = (parameter: string, description: string, type = 'parameter_invalid') => {
      say(description);
      return Promise.resolve(toFailure(type, parameter, description));
    };
    if (!inPage) return refuse('window', 'track: works in a page only, not on a server', 'no_page');
    const problem = actionProblem(name);
    if (problem) return refuse('action', problem);
    if (props !== undefined && !isPlainObject(props)) {
      return refuse('props', `track: props must be a plain object; got ${String(props)}`);
    }
    if (consent === 'denied') return refuse('consent', 'track: the visitor has denied consent', 'consent');
    if (!engine && calls.length >= (settings ? MOST_PENDING : MOST_CALLS)) {
      const missing = settings ? 'consent' : 'initialize';
      return refuse(missing, `track: ${calls.length} calls are waiting already; call ${missing} first`, 'queue_full');
    }
    const action = RENAMED[name as string] ?? (name as string);
    if (settings?.options.debug) {
      if (action !== name) say(`track: "${String(name)}" is an old name; use "${action}"`);
      for (const doubt of catalogueDoubts(action, props ?? {})) say(`track: ${action}: ${doubt}`);
    }
    try {
      const call = begin(action, props, 'manual');
      const answer = answers.expect(call.id);
      dispatch(call);
      return answer;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return refuse('props', `track: props must be plain JSON: ${reason}`);
    }
  };

  const start = () => {
    if (!settings || engine) return;
    const { businessId, options, jar } = settings;
    engine = startEngine({ businessId, options, env: world, jar, uuid, signals, answers, say });
    for (const call of calls.splice(0)) engine.accept(call);
    const running = engine;
    /** What a plugin calls runs inside the page's own events and functions, so nothing may escape. */
    const guard =
      <V extends unknown[], R>(task: (...values: V) => R) =>
      (...values: V): R | undefined => {
        try {
          return task(...values);
        } catch (error) {
          say(`a plugin failed: ${String(error)}`);
        }
        return undefined;
      };
    const host: PluginHost = {
      options,
      observe: guard((action, props, observer, late) => running.accept(begin(action, props, observer), late)),
      moved: guard(running.moved),
    };
    const stops = (options.plugins ?? defaults(options)).map((plugin) => guard(plugin)(host));
    undo = all([...stops.map((stop) => guard(stop ?? (() => {}))), running.stop]);
  };

  const halt = () => {
    undo();
    undo = () => {};
    engine = undefined;
  };

  const setConsent = (answer: Consent, remember?: boolean) => {
    if (!settings) {
      asked = answer;
      return;
    }
    const { jar, businessId } = settings;
    if (remember && jar.read('consent') !== answer && !jar.write('consent', answer)) jar.keep('consent', answer);
    if (answer === consent) return;
    consent = answer;
    if (answer === 'granted') {
      undo = whenActivated(start);
    } else if (answer === 'denied') {
      engine?.discard();
      halt();
      for (const { id } of calls.splice(0)) answers.give(id, { failed: true });
      eraseAll(jar, world.storage, businessId);
    }
    signals.emit('consent-set', answer);
  };

  return {
    // An async function, so that a mistake is a rejection and never an exception in the page.
    async initialize(businessId, options = {}) {
      if (!inPage) return;
      const unknown = checkOptions('initialize', businessId, options);
      if (settings) {
        if (settings.businessId !== businessId) {
          throw new TypeError(
            `initialize: "${settings.businessId}" is running already; use createTracker for "${businessId}"`,
          );
        }
        if (options.consent) setConsent(options.consent);
        return;
      }
      open();
      const jar = createJar(options.cookie ?? {}, world.storage);
      settings = { businessId, options: options as TrackerOptions, jar };
      for (const name of unknown) say(`initialize: there is no option "${name}"`);
      const known = jar.read('consent');
      const remembered = known === 'denied' || known === 'granted' ? known : undefined;
      const wanted = options.consent === 'denied' ? 'denied' : (remembered ?? options.consent ?? 'granted');
      setConsent(asked ?? wanted, !!asked);
      asked = undefined;
    },
    track: track as Vitrina['track'],
    consent(answer) {
      if (inPage) setConsent(answer, true);
    },
    flush: async () => engine?.flush(),
    on: signals.on,
    removeEventListener: signals.remove,
    stop() {
      halt();
      settings = consent = undefined;
    },
    get session() {
      return engine?.session();
    },
    get isInitialized() {
      return !!settings;
    },
  };
};
