/** @import { Judgement } from './judge.js' */
/** @import { Ledger } from './ledger.js' */
/** @import { SoakOptions } from './options.js' */

/** @param {Iterable<string>} words */
const tally = (words) => {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

/** @param {Record<string, number>} counts */
const toText = (counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none';

/**
 * The figures of a run, in the order in which they are printed.
 *
 * @param {Ledger} ledger
 * @param {Judgement} judgement
 * @param {{ options: SoakOptions, totals: { posts: number, preflights: number, bytes: number, events: number }, seconds: number }} about
 * @returns {[name: string, value: string | number][]}
 */
export const toFigures = ({ accepted, counts, dropped, figures }, judgement, { options, totals, seconds }) => {
  const named = (/** @type {string} */ name) => counts.get(name) ?? 0;
  const met = ['down', '503', '429', 'hang', 'reset', 'slow'].map((kind) => [kind, named(`requests that met ${kind}`)]);
  const moves = [...counts].filter(([name]) => name.startsWith('move '));
  const failed = moves.filter(([name]) => name.startsWith('move cut short'));
  const sum = (/** @type {[string, number][]} */ list) => list.reduce((all, [, count]) => all + count, 0);
  return [
    ['seed', options.seed],
    ['minutes of browsing', options.minutes],
    ['minutes in all', Math.round(seconds / 6) / 10],
    ['visitors', options.visitors],
    ['pages opened', named('pages opened')],
    ['moves, of these cut short', `${sum(moves)}, ${sum(failed)}`],
    ['calls of track', figures.calls],
    [
      'events accepted',
      `${accepted.size}: ${toText(tally([...accepted.values()].map(({ observer }) => String(observer))))}`,
    ],
    ['events stored', judgement.stored],
    ['events meant to be refused', judgement.poison],
    ['carts left at the end, told in all', `${judgement.carts.left}, ${judgement.carts.told}`],
    ['orders', judgement.carts.bought],
    ['requests, preflights', `${totals.posts}, ${totals.preflights}`],
    ['kilobytes sent', Math.round(totals.bytes / 1000)],
    ['events that reached the store', `${totals.events}, repeats and refused ones with them`],
    ['repeats that a page was told of', figures.repeatsSeen],
    ['longest queue that a page found', figures.longestQueue],
    ['said by a page in storage alone', figures.toldByStorageAlone],
    ...met.map(([kind, count]) => /** @type {[string, number]} */ ([`requests that met ${kind}`, Number(count)])),
    ...[
      'collector kills (SIGKILL)',
      'collector restarts',
      'collector clocks moved',
      'writer kills (SIGKILL)',
      'tab crashes',
      'offline spells',
      'tabs closed',
      'reloads',
      'steps back and forward',
      'pages restored from the back/forward cache',
      'tracked and left in the same task',
      'navigations in the middle of a request',
      "the browser's own complaints",
    ].map((name) => /** @type {[string, number]} */ ([name, named(name)])),
    ['dropped', toText(tally(dropped.map(({ action, reason }) => `${action} as ${reason}`)))],
    ['lost', judgement.lost.join(' ') || 'none'],
  ];
};

/** @param {[name: string, value: string | number][]} figures */
export const toTable = (figures) => {
  const width = Math.max(...figures.map(([name]) => name.length));
  return figures.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
};
