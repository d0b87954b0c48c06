import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusal, retryAfter } from '../http/answers.js';
import type { Fault } from './faults.js';

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
  /** Stores the batch; the function that it resolves to answers. */
  store: () => Promise<() => FastifyReply>;
}

/** Resolves after so many milliseconds, or when the sender is gone. */
const pause = ({ raw }: FastifyReply, milliseconds: number) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    raw.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });

function answer({ kind, status = 200, headers = {}, body = '', retryAfter: seconds }: Fault, reply: FastifyReply) {
  if (kind === 'status') {
    return reply
      .code(status)
      .headers({ 'Content-Type': 'text/plain; charset=utf-8', ...headers })
      .send(body);
  }
  const wait = seconds === undefined ? undefined : retryAfter(seconds);
  const error = { type: 'fault', parameter: 'server', description: `This ${kind} was planted for a test.` };
  throw refusal(Number(kind), error, { fields: wait?.fields, headers: { ...wait?.headers, ...headers } });
}

/** Does to a request what the fault says. */
export async function suffer(fault: Fault, { request, reply, store }: Exchange): Promise<FastifyReply> {
  const { kind } = fault;
  const isStored = fault.commit || kind === 'reset' || kind === 'slow';
  const answerRightly = isStored ? await store() : undefined;
  if (kind === 'slow' && answerRightly) {
    await pause(reply, fault.milliseconds ?? 1000);
    return answerRightly();
  }
  if (kind === 'down' || kind === 'reset' || kind === 'hang') {
    reply.hijack();
    if (kind !== 'hang') request.raw.socket.destroy();
    return reply;
  }
  return answer(fault, reply);
}
