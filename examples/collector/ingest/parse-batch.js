import { refusal } from '../http/answers.js';

/** @typedef {Record<string, unknown>} JsonObject */
/** @typedef {{ envelope: JsonObject, context: JsonObject, events: unknown[] }} Batch */

const deepest = 64;
const mostEvents = 1000;

/** @param {unknown} value @returns {value is JsonObject} */
export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {string} parameter @param {string} description */
const invalid = (parameter, description) => refusal(400, { type: 'parameter_invalid', parameter, description });

/**
 * Looks at the text, because a parser that is handed a deep value may run out of stack.
 * @param {string} text @param {number} limit
 */
function isDeeperThan(text, limit) {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (quoted) {
      if (character === '\\') index++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') {
      if (++depth > limit) return true;
    } else if (character === '}' || character === ']') depth--;
  }
  return false;
}

/** @param {Buffer} body */
function decode(body) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw invalid('body', 'The body is not UTF-8; send JSON in UTF-8.');
  }
}

/** @param {string} text @returns {unknown} */
function parse(text) {
  if (isDeeperThan(text, deepest)) throw invalid('body', `The body is nested deeper than ${deepest} levels.`);
  try {
    // Such a key is harmless here, but not in a program that merges what it reads out of the database.
    const suspicious = text.includes('__proto__') || text.includes('\\u');
    return JSON.parse(text, suspicious ? (key, value) => (key === '__proto__' ? undefined : value) : undefined);
  } catch (error) {
    throw invalid('body', `The body is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

/**
 * The envelope of the batch protocol, version 1.
 * @param {Buffer} body @param {string} business the id in the address
 * @returns {Batch}
 */
export function parseBatch(body, business) {
  const envelope = parse(decode(body));
  if (!isObject(envelope))
    throw invalid('body', 'The body is not a JSON object; send an envelope with "v" and "events".');
  const { v, events, context = {} } = envelope;
  if (v !== 1)
    throw invalid('v', `The protocol version is ${JSON.stringify(v) ?? 'missing'}; this server speaks version 1.`);
  if (envelope.business !== undefined && envelope.business !== business) {
    throw refusal(401, {
      type: 'not_allowed',
      parameter: 'business',
      description: `The body names the business ${JSON.stringify(envelope.business)}, the address names "${business}"; use one id.`,
    });
  }
  if (!Array.isArray(events)) throw invalid('events', 'The field "events" is not a list.');
  if (events.length > mostEvents) {
    throw refusal(413, {
      type: 'too_large',
      parameter: 'events',
      description: `The batch holds ${events.length} events; send at most ${mostEvents} at a time.`,
    });
  }
  if (!isObject(context)) throw invalid('context', 'The field "context" is not an object.');
  return { envelope, context, events };
}
