/** An action, or all verbs of an object: `order.confirmed`, `refund.*`. */
export const actionListPattern = /^[a-z0-9_]+(\.[a-z0-9_]+)*\.([a-z0-9_]+|\*)$/;

/** Whether an entry of a list of actions means an action; `*` alone means all. */
export const covers = (listed: string, action: string): boolean =>
  listed.endsWith('*') ? action.startsWith(listed.slice(0, -1)) : listed === action;
