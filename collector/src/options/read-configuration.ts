import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import type { CollectorOptions } from './collector-options.js';
import { isPostgres } from './is-postgres.js';
import { hideKeys } from './private-key.js';
import { noSecrets, readConnections } from './read-connections.js';
import { readOptions } from './read-options.js';

/** What a configuration file says: options of the collector, and how much the command logs. */
export interface Configuration extends Omit<CollectorOptions, 'logger'> {
  logLevel?: string;
}

interface SchemaPart {
  'x-fix'?: string;
  /** The value may be or hold what nobody should read in an error. */
  'x-secret'?: boolean;
  properties?: Record<string, SchemaPart>;
}

const readSchema = () =>
  JSON.parse(readFileSync(new URL('../../schema/config.v1.json', import.meta.url), 'utf8')) as object;

const shown = (value: unknown): string => hideKeys(JSON.stringify(value) ?? 'missing').slice(0, 80);

/** The sentence about one mistake: the value, and what to give instead. */
function describe({ instancePath, keyword, params, parentSchema, data }: ErrorObject): string {
  // A "/" in a name is written as "~1" in such a path, "~" as "~0" (RFC 6901).
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { properties = {}, 'x-fix': fix, 'x-secret': isSecret } = parentSchema as SchemaPart;
  if (keyword === 'additionalProperties') {
    const name = [...path, String(params.additionalProperty)].join('.');
    return `there is no option "${name}"; known are ${Object.keys(properties).join(', ')}.`;
  }
  if (keyword === 'required') {
    const missing = String(params.missingProperty);
    return `the option "${[...path, missing].join('.')}" is missing; ${properties[missing]?.['x-fix']}.`;
  }
  if (keyword === 'pattern' && params.propertyName === undefined && path.length === 0)
    return `the id ${shown(data)} is not possible; ${fix}.`;
  const what = path.length === 0 ? 'the whole' : `the option "${path.join('.')}"`;
  return `${what} is ${isSecret ? 'not right' : shown(data)}; ${fix}.`;
}

/** Where in a text a parser has stopped, as editors count. */
function placeOf(text: string, message: string): string {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  const lines = text.slice(0, position).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

function parse(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause);
    throw new TypeError(`The configuration ${path} cannot be read: ${reason}; give the path of a readable file.`, {
      cause,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(
      `The configuration ${path} is no JSON at ${placeOf(text, message)}: ${message}; mend it there (JSON has no comments and no comma after the last member).`,
      { cause },
    );
  }
}

/**
 * Reads a configuration file. Its paths are relative to the file, wherever the command is started.
 *
 * @throws {TypeError} with one sentence that names the file, the value and how to mend it
 */
export function readConfiguration(name: string): Configuration {
  const path = resolve(name);
  const content = parse(path);
  const ajv = new Ajv({ verbose: true, strict: true, allowUnionTypes: true });
  const validate = ajv
    .addKeyword('x-fix')
    .addKeyword('x-secret')
    .compile<Configuration & { $schema?: string }>(readSchema());
  if (!validate(content)) {
    const [error] = validate.errors ?? [];
    throw new TypeError(`In the configuration ${path} ${error ? describe(error) : 'something is wrong.'}`);
  }
  const { $schema: _, logLevel, ...options } = content;
  try {
    readOptions({ ...options, connections: readConnections(options.connections, noSecrets) });
  } catch (cause) {
    throw new TypeError(`In the configuration ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  const { database, scriptFolder, scriptVersions } = options;
  const isFile = database !== undefined && database !== ':memory:' && !isPostgres(database);
  return {
    ...options,
    ...(isFile ? { database: resolve(dirname(path), database) } : {}),
    ...(scriptFolder === undefined ? {} : { scriptFolder: resolve(dirname(path), scriptFolder) }),
    ...(typeof scriptVersions === 'string' ? { scriptVersions: resolve(dirname(path), scriptVersions) } : {}),
    ...(logLevel === undefined ? {} : { logLevel }),
  };
}
