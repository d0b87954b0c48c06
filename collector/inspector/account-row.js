import { toMilliseconds } from './api.js';
import { button, element, foreignText } from './dom.js';
import { plural } from './format.js';
import { relativeTime } from './row-view.js';

/** @typedef {import('./connections-api.js').Account} Account */

/** @param {string | null} time */
const ago = (time) => (time === null ? 'never' : relativeTime(toMilliseconds(time)));

/** @param {Account} account */
const chipOf = ({ state, problem }) => {
  if (state === 'reconnect') return element('span', { class: 'chip tone-refund shade-0' }, 'Connect again');
  if (problem !== null) return element('span', { class: 'chip tone-refund shade-0' }, 'In trouble');
  return element('span', { class: 'chip tone-order shade-0' }, 'Connected');
};

/**
 * @param {Account} account
 * @param {string} name
 */
const whyOf = ({ problem, configured, last_fetched_at: fetched, last_notified_at: notified }, name) => {
  if (problem !== null) return problem;
  // Its orders come with the news themselves.
  if (configured) {
    return notified === null
      ? `Nothing has come yet: ${name} has to be told the address for its webhooks.`
      : `All is well: ${name} tells its orders as they change.`;
  }
  return fetched === null
    ? 'Its sales are looked at for the first time soon.'
    : 'All is well: sales are looked at as they change.';
};

/** @param {Account} account */
const latestOf = ({ configured, last_fetched_at: fetched, last_notified_at: notified }) => {
  if (configured) return notified === null ? ['no news yet'] : ['news ', ago(notified)];
  return fetched === null ? ['not looked at yet'] : ['looked at ', ago(fetched)];
};

/**
 * @param {Account} account
 * @param {{ name: string, onDisconnect: (account: Account) => void, isBusinessShown: boolean }} options
 * @returns {import('./folds.js').Fold}
 */
export const accountFold = (account, { name, onDisconnect, isBusinessShown }) => ({
  key: `${account.business}/${account.kind}/${account.account}`,
  state: [account, name, isBusinessShown],
  draw: () => ({
    summary: [
      chipOf(account),
      element(
        'span',
        { class: 'fold-what' },
        foreignText(`${name}: account ${account.account}`, { class: 'fold-title' }),
        element(
          'span',
          { class: 'fold-about' },
          isBusinessShown && element('span', {}, foreignText(account.business), ' · '),
          account.waiting === 0 ? 'nothing waits to be looked at' : `${plural(account.waiting, 'change')} to look at`,
        ),
      ),
      element('span', { class: 'fold-time' }, ...latestOf(account)),
    ],
    detail: [
      element('p', { class: 'fold-why' }, foreignText(whyOf(account, name))),
      element(
        'p',
        { class: 'hint' },
        'Connected ',
        ago(account.connected_at),
        `; last news from ${name}: `,
        ago(account.last_notified_at),
        '.',
      ),
      element(
        'p',
        { class: 'fold-foot' },
        account.connect && element('a', { class: 'button', href: account.connect }, 'Connect again'),
        !account.configured &&
          button('Disconnect', { class: 'button danger', 'data-press': 'disconnect' }, () => onDisconnect(account)),
      ),
    ],
  }),
});
