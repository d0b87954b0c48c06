/* eslint-disable no-console -- a developer who moves from Hellotext.js must hear what is missing */

/** Parts of Hellotext.js that are not here. */
export type Absent = 'forms' | 'webchat' | 'whatsapp';

const WORDS: Record<Absent, string> = {
  forms: 'forms are',
  webchat: 'the webchat is',
  whatsapp: 'the WhatsApp widget is',
};

/** What an app may rely on in an answer of the form collection. */
const EMPTY: Record<string, unknown> = { length: 0, includes: () => false, excludes: () => true, map: () => [] };

/** Stands in for the parts that are not here: says so once for each, and does nothing. */
export const createAbsent = () => {
  const said = new Set<Absent>();
  const warn = (part: Absent) => {
    if (said.has(part)) return;
    said.add(part);
    console.warn(`vitrina: ${WORDS[part]} not part of vitrina/hellotext; load Hellotext.js for it, or remove the call`);
  };
  return {
    warn,
    /** An object on which everything can be called. */
    stand: (part: Absent): Record<string, unknown> =>
      new Proxy<Record<string, unknown>>(
        {},
        {
          get(_target, name) {
            // Neither a promise nor a primitive.
            if (typeof name === 'symbol' || name === 'then' || name === 'toJSON') return undefined;
            warn(part);
            return part === 'forms' && name in EMPTY ? EMPTY[name] : () => undefined;
          },
        },
      ),
  };
};
