import { isPlainObject } from './core/copy';
import { isSession } from './browser/identity';
import type { TrackerOptions } from './types';

const isFlag = (value: unknown) => typeof value === 'boolean';
const isFunction = (value: unknown) => typeof value === 'function';

/** Each option: what is allowed, and the words for it. */
const RULES: Record<keyof TrackerOptions, [(value: unknown) => boolean, string]> = {
  endpoint: [
    isEndpoint,
    'an http(s) address such as "https://events.example.com/v1/events", or a path such as "/v1/events"',
  ],
  credentials: [isFlag, 'true or false'],
  session: [isSession, '8 to 64 characters of A–Z a–z 0–9 _ -'],
  autoGenerateSession: [isFlag, 'true or false'],
  pageViews: [(value) => isFlag(value) || isPlainObject(value), 'true, false, or { hash, search, ignore }'],
  clicks: [isFlag, 'true or false'],
  consent: [(value) => ['granted', 'denied', 'pending'].includes(value as string), '"granted", "denied" or "pending"'],
  cookie: [isPlainObject, '{ prefix, domain, days }'],
  flushAfter: [(value) => isNumber(value, 0, 3_600_000), 'a number of milliseconds from 0'],
  batchSize: [(value) => isNumber(value, 1, 100), 'a number from 1 to 100'],
  redact: [(value) => isFunction(value) || isListOf(value, 'string'), 'a list of parameter names, or a function'],
  transform: [isFunction, 'a function'],
  plugins: [(value) => isListOf(value, 'function'), 'a list of plugins'],
  debug: [isFlag, 'true or false'],
};

/**
 * Checks what a developer passes.
 * @returns names of unknown options
 * @throws TypeError in a sentence that names the option and what is allowed
 */
export const checkOptions = (caller: string, businessId: unknown, options: unknown): string[] => {
  if (typeof businessId !== 'string' || !/^[\w-]{1,64}$/.test(businessId)) {
    throw new TypeError(
      `${caller}: businessId must be the public id of your account, such as "xy76ks"; got ${show(businessId)}`,
    );
  }
  if (!isPlainObject(options)) throw new TypeError(`${caller}: options must be an object; got ${show(options)}`);
  const unknown: string[] = [];
  for (const [name, value] of Object.entries({ endpoint: undefined, ...options })) {
    const rule = RULES[name as keyof TrackerOptions] as (typeof RULES)['debug'] | undefined;
    if (!rule) unknown.push(name);
    else if ((value !== undefined || name === 'endpoint') && !rule[0](value)) {
      throw new TypeError(`${caller}: option "${name}" must be ${rule[1]}; got ${show(value)}`);
    }
  }
  return unknown;
};

const show = (value: unknown): string => (typeof value === 'string' ? `"${value.slice(0, 80)}"` : String(value));

const isNumber = (value: unknown, least: number, most: number) =>
  typeof value === 'number' && value >= least && value <= most;

const isListOf = (value: unknown, type: string) => Array.isArray(value) && value.every((item) => typeof item === type);

function isEndpoint(value: unknown): boolean {
  if (typeof value !== 'string' || !/^(https?:\/)?\//.test(value)) return false;
  try {
    return !!new URL(value, location.href).host;
  } catch {
    return false;
  }
}
