import { stringify } from '../base/json.js';
import type { TrackerOptions } from '../types/tracker.js';

const FLAG = 'true|false true or false';
const OBJECT = '{.* an object';

/**
 * The rule of each option: a pattern, a space, and the allowed values in words. The pattern must match the option's JSON, or its
 * type if it has no JSON.
 */
const RULES: Record<keyof TrackerOptions | 'the options' | 'businessId', string> = {
  'the options': OBJECT,
  businessId: '"[\\w-]{1,64}" letters, digits, _ and -',
  endpoint: '"(https?:/)?/[^/].*" an http address or a path beginning with /',
  destination: '{.* hellotext(), or hellotext with vitrina.hellotext.js',
  credentials: FLAG,
  session: '"(?!(undefined|null)")[\\w-]{8,64}" 8 to 64 letters, digits, _ and -',
  autoGenerateSession: FLAG,
  linkSessions: '"(own|any)" own or any',
  linkDomains: '".*"|\\[("[^"]+",?)*] a list of domains',
  pageViews: 'true|false|{.* true, false or an object',
  clicks: FLAG,
  consent: '"(granted|denied|pending)"|function granted, denied, pending or a source',
  cookie: OBJECT,
  flushAfter: '\\d+ a whole number of ms',
  batchSize: '[1-9]\\d?|100 a number from 1 to 100',
  redact: '\\[("[^"]+",?)*]|function a list of names or a function',
  transform: 'function a function',
  // JSON contains null in place of a function.
  plugins: '\\[(null,?)*] a list of functions',
  debug: FLAG,
};

/**
 * Checks the arguments that a developer passes.
 * @returns names and values of unknown options
 * @throws TypeError with a sentence that names the option and says what is allowed
 */
export const checkOptions = (businessId: unknown, options: Partial<TrackerOptions>): [name: string, value: unknown][] =>
  Object.entries({
    'the options': options ?? null,
    ...options,
    endpoint: options?.endpoint ?? (options?.destination ? undefined : null),
    businessId: businessId ?? null,
  }).filter(([name, value]) => {
    const [, pattern, allowed] = /(\S+) (.*)/.exec(RULES[name as keyof TrackerOptions]) ?? [];
    const seen = stringify(value) ?? typeof value;
    if (pattern && value !== undefined && !RegExp(`^(${pattern})$`).test(seen)) {
      throw new TypeError(`${name} must be ${allowed}; got ${seen}`);
    }
    return !pattern;
  });
