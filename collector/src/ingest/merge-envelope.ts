import { refusal } from '../http/answers.js';
import { limits } from './limits.js';
import type { Envelope, JsonObject } from './parse-batch.js';

/** Envelope fields that belong to every event. */
const shared = ['session', 'locale', 'timezone', 'consent'] as const;

/** An event with the envelope merged in, as a lookup and as the text that is stored. */
export interface Merged {
  /** The event's own fields, with those of the envelope behind them on the prototype chain. */
  fields: JsonObject;
  text: string;
}

/**
 * Merges an envelope into events without copying it for each of them: a small body must not become a large one. The text of
 * the envelope is made once, and each event's own text is put behind it.
 *
 * @throws {Refusal} 413 where all events together would pass the limit of a batch
 */
export function createMerge(envelope: Envelope, context: JsonObject) {
  const common: JsonObject = {};
  for (const name of shared) if (envelope[name] !== undefined && envelope[name] !== null) common[name] = envelope[name];
  Object.assign(common, context);
  const names = Object.keys(common);
  const texts = new Map(names.map((name) => [name, `${JSON.stringify(name)}:${JSON.stringify(common[name])}`]));
  const whole = [...texts.values()].join(',');
  let total = 0;

  /** The fields of the envelope that the event does not have itself. */
  function textBeside(own: JsonObject): string {
    const isOwn = names.some((name) => Object.hasOwn(own, name));
    if (!isOwn) return whole;
    return names
      .filter((name) => !Object.hasOwn(own, name))
      .map((name) => texts.get(name))
      .join(',');
  }

  return function merge(own: JsonObject): Merged {
    const ownText = JSON.stringify(own).slice(1, -1);
    const text = `{${[textBeside(own), ownText].filter(Boolean).join(',')}}`;
    total += text.length;
    if (total > limits.batch) {
      throw refusal(413, {
        type: 'too_large',
        parameter: 'context',
        description: `With its context merged in, the batch has more than ${limits.batch} characters; send fewer events at a time.`,
      });
    }
    return { fields: Object.assign(Object.create(common) as JsonObject, own), text };
  };
}
