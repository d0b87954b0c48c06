import type { Business } from '../options/collector-options.js';
import { listens, seen } from './actions.js';
import { readRule, type Rule } from './rule.js';

/** What a business has declared. */
export interface BusinessRules {
  isOff: boolean;
  /** Those that are switched off are among them. */
  rules: Map<string, Rule>;
  /** Whether any rule that is on has to see an event with this action, of a page with this address. */
  listensTo(action: string, page: string | null): boolean;
}

/** The rules of the moment. A business that is not known here is another collector's. */
export interface Rulebook {
  businesses(): string[];
  of(business: string): BusinessRules | undefined;
}

/** Of all pages only those concern a rule whose address is meant. */
function isPageOf(rule: Rule, page: string | null): boolean {
  if (rule.kind === 'custom') return listens(rule, seen);
  if (page === null) return false;
  if (rule.kind === 'address-visited') return rule.isMeant(page);
  return rule.kind === 'purchase-completed' && (rule.isCart(page) || rule.isThanks(page));
}

function readRules({ automations = {}, off = false }: Business): BusinessRules {
  const rules = new Map<string, Rule>();
  for (const [id, given] of Object.entries(automations)) {
    rules.set(id, readRule(id, given));
  }
  const on = [...rules.values()].filter(({ isOn }) => isOn);
  const known = new Map<string, boolean>();
  return {
    isOff: off,
    rules,
    listensTo(action, page) {
      if (action === seen) return on.some((rule) => isPageOf(rule, page));
      let isKnown = known.get(action);
      if (isKnown === undefined) {
        isKnown = on.some((rule) => listens(rule, action));
        // Anybody can send any number of actions.
        if (known.size < 1000) known.set(action, isKnown);
      }
      return isKnown;
    },
  };
}

/** @param businesses those of the options, which may be others at the next call */
export function createRulebook(businesses: () => Record<string, Business>): Rulebook {
  const read = new WeakMap<Business, BusinessRules>();
  return {
    businesses: () => Object.keys(businesses()),
    of(id) {
      const all = businesses();
      const business = Object.hasOwn(all, id) ? all[id] : undefined;
      if (!business) return undefined;
      const rules = read.get(business) ?? readRules(business);
      read.set(business, rules);
      return rules;
    },
  };
}
