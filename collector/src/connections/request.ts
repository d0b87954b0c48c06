import { trouble } from './trouble.js';

/** Characters of an answer; an order has some thousands. */
const longestAnswer = 4_000_000;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

async function readText({ body }: Response): Promise<string> {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    if (text.length > longestAnswer) throw new Error(`the answer is longer than ${longestAnswer} characters`);
  }
  return text + decoder.decode();
}

/** What went wrong, without the address: it may hold what nobody should read in a log. */
function reasonOf(error: unknown, timeout: number): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${timeout / 1000} seconds`;
  const { code, message: inner } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? inner ?? message;
}

/**
 * Asks a platform, within a time that holds for the whole answer. A redirect is not followed, because a token would go with it.
 *
 * @param timeout milliseconds
 * @throws {Trouble} 'down' where there is no answer, 'busy' where `stop` has ended it
 */
export async function request(
  address: string,
  { timeout, stop, ...init }: RequestInit & { timeout: number; stop?: AbortSignal },
): Promise<Answer> {
  const limit = AbortSignal.timeout(timeout);
  try {
    const signal = stop ? AbortSignal.any([limit, stop]) : limit;
    const response = await fetch(address, { ...init, redirect: 'manual', signal });
    return { status: response.status, headers: response.headers, text: await readText(response) };
  } catch (error) {
    if (stop?.aborted) throw trouble('busy', 'The collector is being closed.');
    throw trouble('down', `The platform cannot be reached: ${reasonOf(error, timeout)}.`);
  }
}

const day = 86_400_000;

/**
 * Milliseconds to wait by the header `Retry-After`, which holds seconds or a date (RFC 9110); undefined without one.
 *
 * @param now milliseconds
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.min(day, Math.max(0, wait)) : undefined;
}
