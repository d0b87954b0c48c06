import type { FastifyRequest } from 'fastify';
import { refusal } from '../http/answers.js';
import { createBodyReader } from '../http/read-body.js';
import { invalid } from './read-query.js';

/** What one request can name. */
const mostNumbers = 1000;

/**
 * The numbers of what is to be sent again.
 *
 * @throws {Refusal} 400
 */
export function numbersOf(numbers: unknown): number[] {
  const isRight =
    Array.isArray(numbers) && numbers.length <= mostNumbers && numbers.every((number) => Number.isSafeInteger(number));
  if (isRight) return numbers as number[];
  throw invalid('numbers', `The field numbers is not right; give a list of up to ${mostNumbers} numbers.`);
}

/** Creates what reads the body of a request to send something again. */
export function createResendReader() {
  const readBody = createBodyReader({ limit: 64 * 1024, timeout: 5000 });

  /** @throws {Refusal} 400, 403, 408 or 413 */
  return async function read({ raw, headers }: FastifyRequest): Promise<Record<string, unknown>> {
    if (headers['x-vitrina'] !== 'resend') {
      const description = 'Sending again needs the header X-Vitrina: resend, which a page elsewhere cannot send.';
      throw refusal(403, { type: 'not_allowed', parameter: 'x-vitrina', description });
    }
    const body = await readBody(raw);
    try {
      return Object(JSON.parse(body?.toString('utf8') ?? '')) as Record<string, unknown>;
    } catch {
      throw invalid('body', 'The body is not JSON; name what is to be sent again.');
    }
  };
}
