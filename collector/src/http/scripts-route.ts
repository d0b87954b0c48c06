import type { FastifyInstance } from 'fastify';
import type { Options } from '../options/collector-options.js';
import { sendFile } from './send-file.js';
import { createFileServer } from './serve-files.js';

/** The client's scripts, for pages of every origin. */
export function addScripts(app: FastifyInstance, { scriptFolder, scriptMaxAge }: Options): void {
  const files = createFileServer({
    folder: scriptFolder,
    extensions: ['.js', '.map'],
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': scriptMaxAge > 0 ? `public, max-age=${scriptMaxAge}` : 'no-cache',
    },
  });
  app.get('/*', async (request, reply) => {
    const { '*': path } = request.params as { '*': string };
    return sendFile(reply, await files.serve(request.headers, path));
  });
}
