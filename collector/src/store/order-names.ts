import type { EventRecord } from './store.js';

/** Actions that tell of orders. */
export const tellsOfOrder = (action: string): boolean => /^(order|refund)\.|^product\.purchased$/.test(action);

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** By what names the fields of an event tell of an order; a refund has a number of its own, which is none of the order's. */
export function namesOfOrder(action: string, told: Record<string, unknown>): string[] {
  if (!tellsOfOrder(action)) return [];
  const about = fieldsOf(told.object_parameters);
  const own = action.startsWith('order.') ? [told.object, about.reference, about.id, about.number] : [];
  const others = [about, fieldsOf(told.metadata)].flatMap(({ order, order_reference }) => {
    const { reference, id } = fieldsOf(order);
    return [order, order_reference, reference, id];
  });
  const names = [...own, ...others].filter((name) => typeof name === 'string' || typeof name === 'number');
  return [...new Set(names.map((name) => String(name).trim()))];
}

/** The same of an event that is stored. */
export function orderNames({ action, event }: Pick<EventRecord, 'action' | 'event'>): string[] {
  if (!tellsOfOrder(action)) return [];
  try {
    return namesOfOrder(action, fieldsOf(JSON.parse(event)));
  } catch {
    return [];
  }
}
