import { digest } from '../base/digest.js';

/**
 * Derives an event's id from what must happen once, such as an order and what was done with it. Everyone who derives it gets
 * the same id, so the collector stores the event once, however often it is sent.
 * @param parts for example the order's number and the action
 * @returns a UUIDv8 (RFC 9562, section 5.8), which tells nothing of the parts
 * @throws TypeError if a part is empty, because then different things would have the same id
 * @example
 * ```ts
 * import { eventId } from 'vitrina/server';
 *
 * const id = eventId('order-1', 'order.confirmed');
 * ```
 */
export const eventId = (...parts: [string | number, ...(string | number)[]]): string => {
  const texts = parts.map(String);
  if (texts.some((text) => !text.trim() || text === 'undefined' || text === 'null')) {
    throw new TypeError(
      `eventId needs an order's number and an action, or the like; got ${texts.map((text) => `"${text}"`).join(', ')}`,
    );
  }
  const name = texts.map((text) => `${text.length}:${text}`).join();
  const hex = digest(`a${name}`) + digest(`b${name}`);
  return hex.replace(/^(.{8})(.{4}).(...).(...)(.{12})$/, '$1-$2-8$3-a$4-$5');
};
