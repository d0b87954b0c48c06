/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @typedef {{ status: number, headers?: Record<string, string>, body?: string | Buffer }} Answer */

/** @param {number} status @param {string} text @returns {Answer} */
export const textAnswer = (status, text) => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body: text,
});

/** @param {IncomingMessage} request @param {ServerResponse} response @param {Answer} answer */
export function sendAnswer(request, response, { status, headers = {}, body = '' }) {
  if (response.destroyed || response.headersSent) return;
  const bytes = Buffer.from(body);
  const length = status === 204 || status === 304 ? {} : { 'Content-Length': bytes.length };
  response.writeHead(status, { 'X-Content-Type-Options': 'nosniff', ...headers, ...length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
