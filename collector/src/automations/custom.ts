import type { Fact } from './fact.js';
import { listens, withdrawn } from './actions.js';
import type { CustomRule } from './rule.js';
import { isTooOld, newTimer, start, type Timers } from './timer.js';

/** What of an event is told again. */
const kept = ['object', 'object_type', 'object_parameters', 'amount', 'currency', 'metadata', 'page'];
/** Characters of that; of a larger event only what is short is told again. */
const longest = 20_000;

function propsOf(body: Record<string, unknown>): Record<string, unknown> {
  const own = Object.fromEntries(kept.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])));
  if (JSON.stringify(own).length <= longest) return own;
  return Object.fromEntries(Object.entries(own).filter(([, value]) => typeof value !== 'object'));
}

export const customSubject = ({ id }: Fact): string => `event:${id}`;

/** Makes another action of an event. */
export function followCustom(rule: CustomRule, timers: Timers, fact: Fact): void {
  if (fact.isOfRule || fact.action === withdrawn || !listens(rule, fact.action) || isTooOld(rule, fact)) return;
  const timer = newTimer(rule, fact, customSubject(fact));
  timer.memory = { props: propsOf(fact.body) };
  timers.keep(timer, fact);
  start(rule, timer, fact);
}
