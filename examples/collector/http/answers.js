/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AnswerError } from '../types.d.ts' */
/** @typedef {{ status: number, headers?: Record<string, string>, body?: string | Buffer }} Answer */
/** @typedef {Error & { answer: Answer }} Refusal */

/** A sender that goes on after it was refused is listened to for so long, so that it gets to read the answer. */
const lingering = 2000;

/** @param {number} status @param {unknown} value @param {Record<string, string>} [headers] @returns {Answer} */
export const jsonAnswer = (status, value, headers = {}) => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

/** @param {number} status @param {string} text @returns {Answer} */
export const textAnswer = (status, text) => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body: text,
});

/**
 * An error that is answered: thrown where something is wrong, turned into an answer in one place.
 * @param {number} status
 * @param {AnswerError} error
 * @param {{ headers?: Record<string, string>, fields?: Record<string, unknown> }} [more]
 * @returns {Refusal}
 */
export function refusal(status, error, { headers, fields } = {}) {
  const answer = jsonAnswer(status, { ...fields, errors: [error] }, headers);
  return Object.assign(new Error(error.description), { answer });
}

/** @param {unknown} error @returns {Answer | undefined} */
export const answerOf = (error) =>
  error instanceof Error && 'answer' in error ? /** @type {Refusal} */ (error).answer : undefined;

/** @param {number} seconds */
export const retryAfter = (seconds) => ({
  headers: { 'Retry-After': String(seconds) },
  fields: { retry_after: seconds },
});

/**
 * Closing at once would reset the connection, and a browser that is still sending would never see the answer. So what
 * it sends is thrown away for a moment, before the line is cut.
 * @param {IncomingMessage} request @param {ServerResponse} response
 */
function lingerFor(request, response) {
  const { socket } = request;
  const wantsClose = !response.shouldKeepAlive;
  response.shouldKeepAlive = true;
  const timer = setTimeout(() => socket.destroy(), lingering).unref();
  request.once('end', () => {
    clearTimeout(timer);
    if (wantsClose) socket.end();
  });
}

/** @param {IncomingMessage} request */
const isStillSending = ({ complete, headers }) =>
  !complete && (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined);

/** @param {IncomingMessage} request @param {ServerResponse} response @param {Answer} answer */
export function sendAnswer(request, response, { status, headers = {}, body = '' }) {
  if (response.destroyed || response.headersSent) return;
  if (isStillSending(request)) lingerFor(request, response);
  const bytes = Buffer.from(body);
  const length = status === 204 || status === 304 ? {} : { 'Content-Length': bytes.length };
  response.writeHead(status, { 'X-Content-Type-Options': 'nosniff', ...headers, ...length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
