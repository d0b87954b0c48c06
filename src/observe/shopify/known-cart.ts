import { parseObject } from '../../core/json.js';
import type { Fact, Line, Memory } from '../facts.js';
import { VISIT } from '../state.js';
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
const readCookie = (): string | undefined => {
  try {
    return toToken(decodeURIComponent(/(?:^|; )cart=([^;]*)/.exec(document.cookie)?.[1] ?? ''));
  } catch {
    return undefined;
  }
};

/** Knows when the cart has to be read, so that no page asks the shop for what another has seen. */
export const createKnownCart = (memory?: Memory) => {
  const { token, isEmpty, at, isDue } = (parseObject(memory?.read()) ?? {}) as Note;
  const cookie = readCookie();
  const isRecent = Date.now() - Number(at) < VISIT;
  const known = {
    token: isRecent ? toToken(token) : undefined,
    isEmpty: !cookie || (isRecent && !!isEmpty),
    isSeen: false,
  };
  const keep = (note?: Note) =>
    memory?.write(JSON.stringify({ token: known.token, isEmpty: known.isEmpty, at: Date.now(), ...note }));
  if (!isRecent && !cookie) keep();

  return {
    token: () => known.token ?? readCookie(),
    /** Whether the page begins with a cart that nobody has looked at. */
    isUnread: () => (isRecent && !!isDue) || (!!cookie && (!isRecent || cookie !== known.token)),
    /** The cart is about to change. If this page does not see how, the next one will. */
    expect: () => keep({ isDue: true }),
    /**
     * Takes note of the cart as it was read.
     * @returns the empty cart that it was before, where this is the first that is heard of it: all of it has been added
     */
    see({ reference, lines }: Fact & { lines: Line[] }): Fact | undefined {
      const isNew = known.isEmpty && reference !== known.token && !!lines[0] && (known.isSeen || !!readCookie());
      Object.assign(known, { token: reference, isEmpty: !lines[0], isSeen: true });
      keep();
      return isNew ? { what: 'cart', confirmed: true, reference } : undefined;
    },
  };
};
