import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusal } from '../http/answers.js';
import { cookieValues } from '../http/cookie-values.js';
import { isLocal } from '../http/is-local.js';
import { isToken, isTokenIn } from '../http/token.js';

/**
 * The door of the inspector: for people the token once in the address, then a cookie; for programs the header `Authorization`.
 *
 * @returns a guard that answers and resolves to true where a request is turned away
 */
export function createAccess({ token, port }: { token: string; port: () => number }) {
  return async function turnAway(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    if (!isLocal(request.raw, port())) {
      const where = `http://127.0.0.1:${port()} and http://localhost:${port()}`;
      await reply.code(403).type('text/plain').send(`The inspector answers on this machine only, at ${where}.\n`);
      return true;
    }
    // Cookies are shared by all ports of a host, and there may be another collector on this machine.
    const cookieName = `vitrina_inspector_${port()}`;
    const url = new URL(request.url, 'http://collector');
    const given = url.searchParams.get('token');
    if (isToken(given, token)) {
      url.searchParams.delete('token');
      const cookie = `${cookieName}=${token}; Path=/inspector; HttpOnly; SameSite=Strict`;
      await reply
        .code(303)
        .headers({ Location: url.pathname + url.search, 'Set-Cookie': cookie })
        .send();
      return true;
    }
    if (given === null && isToken(cookieValues(request.headers.cookie, cookieName)[0], token)) return false;
    // A program has no cookies. No page can send this header here, because the browser would ask first, and gets no leave.
    if (given === null && isTokenIn(request.headers.authorization, token)) return false;
    if (url.pathname.startsWith('/inspector/api/')) {
      const description =
        'Give the token of the inspector: Authorization: Bearer <token>; "vitrina-collector token" shows it.';
      throw refusal(401, { type: 'not_allowed', parameter: 'token', description });
    }
    const sentence =
      'Open the inspector by its address with the token: the start command prints it when it is made, and "vitrina-collector token" shows it later.\n';
    await reply.code(401).type('text/plain').send(sentence);
    return true;
  };
}
