import { stringify } from '../base/json.js';
import type { AllOptions, TrackerOptions } from '../types/tracker.js';

const FLAG = 'true|false true or false';

/**
 * The rule of each option: a pattern, a space, and the allowed values in words. The pattern must match the option's JSON, or its
 * type if it has no JSON.
 */
const RULES: Record<keyof AllOptions | 'the options' | 'businessId', string> = {
  'the options': '{.* an object',
  businessId: '"[\\w-]{1,64}" letters, digits, _ and -',
  endpoint: '"(https?:/)?/[^/].*" an http address or a path beginning with /',
  destination: '{.* hellotext(), or hellotext with vitrina.hellotext.js',
  credentials: FLAG,
  session: '"(?!(undefined|null)")[\\w-]{8,64}" 8 to 64 letters, digits, _ and -',
  autoGenerateSession: FLAG,
  linkSessions: '"(own|any)" own or any',
  linkDomains: '".*"|\\[("[^"]+",?)*] a list of domains',
  // JSON leaves out functions, such as `ignore`.
  pageViews:
    'true|false|{("(hash|search|replaced)":(true|false),?)*} true, false or { hash, search, replaced, ignore }',
  clicks: FLAG,
  consent: '"(granted|denied|pending)"|function granted, denied, pending or a source',
  cookie: '{("(prefix|domain)":"[^"]*",?|"days":[\\d.]+,?)*} { prefix, domain, days }',
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
 * @returns a sentence for each option that does not exist, and for a domain of cookies that the page is not on
 * @throws TypeError with a sentence that names the option and says what is allowed
 */
export const checkOptions = (businessId: unknown, options: Partial<TrackerOptions>): string[] => {
  const notes = Object.entries({
    'the options': options ?? null,
    ...options,
    endpoint: options?.endpoint ?? (options?.destination ? undefined : null),
    businessId: businessId ?? null,
  }).flatMap(([name, value]) => {
    const [, pattern, allowed] = /(\S+) (.*)/.exec(RULES[name as keyof AllOptions]) ?? [];
    const seen = stringify(value) ?? typeof value;
    if (pattern && value !== undefined && !RegExp(`^(${pattern})$`).test(seen)) {
      throw new TypeError(`${name} must be ${allowed}; got ${seen}`);
    }
    return pattern ? [] : [`there is no option "${name}"`];
  });
  // To browsers a domain that begins with a dot is the same.
  const domain = options.cookie?.domain ?? '';
  if (!`.${location.hostname}`.endsWith(domain)) notes.push(`this page is not on cookie.domain "${domain}"`);
  return notes;
};
