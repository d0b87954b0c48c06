import { isObject, parseObject } from '../base/json.js';

const ORDER = /^order\.(placed|confirmed|cancelled|shipped|delivered)$/;

/**
 * `true` for an event that the API stores once, however often it is sent: identifications, and the lifecycle of an order that
 * has a reference. The API counts every other event each time.
 */
export const isIdempotent = (action: string, json: string): boolean => {
  if (action === 'user.identified') return true;
  if (!ORDER.test(action)) return false;
  const { object, object_parameters } = parseObject(json) ?? {};
  return !!(object || (isObject(object_parameters) && object_parameters.reference));
};
