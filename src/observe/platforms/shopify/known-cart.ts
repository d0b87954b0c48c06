import { parseObject } from '../../../base/json.js';
import type { Fact, Line } from '../../../facts/fact.js';
import { VISIT_GAP_MS } from '../../../visitor/visit.js';
import type { Memory } from '../../adapter.js';
import { toToken } from './cart.js';

/** What the pages of a visit tell each other about the cart. */
interface Note {
  /** Of the cart last seen; empty where there was none. */
  token?: unknown;
  isEmpty?: unknown;
  /** Unix ms. */
  at?: unknown;
  /** Something was put into the cart, and nobody has looked at it since. */
  isDue?: unknown;
}

/** The cart's cookie, which Shopify writes with the first thing that is put into it. */
const readCookie = (cookies?: string): string | undefined => {
  try {
    return toToken(decodeURIComponent(/(?:^|; )cart=([^;]*)/.exec(cookies ?? document.cookie)?.[1] ?? ''));
  } catch {
    return undefined;
  }
};

/**
 * Knows when the cart has to be read, so that no page asks the shop for what another has seen.
 * @param begun the cookies as the page began
 */
export const createKnownCart = (memory: Memory, begun?: string) => {
  // Read anew each time, since other tabs write too.
  const read = (): Note => parseObject(memory.read()) ?? {};
  const keep = (note: Note) => memory.write(JSON.stringify({ ...read(), at: Date.now(), ...note }));

  const cookie = readCookie();
  const { token, at, isDue } = read();
  const isRecent = Date.now() - Number(at) < VISIT_GAP_MS;
  const isUnread = cookie ? !isRecent || cookie !== token || !!isDue : isRecent && !!isDue;
  // There was no cart, or it has come into being on this page.
  const isEmpty = !cookie || (cookie !== token && !readCookie(begun));
  if (isEmpty || !isRecent) keep({ token: undefined, isEmpty, isDue: false });
  let isSeen = false;

  return {
    token: () => toToken(read().token) ?? readCookie(),
    /** Whether the page begins with a cart that nobody has looked at. */
    isUnread,
    /** The cart is about to change. If this page does not see how, the next one will. */
    expect: () => keep({ isDue: true }),
    /**
     * Takes note of the cart as it was read.
     * @returns the empty cart that it was before, where this is the first that is heard of it: all of it has been added
     */
    see({ reference, lines }: Fact & { lines: Line[] }): Fact | undefined {
      const before = read();
      // Without the cookie to be seen there may have been a cart all the time.
      const isNew = !!before.isEmpty && !!lines[0] && (isSeen || !!readCookie());
      isSeen = true;
      keep({ token: reference, isEmpty: !lines[0], isDue: false });
      return isNew ? { type: 'cart', confirmed: true, reference } : undefined;
    },
  };
};
