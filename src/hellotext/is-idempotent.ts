import { isObject, parseObject } from '../base/json.js';

const ORDER = /^order\.(placed|confirmed|cancelled|shipped|delivered)$/;

/**
 * `true` for an event that the API stores once however often it comes: who the visitor is, and the lifecycle of an order that
 * can be told from others. Everything else would be counted twice.
 */
export const isIdempotent = (action: string, json: string): boolean => {
  if (action === 'user.identified') return true;
  if (!ORDER.test(action)) return false;
  const { object, object_parameters } = parseObject(json) ?? {};
  return !!(object || (isObject(object_parameters) && object_parameters.reference));
};
