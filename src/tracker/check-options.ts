import type { TrackerOptions } from '../types/tracker.js';

const FLAG = 'true|false true or false';
const OBJECT = '{.* an object';

/** What each option may be: a pattern of its JSON, or of its type where it has none, a space, and the same in words. */
const RULES: Record<keyof TrackerOptions | 'the options' | 'businessId', string> = {
  'the options': OBJECT,
  businessId: '"[\\w-]{1,64}" letters, digits, _ and -',
  endpoint: '"(https?:/)?/[^/].*" an http address or a path beginning with /',
  destination: '{.* a destination such as hellotext()',
  credentials: FLAG,
  session: '"(?!(undefined|null)")[\\w-]{8,64}" 8 to 64 letters, digits, _ and -',
  autoGenerateSession: FLAG,
  pageViews: 'true|false|{.* true, false or an object',
  clicks: FLAG,
  consent: '"(granted|denied|pending)"|function granted, denied, pending or a source',
  cookie: OBJECT,
  flushAfter: '\\d+ a whole number of ms',
  batchSize: '[1-9]\\d?|100 a number from 1 to 100',
  redact: '\\[("[^"]+",?)*]|function a list of names or a function',
  transform: 'function a function',
  // JSON has null in place of a function.
  plugins: '\\[(null,?)*] a list of functions',
  debug: FLAG,
};

/**
 * Checks what a developer passes.
 * @returns those that are no options, with their names
 * @throws TypeError in a sentence that names the option and says what is allowed
 */
export const checkOptions = (businessId: unknown, options: Partial<TrackerOptions>): [name: string, value: unknown][] =>
  Object.entries({
    'the options': options ?? null,
    ...options,
    endpoint: options?.endpoint ?? (options?.destination ? undefined : null),
    businessId: businessId ?? null,
  }).filter(([name, value]) => {
    const [, pattern, allowed] = /(\S+) (.*)/.exec(RULES[name as keyof TrackerOptions]) ?? [];
    const seen = JSON.stringify(value) ?? typeof value;
    if (pattern && value !== undefined && !RegExp(`^(${pattern})$`).test(seen)) {
      throw new TypeError(`${name} must be ${allowed}; got ${seen}`);
    }
    return !pattern;
  });
