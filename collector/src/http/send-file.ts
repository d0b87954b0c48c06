import type { FastifyReply } from 'fastify';
import type { FileAnswer } from './serve-files.js';

/** Sends a file, or says that there is nothing at the address. */
export function sendFile(reply: FastifyReply, file: FileAnswer | undefined): FastifyReply {
  if (!file) {
    reply.callNotFound();
    return reply;
  }
  return reply.code(file.status).headers(file.headers).send(file.body);
}
