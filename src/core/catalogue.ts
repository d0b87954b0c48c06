import { isPlainObject } from './copy';

/** Old names and the ones they are sent under. */
export const RENAMED: Record<string, string> = { 'app.install': 'app.installed', 'app.remove': 'app.removed' };

const ACTION = /^[a-z0-9_]+(\.[a-z0-9_]+)+$/;
const LONGEST = 100;

/** What is wrong with the name of an action; `undefined` for nothing. */
export const actionProblem = (action: unknown): string | undefined => {
  if (typeof action !== 'string' || !ACTION.test(action) || action.length > LONGEST) {
    const shown = String(action).slice(0, 40);
    return `track: action must be "object.verb" in lower case, at most ${LONGEST} characters; got "${shown}"`;
  }
  return action === 'user.identified' ? 'track: "user.identified" is reserved; call identify instead' : undefined;
};

const NEEDS_OBJECT = /^(app|cart|order|product|coupon|refund|checkout|form)\.(?!.*\.)/;
const NEEDS_ITEMS = /^(cart|order|checkout)\./;

/** What a developer should look at, for the console; the event is sent all the same. */
export const catalogueDoubts = (action: string, props: Record<string, unknown>): string[] => {
  const doubts: string[] = [];
  const { object, object_parameters: about, amount, currency } = props;
  if (NEEDS_OBJECT.test(action) && !object && !about) doubts.push(`${action} needs object or object_parameters`);
  if (currency !== undefined && typeof amount !== 'number') doubts.push('currency needs an amount, as a number');
  if (NEEDS_ITEMS.test(action) && isPlainObject(about)) {
    const items = Array.isArray(about.items) ? (about.items as unknown[]) : [];
    const whole = items.every((item) => isPlainObject(item) && item.product && Number(item.quantity) > 0);
    if (!items.length || !whole) doubts.push('object_parameters.items needs a product and a quantity in each item');
  }
  return doubts;
};
