import { attempt } from '../../../base/attempt.js';
import { ofDocument } from '../../../browser/of-document.js';
import type { Fact, Line } from '../../../facts/fact.js';
import { toObject } from '../../../facts/values.js';
import { VISIT_GAP_MS } from '../../../visitor/visit.js';
import type { Memory } from '../../adapter.js';
import { toToken } from './cart.js';

/** What one page stores about the cart for the next pages. */
interface Note {
  /** Token of the cart that was last seen; missing if there was no cart. */
  token?: unknown;
  isEmpty?: unknown;
  /** Unix ms. */
  at?: unknown;
  /** The cart may have changed, and no page has read it since. */
  isDue?: unknown;
}

/** The cart's token in the cookie, which Shopify sets when the first product is added. */
const readCookie = (cookies?: string): string | undefined =>
  attempt(() => toToken(decodeURIComponent(/(?:^|; )cart=([^;]*)/.exec(cookies ?? ofDocument('cookie'))?.[1] ?? '')));

/**
 * Decides when the cart has to be read, so that no page requests a cart that an earlier page has seen.
 * @param cookiesAtStart the cookies as the page began
 */
export const createKnownCart = (memory: Memory, cookiesAtStart?: string) => {
  // Read anew each time, because other tabs write too.
  const read = (): Note => toObject(memory.read());
  const keep = (note: Note) => memory.write({ ...read(), at: Date.now(), ...note });

  const cookie = readCookie();
  const { token, at, isDue } = read();
  const isRecent = Math.abs(Date.now() - Number(at)) < VISIT_GAP_MS;
  const isUnread = cookie ? !isRecent || cookie !== token || !!isDue : isRecent && !!isDue;
  // There is no cart, or it was created on this page.
  const isEmpty = !cookie || (cookie !== token && !readCookie(cookiesAtStart));
  if (isEmpty || !isRecent) keep({ token: undefined, isEmpty, isDue: false });
  let isSeen = false;

  return {
    token: () => toToken(read().token) ?? readCookie(),
    /** Whether the page begins with a cart that no page has read yet. */
    isUnread,
    /** Notes that the cart is about to change. If this page does not see the change, the next page reads the cart. */
    expectChange: () => keep({ isDue: true }),
    /**
     * Stores the cart as it was read.
     * @returns an empty cart to report first, if the cart was empty before: then all of its lines have been added
     */
    updateCart({ reference, lines }: Fact & { lines: Line[] }): Fact | undefined {
      const note = read();
      // If the cookie cannot be read, the cart may have existed before.
      const isNew = !!note.isEmpty && !!lines[0] && (isSeen || !!readCookie());
      isSeen = true;
      keep({ token: reference, isEmpty: !lines[0], isDue: false });
      // Not confirmed, because the shop has not shown this cart. What is booked is compared with the cart that follows.
      return isNew ? { type: 'cart', reference } : undefined;
    },
  };
};
