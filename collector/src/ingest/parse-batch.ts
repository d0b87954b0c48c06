import { refusal } from '../http/answers.js';
import type { Batch } from './batch.js';
import type { compileSchema } from './schema.js';
import { limits } from './limits.js';

export type JsonObject = Record<string, unknown>;

/** What a batch has beside its events. */
export type Envelope = Omit<Batch, 'events'>;

/** A batch whose envelope is right; its events are yet to be judged. */
export interface ParsedBatch {
  envelope: Envelope;
  context: JsonObject;
  events: unknown[];
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (parameter: string, description: string) =>
  refusal(400, { type: 'parameter_invalid', parameter, description });

/** Looks at the text, because a parser that is handed a deep value may run out of stack. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (quoted) {
      if (character === 92 /* \ */) index++;
      else if (character === 34 /* " */) quoted = false;
    } else if (character === 34) quoted = true;
    else if (character === 123 /* { */ || character === 91 /* [ */) {
      if (++depth > limit) return true;
    } else if (character === 125 /* } */ || character === 93 /* ] */) depth--;
  }
  return false;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function decode(body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch {
    throw invalid('body', 'The body is not UTF-8; send JSON in UTF-8.');
  }
}

/** `__proto__` with any of its characters written as an escape. */
const writtenProto =
  /(?:_|\\u005[fF]){2}(?:p|\\u0070)(?:r|\\u0072)(?:o|\\u006[fF])(?:t|\\u0074)(?:o|\\u006[fF])(?:_|\\u005[fF]){2}/;

/**
 * Removes such keys everywhere; they are harmless here, but not in a program that merges what it reads out of the database. A walk
 * of our own, because a reviver of `JSON.parse` is called for each of half a million numbers, too.
 */
function removeProto(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const inner of value) if (typeof inner === 'object') removeProto(inner);
    return;
  }
  const object = value as JsonObject;
  if (Object.hasOwn(object, '__proto__')) delete object['__proto__'];
  // `Object.values` would make a list of each object first.
  for (const name in object) if (typeof object[name] === 'object') removeProto(object[name]);
}

function parse(text: string): unknown {
  if (isDeeperThan(text, limits.bodyDepth)) {
    throw invalid('body', `The body is nested deeper than ${limits.bodyDepth} levels.`);
  }
  try {
    const parsed: unknown = JSON.parse(text);
    // Of the rest of the body nothing is kept as an object.
    if (isObject(parsed) && writtenProto.test(text)) {
      removeProto(parsed.context);
      removeProto(parsed.events);
    }
    return parsed;
  } catch (error) {
    throw invalid('body', `The body is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * The envelope of the batch protocol, version 1.
 *
 * @param business the id in the address
 * @throws {Refusal} 400, 401 or 413
 */
export function parseBatch(
  bytes: Uint8Array,
  business: string,
  { judgeEnvelope }: Pick<ReturnType<typeof compileSchema>, 'judgeEnvelope'>,
): ParsedBatch {
  const body = parse(decode(bytes));
  if (!isObject(body)) {
    throw invalid('body', 'The body is not a JSON object; send an envelope with "v" and "events".');
  }
  const [error] = judgeEnvelope(body);
  if (error) throw refusal(400, error);
  const envelope = body as unknown as Envelope & { events: unknown[] };
  const { events } = envelope;
  if (envelope.business !== undefined && envelope.business !== business) {
    throw refusal(401, {
      type: 'not_allowed',
      parameter: 'business',
      description: `The body names the business ${JSON.stringify(envelope.business)}, the address names "${business}"; use one id.`,
    });
  }
  if (events.length > limits.events) {
    throw refusal(413, {
      type: 'too_large',
      parameter: 'events',
      description: `The batch holds ${events.length} events; send at most ${limits.events} at a time.`,
    });
  }
  return { envelope, context: envelope.context ?? {}, events };
}
