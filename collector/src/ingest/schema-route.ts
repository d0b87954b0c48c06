import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { sendFile } from '../http/send-file.js';
import { createFileServer } from '../http/serve-files.js';

const folder = fileURLToPath(new URL('../../schema/', import.meta.url));

/** `GET /schema/batch.v1.json`: the schema of the batch protocol, for programs of every origin. */
export function addSchemaRoute(app: FastifyInstance): void {
  const headers = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'public, max-age=300' };
  const files = createFileServer({ folder, extensions: ['.json'], headers });
  app.get('/schema/*', async (request, reply) => {
    const { '*': path } = request.params as { '*': string };
    return sendFile(reply, await files.serve(request.headers, path));
  });
}
