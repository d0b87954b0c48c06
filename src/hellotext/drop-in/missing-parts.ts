/* eslint-disable no-console -- a developer who moves from Hellotext.js must see what is missing */

/** The parts of Hellotext.js that this package does not have. */
export type MissingPart = 'forms' | 'webchat' | 'whatsapp';

const WORDS: Record<MissingPart, string> = {
  forms: 'forms are',
  webchat: 'the webchat is',
  whatsapp: 'the WhatsApp widget is',
};

/** Members of the form collection that an app may read or call. */
const EMPTY: Record<string, unknown> = { length: 0, includes: () => false, excludes: () => true, map: () => [] };

/** Creates placeholders for the missing parts. They do nothing, and log one warning for each part. */
export const createMissingParts = () => {
  const warned = new Set<MissingPart>();
  const warn = (part: MissingPart) => {
    if (warned.has(part)) return;
    warned.add(part);
    console.warn(`vitrina: ${WORDS[part]} not part of vitrina/hellotext; load Hellotext.js for it, or remove the call`);
  };
  return {
    warn,
    /** An object on which any method can be called. */
    placeholder: (part: MissingPart): Record<string, unknown> =>
      new Proxy<Record<string, unknown>>(
        {},
        {
          get(_target, name) {
            // The placeholder must not be taken for a promise, nor be converted to a primitive or to JSON.
            if (typeof name === 'symbol' || name === 'then' || name === 'toJSON') return undefined;
            warn(part);
            return part === 'forms' && name in EMPTY ? EMPTY[name] : () => undefined;
          },
        },
      ),
  };
};
