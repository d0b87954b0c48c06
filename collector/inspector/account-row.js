import { toMilliseconds } from './api.js';
import { copyButton } from './copy.js';
import { button, element, filled, foreignText } from './dom.js';
import { wordsOf } from './language.js';
import { relativeTime } from './row-view.js';
import { said } from './said.js';
import { connectionWords } from './words/connection.js';

/** @typedef {import('./connections-api.js').Account} Account */

/** @param {string | null} time */
const ago = (time) => (time === null ? wordsOf(connectionWords).never : relativeTime(toMilliseconds(time)));

/** @param {Account} account */
const chipOf = ({ state, problem }) => {
  const words = wordsOf(connectionWords);
  if (state === 'reconnect') return element('span', { class: 'chip tone-refund shade-0' }, words.connectAgain);
  if (problem !== null) return element('span', { class: 'chip tone-refund shade-0' }, words.inTrouble);
  return element('span', { class: 'chip tone-order shade-0' }, words.connected);
};

/**
 * @param {Account} account
 * @param {string} name
 */
const whyOf = ({ problem, configured, last_fetched_at: fetched, last_notified_at: notified }, name) => {
  const words = wordsOf(connectionWords);
  if (problem !== null) return said(problem);
  // Its orders come with the news themselves.
  if (configured) return foreignText(notified === null ? words.notNotified(name) : words.wellNotified(name));
  return fetched === null ? words.notFetched : words.wellFetched;
};

/** @param {Account} account */
const latestOf = ({ configured, last_fetched_at: fetched, last_notified_at: notified }) => {
  const words = wordsOf(connectionWords);
  if (configured) return notified === null ? [words.noNews] : filled(words.news, { time: ago(notified) });
  return fetched === null ? [words.notLookedAt] : filled(words.lookedAt, { time: ago(fetched) });
};

/**
 * @param {Account} account
 * @param {{ name: string, address: string | null, onDisconnect: (account: Account) => void, isBusinessShown: boolean }} options
 *   `address`: what a person has to enter at the platform, so that it tells of its sales
 * @returns {import('./folds.js').Fold}
 */
export const accountFold = (account, { name, address, onDisconnect, isBusinessShown }) => ({
  key: `${account.business}/${account.kind}/${account.account}`,
  state: [account, name, address, isBusinessShown],
  draw: () => {
    const words = wordsOf(connectionWords);
    const times = { connected: ago(account.connected_at), notified: ago(account.last_notified_at) };
    return {
      summary: [
        chipOf(account),
        element(
          'span',
          { class: 'fold-what' },
          foreignText(words.accountOf(name, account.account), { class: 'fold-title' }),
          element(
            'span',
            { class: 'fold-about' },
            isBusinessShown && element('span', {}, foreignText(account.business), ' · '),
            account.waiting === 0 ? words.noChange : words.changes(account.waiting),
          ),
        ),
        element('span', { class: 'fold-time' }, ...latestOf(account)),
      ],
      detail: [
        element('p', { class: 'fold-why' }, whyOf(account, name)),
        element('p', { class: 'hint' }, ...filled(words.times(name), times)),
        address !== null && element('p', { class: 'hint' }, words.toEnter(name)),
        address !== null &&
          element(
            'p',
            { class: 'address-to-enter' },
            foreignText(address, { class: 'code' }),
            ' ',
            copyButton(() => address, words.copyAddress),
          ),
        element(
          'p',
          { class: 'fold-foot' },
          account.connect && element('a', { class: 'button', href: account.connect }, words.connectAgain),
          !account.configured &&
            button(words.disconnect, { class: 'button danger', 'data-press': 'disconnect' }, () =>
              onDisconnect(account),
            ),
        ),
      ],
    };
  },
});
