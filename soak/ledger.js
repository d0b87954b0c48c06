/** The action of events that the collector is meant to refuse. */
export const POISON = 'soak.poisoned';

/**
 * What a page tells, see in-page.js.
 *
 * @typedef {object} Entry
 * @property {string} document
 * @property {number} number counts the entries of a document
 * @property {number} at Unix ms
 * @property {'opened' | 'left' | 'restored' | 'called' | 'accepted' | 'delivered' | 'dropped'} kind
 * @property {string} [id] of the event
 * @property {string} [action]
 * @property {string} [observer]
 * @property {number} [seq]
 * @property {unknown} [object]
 * @property {string} [reason]
 * @property {boolean} [isRepeat]
 * @property {boolean} [persisted]
 * @property {string} [url]
 * @property {number} [waiting]
 *
 * @typedef {Entry & { tab: string }} Acceptance
 * @typedef {{ id: string, action: string, reason: string, at: number, tab: string }} Drop
 * @typedef {{ at: number, who: string, what: string }} Note
 */

/** @param {Entry} entry */
const describe = ({ kind, document, id, action, reason, url, persisted, waiting, isRepeat }) =>
  [
    kind,
    action,
    id,
    reason,
    url,
    waiting ? `${waiting} waiting` : '',
    persisted === true ? 'into the back/forward cache' : '',
    isRepeat ? 'a repeat' : '',
    `(document ${document})`,
  ]
    .filter(Boolean)
    .join(' ');

/** Books everything that happens in a run, so that at the end it can be compared with the database. */
export const createLedger = () => {
  /** @type {Map<string, Acceptance>} */
  const accepted = new Map();
  /** @type {Map<string, number>} */
  const delivered = new Map();
  /** @type {Drop[]} */
  const dropped = [];
  /** @type {Note[]} */
  const notes = [];
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {string[]} */
  const troubles = [];
  /** @type {Set<string>} */
  const seen = new Set();
  const figures = { calls: 0, repeatsSeen: 0, longestQueue: 0, toldByStorageAlone: 0 };

  const ledger = {
    accepted,
    delivered,
    dropped,
    notes,
    counts,
    /** What must not happen at all, in sentences. */
    troubles,
    figures,

    /** @param {string} who a tab, a visitor or the collector @param {string} what @param {number} [at] */
    note: (who, what, at = Date.now()) => void notes.push({ at, who, what }),
    /** @param {string} what @param {number} [times] */
    count: (what, times = 1) => void counts.set(what, (counts.get(what) ?? 0) + times),
    /** @param {string} who @param {string} sentence */
    trouble(who, sentence) {
      troubles.push(`${who}: ${sentence}`);
      ledger.note(who, `TROUBLE: ${sentence}`);
    },

    /** Books a line of a page. The same line may come twice, at once and from storage. */
    /** @param {string} tab @param {string} line @param {boolean} [isFromStorage] */
    hear(tab, line, isFromStorage) {
      /** @type {Entry} */
      const entry = JSON.parse(line);
      const { document, number, at, kind, id = '', action = '' } = entry;
      if (seen.has(`${document} ${number}`)) return;
      seen.add(`${document} ${number}`);
      if (isFromStorage) figures.toldByStorageAlone++;
      ledger.note(tab, describe(entry) + (isFromStorage ? ', as its storage told' : ''), at);

      if (kind === 'called') figures.calls++;
      if (kind === 'restored') ledger.count('pages restored from the back/forward cache');
      if (kind === 'opened') {
        ledger.count('pages opened');
        figures.longestQueue = Math.max(figures.longestQueue, entry.waiting ?? 0);
      }
      if (kind === 'accepted') {
        if (accepted.has(id)) ledger.trouble(tab, `the id ${id} was given to two events`);
        accepted.set(id, { ...entry, tab });
      }
      if (kind === 'delivered') {
        delivered.set(id, at);
        if (entry.isRepeat) figures.repeatsSeen++;
      }
      if (kind === 'dropped') dropped.push({ id, action, reason: String(entry.reason), at, tab });
    },
  };
  return ledger;
};

/** @typedef {ReturnType<typeof createLedger>} Ledger */
