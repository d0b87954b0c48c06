import { createHash } from 'node:crypto';
import type {
  AddressVisited,
  Automation,
  CartAbandoned,
  CustomAutomation,
  ProductVisited,
  PurchaseCompleted,
} from '../options/automation-options.js';
import { createPattern } from './pattern.js';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

interface Common {
  id: string;
  isOn: boolean;
  /** As the configuration has it. */
  declared: Automation;
  /** What it tells and of what, as a digest. Not its times: what waits keeps the time that it was given. */
  version: string;
  /** Seconds, as all the following: how late it may be told. */
  latest: number;
  wait: number;
  settle: number;
}

type Matches = (address: string) => boolean;

export interface CartRule extends Common {
  kind: 'cart-abandoned';
  viewsCount: boolean;
  /** Until the same cart may be told again, and another cart of the same person. */
  again: number;
  personAgain: number;
}

export interface ProductRule extends Common {
  kind: 'product-visited';
  again: number;
}

export interface AddressRule extends Common {
  kind: 'address-visited';
  isMeant: Matches;
  action: string;
  oncePer: 'session' | 'person';
  again: number;
}

export interface PurchaseRule extends Common {
  kind: 'purchase-completed';
  isCart: Matches;
  isThanks: Matches;
  within: number;
  /** Before and after the thank-you page. */
  orderWithin: number;
}

export interface CustomRule extends Common {
  kind: 'custom';
  on: string[];
  action: string;
}

/** An automation of the configuration with its defaults. */
export type Rule = CartRule | ProductRule | AddressRule | PurchaseRule | CustomRule;

const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

const digest = (parts: unknown): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);

function anyOf(patterns: string | string[]): Matches {
  const all = listOf(patterns).map(createPattern);
  return (address) => all.some((matches) => matches(address));
}

/** What every rule has, with its own defaults. */
const commonOf = (id: string, declared: Automation, meaning: unknown[]) => ({
  id,
  declared,
  isOn: declared.enabled ?? true,
  version: digest([declared.kind, ...meaning]),
  latest: (declared.latestHours ?? 24) * hour,
  wait: 0,
  settle: 0,
});

const timesOf = (
  { waitMinutes, settleSeconds = 60 }: { waitMinutes?: number; settleSeconds?: number },
  wait: number,
) => ({ wait: waitMinutes === undefined ? wait : waitMinutes * minute, settle: settleSeconds });

const readers: { [Kind in Automation['kind']]: (id: string, given: Extract<Automation, { kind: Kind }>) => Rule } = {
  'cart-abandoned': (id, given: CartAbandoned): CartRule => ({
    ...commonOf(id, given, []),
    ...timesOf(given, 15 * minute),
    kind: 'cart-abandoned',
    viewsCount: given.viewsCount ?? true,
    again: (given.againAfterHours ?? 24) * hour,
    personAgain: (given.personAgainAfterDays ?? 7) * day,
  }),
  'product-visited': (id, given: ProductVisited): ProductRule => ({
    ...commonOf(id, given, []),
    ...timesOf(given, 6 * hour),
    kind: 'product-visited',
    again: (given.againAfterDays ?? 7) * day,
  }),
  'address-visited': (id, given: AddressVisited): AddressRule => ({
    ...commonOf(id, given, [listOf(given.url), given.action, given.oncePer ?? 'session']),
    kind: 'address-visited',
    isMeant: anyOf(given.url),
    action: given.action,
    oncePer: given.oncePer ?? 'session',
    again: (given.againAfterDays ?? 30) * day,
  }),
  'purchase-completed': (id, given: PurchaseCompleted): PurchaseRule => ({
    ...commonOf(id, given, [listOf(given.cartUrl), listOf(given.thanksUrl)]),
    kind: 'purchase-completed',
    wait: (given.orderMinutes ?? 10) * minute,
    isCart: anyOf(given.cartUrl),
    isThanks: anyOf(given.thanksUrl),
    within: (given.withinHours ?? 24) * hour,
    orderWithin: (given.orderMinutes ?? 10) * minute,
  }),
  custom: (id, given: CustomAutomation): CustomRule => ({
    ...commonOf(id, given, [listOf(given.on), given.action]),
    wait: (given.waitMinutes ?? 0) * minute,
    // What is told at once has nothing to wait for.
    settle: given.waitMinutes ? (given.settleSeconds ?? 60) : 0,
    kind: 'custom',
    on: listOf(given.on),
    action: given.action,
  }),
};

/** An automation of the configuration with its defaults. */
export const readRule = (id: string, given: Automation): Rule =>
  (readers[given.kind] as (id: string, given: Automation) => Rule)(id, given);
