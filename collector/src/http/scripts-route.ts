import { basename } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Options } from '../options/collector-options.js';
import { refusal } from './answers.js';
import { scriptExtensions, scriptHeaders, type ScriptVersions } from './script-versions.js';
import { sendFile } from './send-file.js';
import { createFileServer } from './serve-files.js';

const notHere = (version: string, file: string, versions: ScriptVersions) => {
  const newest = versions.current ? `the version of today is ${versions.current.version}` : 'no version is kept';
  const description = `There is no ${file} of the version ${version} here; ${newest}, and /vitrina.js always leads to the newest.`;
  // A collector of a later release may have it, a moment later at the same address.
  const headers = { ...scriptHeaders, 'Cache-Control': 'no-store' };
  return refusal(404, { type: 'not_found', parameter: 'path', description }, { headers });
};

/**
 * Tells developer tools where the source map of a script is. The scripts do not name it themselves, because others serve them
 * without it. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/SourceMap (2026-11)
 */
function nameMap(reply: FastifyReply, file: string): void {
  if (file.endsWith('.js')) reply.header('SourceMap', `${basename(file)}.map`);
}

/** The client's scripts, for pages of every origin: by plain addresses, and by those of a version, which never change. */
export function addScripts(
  app: FastifyInstance,
  options: Pick<Options, 'scriptFolder' | 'scriptMaxAge'>,
  versions: ScriptVersions,
): void {
  const files = createFileServer({
    folder: options.scriptFolder,
    extensions: scriptExtensions,
    headers: scriptHeaders,
  });
  app.get('/v/:version/*', async (request, reply) => {
    const { version, '*': file } = request.params as { version: string; '*': string };
    const found = await versions.serve(request.headers, version, file);
    if (!found) throw notHere(version, file, versions);
    nameMap(reply, file);
    return sendFile(reply, found);
  });
  app.get('/*', async (request, reply) => {
    const { '*': path } = request.params as { '*': string };
    const file = await files.serve(request.headers, path);
    const { scriptMaxAge } = options;
    if (file) {
      reply.header('Cache-Control', scriptMaxAge > 0 ? `public, max-age=${scriptMaxAge}` : 'no-cache');
      nameMap(reply, path);
    }
    return sendFile(reply, file);
  });
}
