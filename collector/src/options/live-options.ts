import { isDeepStrictEqual } from 'node:util';
import type { CollectorOptions, Options } from './collector-options.js';
import { readOptions } from './read-options.js';

/** What the socket, the database and the routes were made with; a change takes effect at the next start. */
const fixed = [
  'port',
  'nextPort',
  'host',
  'database',
  'stream',
  'streamLimits',
  'role',
  'faults',
  'token',
  'scriptFolder',
  'scriptVersions',
  'bodyTimeout',
  'connections',
  'logger',
] as const satisfies (keyof Options)[];

/**
 * The options of a running collector. There is one object, whose members change all at once: whoever reads a member where it
 * is used sees the options of the moment, and nobody may keep a copy of a member.
 */
export function createLiveOptions(first: CollectorOptions | undefined) {
  const options = readOptions(first);

  return {
    options: options as Readonly<Options>,

    /**
     * Takes new options, whole, as at the start: what is not given has its default, but for what cannot be changed, which stays.
     *
     * @returns the names of options that cannot be changed while the collector runs, and were to be
     * @throws {TypeError} with a sentence about an option that is wrong; nothing is changed then
     */
    replace(given: CollectorOptions): string[] {
      const kept = Object.fromEntries(fixed.map((name) => [name, options[name]]));
      // What is asked for is checked, too, although it has to wait for the next start.
      const checked = readOptions(given);
      const asked = fixed.filter(
        (name) => given[name] !== undefined && !isDeepStrictEqual(checked[name], options[name]),
      );
      Object.assign(options, readOptions({ ...given, ...kept }));
      return asked;
    },
  };
}
