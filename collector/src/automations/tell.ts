import { emptyCart, linesOf, totalOf } from './cart-contents.js';
import { objectOf } from './fact.js';
import type { Rule } from './rule.js';
import type { Timer } from './timer.js';

/** What a timer tells. */
export interface Telling {
  action: string;
  /** When it happened, in Unix seconds. */
  at: number;
  props: Record<string, unknown>;
}

/** Without a time of its own it has happened when it was due, however late that is noticed. */
type Told = Omit<Telling, 'at'> & { at?: number };

const isGiven = (entry: [string, unknown]): boolean => entry[1] !== undefined && entry[1] !== null;

const given = (props: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(props).filter(isGiven));

const pageOf = (url: string | undefined) => (url === undefined ? undefined : { url });

const tellers: { [Kind in Rule['kind']]: (timer: Timer, rule: Extract<Rule, { kind: Kind }>) => Told } = {
  'cart-abandoned': ({ memory, reference, platform }) => {
    const items = linesOf(memory.cart ?? emptyCart);
    const about = given({ reference, source: platform, items });
    return {
      action: 'cart.abandoned',
      props: { object_parameters: about, ...totalOf(items), page: pageOf(memory.page) },
    };
  },
  'product-visited': ({ memory }) => {
    const { product } = memory;
    const about = typeof product === 'string' ? { object: product } : { object_parameters: product };
    return {
      action: 'product.reminder_due',
      props: { ...about, ...objectOf(objectOf(product).price), page: pageOf(memory.page) },
    };
  },
  'address-visited': ({ memory, changed: { at } }, { action }) => ({
    action,
    at,
    props: { page: pageOf(memory.page) },
  }),
  // What was paid is not known, and is not guessed.
  'purchase-completed': ({ memory }) => ({
    action: 'product.purchased',
    at: memory.thanksAt,
    props: { page: pageOf(memory.page) },
  }),
  custom: ({ memory }, { action }) => ({ action, props: memory.props ?? {} }),
};

/**
 * What is told of a timer that has waited long enough. Its own facts are in `metadata`, so that a receiver can tell a later telling of
 * the same cart from an earlier one.
 */
export function tell(timer: Timer, rule: Rule): Telling {
  const { episode, changed, due_at } = timer;
  const teller = tellers[rule.kind] as (timer: Timer, rule: Rule) => Told;
  const { action, props, at = due_at ?? changed.at } = teller(timer, rule);
  const metadata = { ...objectOf(props.metadata), automation: rule.id, episode, last_step_at: changed.at };
  return { action, at, props: given({ ...props, metadata }) };
}

/** What makes the event one of its own. The start is in it, because an erasure forgets how many episodes there were. */
export const tellingKey = ({ rule, subject, episode, started_at }: Timer): string[] => [
  'automation',
  rule,
  subject,
  String(episode),
  String(started_at),
];
