import type { FastifyInstance } from 'fastify';
import type { Options } from '../options/collector-options.js';
import { sendFile } from './send-file.js';
import { createFileServer } from './serve-files.js';

/** The client's scripts, for pages of every origin. */
export function addScripts(app: FastifyInstance, options: Pick<Options, 'scriptFolder' | 'scriptMaxAge'>): void {
  const files = createFileServer({
    folder: options.scriptFolder,
    extensions: ['.js', '.map'],
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    },
  });
  app.get('/*', async (request, reply) => {
    const { '*': path } = request.params as { '*': string };
    const file = await files.serve(request.headers, path);
    const { scriptMaxAge } = options;
    if (file) reply.header('Cache-Control', scriptMaxAge > 0 ? `public, max-age=${scriptMaxAge}` : 'no-cache');
    return sendFile(reply, file);
  });
}
