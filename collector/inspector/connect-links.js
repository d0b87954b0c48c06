import { element } from './dom.js';
import { clip } from './format.js';
import { wordsOf } from './language.js';
import { platformOf } from './tellers.js';
import { connectionWords } from './words/connection.js';

/** @typedef {import('./connections-api.js').Platform} Platform */
/** @typedef {{ id: string, name: string }} Business */

/**
 * What begins to connect an account. It belongs to a business, which is asked for where there are several and none is chosen: an account
 * at the wrong one would tell its sales there.
 */
export const createConnectLinks = () => {
  const words = wordsOf(connectionWords);
  const node = element('div', { class: 'fold-foot' });
  let drawn = '';

  /**
   * @param {Platform[]} platforms
   * @param {string} business empty where none is chosen
   */
  const linksOf = (platforms, business) =>
    platforms.map(({ kind, name, connect }) => {
      const href = `${connect}?business=${encodeURIComponent(business)}`;
      return element('a', { class: 'button', href, 'data-connect': kind }, words.connect(platformOf(kind) ?? name));
    });

  return {
    node,

    /** @param {{ platforms: Platform[], businesses: Business[], business: string }} given `business`: whose view it is, or empty */
    show: ({ platforms: all, businesses, business }) => {
      // The others send by themselves, and are declared in the configuration.
      const platforms = all.filter(({ connect }) => connect !== null);
      const text = JSON.stringify([platforms, businesses, business]);
      if (text === drawn) return;
      drawn = text;
      const known = business !== '' ? business : businesses.length === 1 ? (businesses[0]?.id ?? '') : '';
      if (known !== '' || platforms.length === 0) return node.replaceChildren(...linksOf(platforms, known));
      const options = businesses.map(({ id, name }) => element('option', { value: id }, clip(`${name} (${id})`, 60)));
      const select = element(
        'select',
        { class: 'select', 'data-connect-business': true },
        element('option', { value: '' }, words.chooseBusiness),
        ...options,
      );
      const place = element('span', { class: 'connect-links' });
      select.addEventListener('change', () => {
        place.replaceChildren(...(select.value === '' ? [] : linksOf(platforms, select.value)));
      });
      node.replaceChildren(element('label', { class: 'connect-business' }, `${words.connectFor} `, select), place);
    },
  };
};
