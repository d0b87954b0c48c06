import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { Options } from '../options/collector-options.js';
import { keepVersion } from './keep-version.js';
import { isVersion, readManifest, type ScriptManifest } from './script-manifest.js';
import { createFileServer, type FileAnswer } from './serve-files.js';

export const scriptExtensions = ['.js', '.map'];

/** For pages of every origin. Without both, no page can use `integrity` with `crossorigin`. */
export const scriptHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** A browser keeps such a file for a year and never asks again. */
const immutable = { ...scriptHeaders, 'Cache-Control': 'public, max-age=31536000, immutable' };

export interface ScriptVersions {
  /** Of the scripts that are served now; undefined where the folder has no list of them. */
  current: ScriptManifest | undefined;
  /** What is to be sent for a file of a version; undefined if there is no such file, or no such version. */
  serve(request: IncomingHttpHeaders, version: string, file: string): Promise<FileAnswer | undefined>;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Serves the scripts by versions that never change, those of earlier releases too: a page's tag may name one for years. Each file is
 * compared with its hash before it is sent, because what is once in a browser as immutable cannot be called back.
 */
export async function openScriptVersions({
  scriptFolder,
  scriptVersions: archive,
  database,
  logger,
}: Pick<Options, 'scriptFolder' | 'scriptVersions' | 'database' | 'logger'>): Promise<ScriptVersions> {
  const current = await readManifest(scriptFolder);
  if (current && archive !== false) {
    await keepVersion(scriptFolder, current, archive).catch((error: unknown) =>
      logger.warn(
        `The scripts of version ${current.version} could not be kept in ${archive}: ${messageOf(error)}. Pages that name this version lose their script with the next release.`,
      ),
    );
  }
  if (current && archive === false && database !== ':memory:') {
    logger.info(
      'The scripts of earlier versions are not kept; name a folder by the option scriptVersions before a shop uses an address with a version.',
    );
  }
  const serving = createFileServer({ folder: scriptFolder, extensions: scriptExtensions, headers: immutable });
  const keeping =
    archive === false
      ? undefined
      : createFileServer({ folder: archive, extensions: scriptExtensions, headers: immutable });
  const manifests = new Map<string, ScriptManifest>();

  async function findKept(version: string): Promise<ScriptManifest | undefined> {
    if (archive === false) return undefined;
    const manifest = manifests.get(version) ?? (await readManifest(join(archive, version)));
    // A file system that makes no difference between capitals and small letters finds a version under other names.
    if (manifest?.version !== version) return undefined;
    manifests.set(version, manifest);
    return manifest;
  }

  return {
    current,
    async serve(request, version, file) {
      if (!isVersion(version)) return undefined;
      const manifest = (await findKept(version)) ?? (current?.version === version ? current : undefined);
      if (!manifest || !Object.hasOwn(manifest.files, file)) return undefined;
      const integrity = manifest.files[file];
      const found = await keeping?.serve(request, `${version}/${file}`, integrity);
      return found ?? (current?.version === version ? serving.serve(request, file, integrity) : undefined);
    },
  };
}
