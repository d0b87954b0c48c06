import { isObject } from './core/json.js';
import type { TrackerOptions } from './types.js';

const FLAG = 'true|false';

/** What each option may be: an expression for its JSON, or a type. */
const RULES: Record<keyof TrackerOptions | 'businessId', string> = {
  businessId: '"[\\w-]{1,64}"',
  endpoint: '"(https?:/)?/[^/].*"',
  credentials: FLAG,
  session: '"[\\w-]{8,64}"',
  autoGenerateSession: FLAG,
  pageViews: `${FLAG}|object`,
  clicks: FLAG,
  consent: '"(granted|denied|pending)"',
  cookie: 'object',
  flushAfter: '\\d+',
  batchSize: '\\d+',
  redact: 'object|function',
  transform: 'function',
  plugins: 'object',
  debug: FLAG,
};

/**
 * Checks what a developer passes.
 * @returns names that are no options
 * @throws TypeError in a sentence that names the option and says what is allowed
 */
export const checkOptions = (businessId: unknown, options: unknown): string[] => {
  if (!isObject(options)) throw new TypeError('options must be an object');
  return Object.entries({ endpoint: '', ...options, businessId })
    .filter(([name, value]) => {
      const rule = RULES[name as keyof TrackerOptions] as string | undefined;
      const seen = isObject(value) || Array.isArray(value) ? 'object' : (JSON.stringify(value) ?? typeof value);
      if (rule && (value !== undefined || name === 'businessId') && !RegExp(`^(${rule})$`).test(seen)) {
        throw new TypeError(`${name} must be ${rule}; got ${seen}`);
      }
      return !rule;
    })
    .map(([name]) => name);
};
