import { createHash, timingSafeEqual } from 'node:crypto';
import { textAnswer } from '../http/answers.js';
import { cookieValues } from '../http/cookie-values.js';

/** @import { IncomingMessage } from 'node:http' */
/** @import { Answer } from '../http/answers.js' */

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest();

/**
 * Whether a request comes from this machine's own address. A page elsewhere can point a name of its own at
 * 127.0.0.1 (DNS rebinding), but the browser then sends that name.
 * @param {IncomingMessage} request @param {number} port
 */
export const isLocalHost = (request, port) =>
  [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes(request.headers.host ?? '');

/**
 * The door of the inspector: the token once in the address, then a cookie.
 * @param {{ token: string, port: number }} parts
 */
export function createAccess({ token, port }) {
  const expected = digest(token);
  // Cookies are shared by all ports of a host, and there may be another collector on this machine.
  const cookieName = `vitrina_inspector_${port}`;

  /** @param {string | null | undefined} given */
  const isToken = (given) => typeof given === 'string' && timingSafeEqual(digest(given), expected);

  /**
   * @param {IncomingMessage} request @param {URL} url
   * @returns {Answer | undefined} what to answer instead; undefined lets the request in
   */
  return function guard(request, url) {
    if (!isLocalHost(request, port)) {
      return textAnswer(403, `The inspector answers at http://127.0.0.1:${port} and http://localhost:${port} only.\n`);
    }
    const given = url.searchParams.get('token');
    if (isToken(given)) {
      const rest = new URLSearchParams(url.searchParams);
      rest.delete('token');
      return {
        status: 303,
        headers: {
          Location: `${url.pathname}${rest.size > 0 ? `?${rest}` : ''}`,
          'Set-Cookie': `${cookieName}=${token}; Path=/inspector; HttpOnly; SameSite=Strict`,
        },
      };
    }
    if (given === null && isToken(cookieValues(request.headers.cookie, cookieName)[0])) return undefined;
    return textAnswer(401, 'Open the inspector by the address with the token that the start command prints.\n');
  };
}
