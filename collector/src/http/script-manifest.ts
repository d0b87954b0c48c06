import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Which bytes belong to a version of the scripts: the build writes it beside them. */
export interface ScriptManifest {
  /** Stands in the address, such as "0.1.0-3f2a9c1d": it changes with the content of any file. */
  version: string;
  /** The names of the files, each with the hash for the attribute `integrity` of a script element. */
  files: Record<string, string>;
}

export const manifestName = 'integrity.json';

const versionPattern = /^\d[A-Za-z0-9.+_-]{2,99}$/;
const namePattern = /^[A-Za-z0-9_-][A-Za-z0-9._-]*\.js(\.map)?$/;

/** Whether a text can be a version: one safe segment of a path. */
export const isVersion = (text: string): boolean => versionPattern.test(text);

const isText = (value: unknown): value is string => typeof value === 'string';

/** The list of a folder; undefined if it has none, or one that cannot be read. */
export async function readManifest(folder: string): Promise<ScriptManifest | undefined> {
  try {
    const { version, files } = JSON.parse(await readFile(join(folder, manifestName), 'utf8')) as ScriptManifest;
    const entries = Object.entries(files);
    const isRight = entries.every(([name, integrity]) => namePattern.test(name) && isText(integrity));
    return isText(version) && isVersion(version) && isRight ? { version, files } : undefined;
  } catch {
    return undefined;
  }
}
