import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CollectorOptions } from './collector-options.js';

/** Options that a file cannot give: they are things of the program. */
const ofProgram = new Set(['logger', 'faults']);

/**
 * Reads options from a file of JSON, with the names of `CollectorOptions`.
 *
 * @param path of the file
 * @throws {TypeError} with a sentence that names the file and says what is wrong
 */
export async function readConfigFile(path: string): Promise<CollectorOptions> {
  const file = resolve(path);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TypeError(`The configuration file ${file} cannot be read; give the path of a JSON file.`, { cause });
  });
  let options: unknown;
  try {
    options = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(`The configuration file ${file} is not JSON: ${reason}.`, { cause });
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`The configuration file ${file} holds no object; give { "businesses": { … } }.`);
  }
  const alien = Object.keys(options).find((name) => ofProgram.has(name));
  if (alien !== undefined) {
    throw new TypeError(`The option ${alien} cannot be given in the configuration file ${file}; leave it out.`);
  }
  return options as CollectorOptions;
}
