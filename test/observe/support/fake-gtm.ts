import { onTestFinished } from 'vitest';

type Message = Record<string, unknown>;

/** The number of entries that Google Tag Manager keeps in the array. */
const MOST = 300;

const page = window as unknown as Record<string, unknown>;

/** Sets a global, and removes it when the test ends. */
export const setGlobal = <T>(name: string, value: T): T => {
  page[name] = value;
  onTestFinished(() => void Reflect.deleteProperty(page, name));
  return value;
};

/** As `function gtag() { dataLayer.push(arguments); }` in a page. */
export const createGtag = (layer: unknown[]) =>
  function gtag(..._values: unknown[]) {
    // eslint-disable-next-line prefer-rest-params -- the very object that gtag pushes
    layer.push(arguments);
  } as (...values: unknown[]) => void;

/**
 * A queue that behaves as that of Google Tag Manager does: it calls the `push` that was there, cuts the array off at the
 * front, writes into what was pushed, merges it into one model, runs what is waiting for an event at once (nested pushes after
 * the current one), and answers with a boolean.
 */
export const startGtm = (name = 'dataLayer', onMessage: (message: Message) => void = () => {}) => {
  const layer = (page[name] ??= setGlobal(name, [])) as unknown[];
  const model: Message = {};
  const waiting: unknown[] = [];
  let isBusy = false;
  let count = 0;

  const merge = (from: Message, into: Message) => {
    for (const [key, value] of Object.entries(from)) {
      const isDeep = typeof value === 'object' && value !== null && !Array.isArray(value);
      if (isDeep) merge(value as Message, (into[key] ??= {}) as Message);
      else into[key] = value;
    }
  };
  const work = () => {
    if (isBusy) return;
    isBusy = true;
    while (waiting.length) {
      const entry = waiting.shift();
      if (typeof entry === 'function') entry.call(model);
      if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) continue;
      const given = entry as Message & { getUntrustedUpdateValue?: () => Message };
      const message = given.getUntrustedUpdateValue?.() ?? given;
      try {
        message['gtm.uniqueEventId'] = ++count;
        merge(message, model);
      } catch {
        // The message is frozen or refers to itself.
      }
      onMessage(message);
    }
    isBusy = false;
  };

  const previous = layer.push;
  layer.push = function (this: unknown[], ...entries: unknown[]) {
    const answer: unknown = previous.apply(layer, entries);
    waiting.push(...entries);
    while (layer.length > MOST) layer.shift();
    work();
    return (typeof answer !== 'boolean' || answer) as unknown as number;
  };
  waiting.push(...layer);
  work();
  setGlobal('google_tag_manager', { [name]: {}, 'GTM-FAKE1': {} });
  return { layer, model };
};
