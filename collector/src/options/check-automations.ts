import type { Automation, AutomationKind } from './automation-options.js';
import { insist } from './check.js';
import { actionListPattern } from './action-list.js';

/** What an automation's id looks like; it stands in addresses of the inspector. */
const idPattern = /^[A-Za-z0-9_-]{1,64}$/;
const actionPattern = /^(?=.{1,100}$)[a-z0-9_]+(\.[a-z0-9_]+)+$/;
const common = ['kind', 'enabled', 'latestHours'];
const waiting = [...common, 'waitMinutes', 'settleSeconds'];

const known: Record<AutomationKind, { fields: string[]; needed: string[] }> = {
  'cart-abandoned': { fields: [...waiting, 'viewsCount', 'againAfterHours', 'personAgainAfterDays'], needed: [] },
  'product-visited': { fields: [...waiting, 'againAfterDays'], needed: [] },
  'address-visited': {
    fields: [...common, 'url', 'action', 'oncePer', 'againAfterDays'],
    needed: ['url', 'action'],
  },
  'purchase-completed': {
    fields: [...common, 'cartUrl', 'thanksUrl', 'withinHours', 'orderMinutes'],
    needed: ['cartUrl', 'thanksUrl'],
  },
  custom: { fields: [...waiting, 'on', 'action'], needed: ['on', 'action'] },
};

/** The longest times: an automation's memory is that of the events. */
const longest: Record<string, { most: number; unit: string }> = {
  waitMinutes: { most: 90 * 24 * 60, unit: 'minutes' },
  settleSeconds: { most: 3600, unit: 'seconds' },
  latestHours: { most: 30 * 24, unit: 'hours' },
  againAfterHours: { most: 365 * 24, unit: 'hours' },
  personAgainAfterDays: { most: 365, unit: 'days' },
  againAfterDays: { most: 365, unit: 'days' },
  withinHours: { most: 30 * 24, unit: 'hours' },
  orderMinutes: { most: 24 * 60, unit: 'minutes' },
};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Characters of an address with `*`, and how many `*` it may have: each makes the comparison longer. */
const longestPattern = 500;
const mostStars = 10;

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > longestPattern || /[\s#]/.test(value)) return false;
  return /[^*]/.test(value) && value.split('*').length - 1 <= mostStars && /^([a-z]+:\/\/)?[^/?]*[/*]/i.test(value);
}

/** What is right for a field, and what to give instead. */
const checks: Record<string, [isRight: (value: unknown) => boolean, allowed: string]> = {
  enabled: [(value) => typeof value === 'boolean', 'give true or false'],
  viewsCount: [(value) => typeof value === 'boolean', 'give true or false'],
  oncePer: [(value) => value === 'session' || value === 'person', 'give "session" or "person"'],
  action: [
    (value) => typeof value === 'string' && actionPattern.test(value),
    'give an action of your own such as "sale.visited"',
  ],
  on: [
    (value) =>
      listOf(value).length > 0 &&
      listOf(value).every((action) => typeof action === 'string' && actionListPattern.test(action)),
    'give an action such as "coupon.redeemed", "refund.*" for all of an object, or a list of these',
  ],
};
const anAddress: (typeof checks)[string] = [
  (value) => listOf(value).length > 0 && listOf(value).every(isPattern),
  'give an address such as "shop.example/sale*" or "/sale*", with * for any text, or a list of these',
];
for (const name of ['url', 'cartUrl', 'thanksUrl']) checks[name] = anAddress;
for (const [name, { most, unit }] of Object.entries(longest)) {
  const isTime = (value: unknown) => typeof value === 'number' && value >= 0 && value <= most;
  checks[name] = [isTime, `give a number of ${unit} from 0 to ${most}`];
}

/**
 * @param business its id
 * @throws {TypeError} with a sentence about the first mistake
 */
export function checkAutomations(business: string, automations: Record<string, Automation>): void {
  const name = `businesses.${business}.automations`;
  const isObject = typeof automations === 'object' && automations !== null && !Array.isArray(automations);
  insist(name, automations, isObject, 'give an object of automations by their ids');
  for (const [id, automation] of Object.entries(automations)) {
    insist(name, id, idPattern.test(id), 'the id of an automation has 1 to 64 letters, digits, "_" or "-"');
    const path = `${name}.${id}`;
    const kind = automation?.kind;
    const kinds = Object.keys(known).join('", "');
    insist(`${path}.kind`, kind ?? null, Object.hasOwn(known, kind ?? ''), `give one of "${kinds}"`);
    const { fields, needed } = known[kind];
    for (const field of needed) {
      const value = automation[field as keyof Automation];
      insist(`${path}.${field}`, null, value !== undefined, `an automation of the kind "${kind}" needs it`);
    }
    for (const [field, value] of Object.entries(automation)) {
      const allowed = `an automation of the kind "${kind}" has only ${fields.join(', ')}`;
      insist(`${path}.${field}`, value, fields.includes(field), allowed);
      const check = checks[field];
      if (check && value !== undefined) insist(`${path}.${field}`, value, check[0](value), check[1]);
    }
    if (automation.kind === 'custom') {
      const { on, action } = automation;
      const isLoop = listOf(on).some((one) => one === action);
      insist(`${path}.action`, action, !isLoop, 'give another action than those of "on"');
    }
  }
}
