import { parseArgs } from 'node:util';

export const usage = `npm run soak -- [options]

  --minutes <number>   how long the visitors browse, 10 by default; the calm at the end comes on top
  --visitors <number>  20 by default
  --seed <number>      repeats the choices of an earlier run, though not its timing; by chance by default
  --scripts <folder>   the built client, dist by default
  --stream             the collector accepts into a stream (nats-server), from which two writers store in PostgreSQL
  --help
`;

/** @param {string} name @param {string} text @param {(value: number) => boolean} isAllowed @param {string} allowed */
const readNumber = (name, text, isAllowed, allowed) => {
  const value = Number(text);
  if (text.trim() === '' || !isAllowed(value)) throw new TypeError(`--${name} is "${text}"; give ${allowed}.`);
  return value;
};

/**
 * @typedef {{ minutes: number, visitors: number, seed: number, scripts: string, stream: boolean }} SoakOptions
 *
 * @param {string[]} args
 * @returns {SoakOptions | 'help'}
 */
export const readOptions = (args) => {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '10' },
      visitors: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
      scripts: { type: 'string', default: 'dist' },
      stream: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  return {
    minutes: readNumber('minutes', values.minutes, (value) => value > 0 && value <= 600, 'minutes, at most 600'),
    visitors: readNumber(
      'visitors',
      values.visitors,
      (value) => Number.isInteger(value) && value >= 1 && value <= 100,
      'a whole number from 1 to 100',
    ),
    seed: readNumber(
      'seed',
      values.seed,
      (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32,
      'a whole number from 0 to 4294967295',
    ),
    ...{ scripts: values.scripts, stream: values.stream },
  };
};
