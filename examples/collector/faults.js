import { jsonAnswer, retryAfter } from './http/answers.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Answer } from './http/answers.js' */
/** @import { Fault } from './types.d.ts' */

const kinds = ['down', '503', '429', 'hang', 'reset', 'slow', 'status'];

/** @param {Fault} fault */
function check(fault) {
  if (!kinds.includes(fault?.kind)) {
    throw new TypeError(`There is no fault ${JSON.stringify(fault?.kind)}; choose one of ${kinds.join(', ')}.`);
  }
  const { count, status } = fault;
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
    throw new TypeError(`The fault's count is ${JSON.stringify(count)}; give a whole number of requests from 1.`);
  }
  if (fault.kind === 'status' && !(Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599)) {
    throw new TypeError(`The fault's status is ${JSON.stringify(status)}; give an HTTP status from 200 to 599.`);
  }
  return { ...fault };
}

/** @param {Fault} fault @returns {Answer | undefined} */
function plantedAnswer({ kind, status = 200, headers = {}, body = '', retryAfter: seconds }) {
  if (kind === 'status') return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body };
  if (kind !== '503' && kind !== '429') return undefined;
  const wait = seconds === undefined ? undefined : retryAfter(seconds);
  const error = { type: 'fault', parameter: 'server', description: `This ${kind} was planted for a test.` };
  return jsonAnswer(Number(kind), { ...wait?.fields, errors: [error] }, { ...wait?.headers, ...headers });
}

/** Defects that tests plant in front of the endpoint; the first one that fits a request is used. */
export function createFaults() {
  /** @type {Fault[]} */
  let planted = [];

  /** @param {Fault} fault */
  function use(fault) {
    if (fault.count !== undefined && --fault.count <= 0) planted = planted.filter((other) => other !== fault);
    return fault;
  }

  return {
    /** Replaces what was planted; nothing clears it. @param {Fault | Fault[] | null} [faults] */
    plant(faults) {
      planted = (Array.isArray(faults) ? faults : faults ? [faults] : []).map(check);
    },

    list: () => planted.map((fault) => ({ ...fault })),

    /** Whether this request meets a server that is down, before anything of it is read. */
    isDown() {
      const next = planted[0];
      return next !== undefined && next.kind === 'down' && next.containing === undefined && Boolean(use(next));
    },

    /** @param {Buffer} body */
    take(body) {
      const fault = planted.find(({ containing }) => containing === undefined || body.includes(containing));
      return fault && use(fault);
    },
  };
}

/**
 * Does to a request what the fault says.
 * @param {Fault} fault
 * @param {{ request: IncomingMessage, response: ServerResponse, proceed: () => Promise<Answer> }} exchange
 *   `proceed` stores the batch
 * @returns {Promise<Answer | undefined>} undefined where nothing is answered
 */
export async function suffer(fault, { request, response, proceed }) {
  const { kind } = fault;
  if (kind === 'down') {
    request.socket.destroy();
    return undefined;
  }
  const answer = fault.commit || kind === 'reset' || kind === 'slow' ? await proceed() : undefined;
  if (kind === 'hang') return undefined;
  if (kind === 'reset') {
    request.socket.destroy();
    return undefined;
  }
  if (kind === 'slow') {
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, fault.milliseconds ?? 1000);
      response.once('close', () => {
        clearTimeout(timer);
        resolve(undefined);
      });
    });
    return answer;
  }
  return plantedAnswer(fault);
}
