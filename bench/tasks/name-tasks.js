/** @import { TraceEvent } from '../browser/record-trace.js' */
/** @import { ToPlace } from './read-places.js' */

/**
 * What a task of a script is.
 *
 * @typedef {object} Name
 * @property {string} kind
 * @property {string} where the function that took the longest, by its source where that is known
 * @property {number} [delay] of a timer, in ms
 */

/** What a task is, by the first of these that it holds; what DevTools calls the events of its timeline. */
const KINDS = /** @type {const} */ ([
  ['EvaluateScript', 'evaluate the script'],
  ['TimerFire', 'timer'],
  ['FireAnimationFrame', 'animation frame'],
  ['FireIdleCallback', 'idle callback'],
  ['XHRReadyStateChange', 'answer of an XMLHttpRequest'],
  ['ResourceReceiveResponse', 'answer: its head'],
  ['ResourceFinish', 'answer: its body'],
  ['ResourceReceivedData', 'answer: its body'],
]);

/** Events that say which timer, frame or request they are about: how their ids are told from those of others. */
const ABOUT = [
  { begins: 'TimerInstall', goesOn: /^Timer(Fire|Remove)$/, key: 'timerId' },
  { begins: 'RequestAnimationFrame', goesOn: /^FireAnimationFrame$/, key: 'id' },
  { begins: 'RequestIdleCallback', goesOn: /^FireIdleCallback$/, key: 'id' },
  { begins: 'ResourceSendRequest', goesOn: /^Resource(ReceiveResponse|ReceivedData|Finish)$/, key: 'requestId' },
];

/** @param {TraceEvent} event */
const urlOf = ({ args }) => String(args.data?.url ?? args.fileName ?? '');

/** @param {TraceEvent} outer @param {TraceEvent} inner */
const holds = (outer, inner) => outer.ts <= inner.ts && inner.ts <= outer.ts + (outer.dur ?? 0);

/** @param {TraceEvent[]} events */
const longest = (events) => [...events].sort((one, other) => (other.tdur ?? 0) - (one.tdur ?? 0))[0];

/**
 * Names the tasks that a script causes, in the order in which they ran: those that run its code, those of its timers, and those of
 * its requests. A task of which nothing says so is left to the page.
 *
 * @param {{ alone: string, endpoint: string }} contestant
 * @param {ToPlace} toPlace
 */
export const createNamer = ({ alone, endpoint }, toPlace) => {
  /** What the script has begun, as "timerId 3". @type {Map<string, TraceEvent>} */
  const begun = new Map();

  /** @param {TraceEvent} event */
  const isCode = (event) => /^(EvaluateScript|FunctionCall|v8\.compile)$/.test(event.name) && urlOf(event) === alone;
  /** @param {TraceEvent} event */
  const origin = ({ name, args }) => {
    const about = ABOUT.find(({ goesOn }) => goesOn.test(name));
    return about && begun.get(`${about.begins} ${args.data?.[about.key]}`);
  };
  /** Of the empty script, which has no endpoint, there is none. @param {TraceEvent} event */
  const isRequest = (event) =>
    endpoint !== '' && /^(ResourceSendRequest|XHR)/.test(event.name) && urlOf(event).startsWith(endpoint);
  // The page itself starts no timer and asks for no frame.
  const isBegin = (/** @type {TraceEvent} */ { name }) =>
    /^(TimerInstall|Request(AnimationFrame|IdleCallback))$/.test(name);

  /** @param {TraceEvent[]} events of one task @returns {Name | undefined} */
  return (events) => {
    const own = events.filter((event) => isCode(event) || isRequest(event) || isBegin(event) || origin(event));
    if (!own.length) return undefined;
    const code = own.filter(isCode);
    for (const { begins, key } of ABOUT) {
      for (const event of own) if (event.name === begins) begun.set(`${begins} ${event.args.data?.[key]}`, event);
    }
    const call = longest(code.filter(({ name }) => name === 'FunctionCall'));
    const frame = call?.args.data;
    const where = frame
      ? toPlace({ ...frame, lineNumber: frame.lineNumber - 1, columnNumber: frame.columnNumber - 1 })
      : '';
    for (const [name, kind] of KINDS) {
      const found = own.find((event) => event.name === name);
      if (!found) continue;
      const delay = name === 'TimerFire' ? origin(found)?.args.data.timeout : undefined;
      return { kind, where: name === 'EvaluateScript' ? '' : where, delay };
    }
    const event = call && events.find((one) => one.name === 'EventDispatch' && holds(one, call));
    if (event) return { kind: `event ${event.args.data.type}`, where };
    return { kind: call ? 'callback' : code.length ? 'compile' : 'promises', where };
  };
};
