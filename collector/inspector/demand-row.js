import { toMilliseconds } from './api.js';
import { element, foreignText } from './dom.js';
import { clip } from './format.js';
import { wordsOf } from './language.js';
import { relativeTime } from './row-view.js';
import { connectionWords } from './words/connection.js';
import { erasureWords } from './words/erasure.js';

/** @typedef {import('./connections-api.js').PrivacyRequest} PrivacyRequest */

/** @param {PrivacyRequest} request */
const outcomeOf = ({ topic, erased, download, orders }) => {
  const words = wordsOf(erasureWords);
  if (topic !== 'data_request') return erased === null ? words.isBeingErased : words.erasedEvents(erased);
  if (download !== null) return words.handOver;
  return orders.length > 0 ? words.ordersNamed(orders.join(', ')) : words.nobodyNamed;
};

/** @param {PrivacyRequest} request */
const chipOf = ({ topic, erased }) => {
  const words = wordsOf(erasureWords);
  if (topic === 'data_request') return element('span', { class: 'chip tone-refund shade-0' }, words.toHandOver);
  return element('span', { class: 'chip tone-order shade-0' }, erased === null ? words.beingErased : words.erased);
};

/**
 * What a platform asked for by the law on its customers' data, and what came of it.
 * @param {PrivacyRequest} request
 * @param {{ name: string, isBusinessShown: boolean }} options
 * @returns {import('./folds.js').Fold}
 */
export const demandFold = (request, { name, isBusinessShown }) => ({
  key: `${request.business}/${request.kind}/${request.request}`,
  state: [request, name, isBusinessShown],
  draw: () => {
    const words = wordsOf(erasureWords);
    const account = wordsOf(connectionWords).accountOf(name, clip(request.account, 60));
    return {
      summary: [
        chipOf(request),
        element(
          'span',
          { class: 'fold-what' },
          element('span', { class: 'fold-title' }, words.asked[request.topic]),
          element(
            'span',
            { class: 'fold-about' },
            isBusinessShown && element('span', {}, foreignText(request.business), ' · '),
            foreignText(account),
          ),
        ),
        element('span', { class: 'fold-time' }, relativeTime(toMilliseconds(request.received_at))),
      ],
      detail: [
        element('p', { class: 'fold-why' }, foreignText(clip(outcomeOf(request), 400))),
        request.download !== null &&
          element(
            'p',
            { class: 'fold-foot' },
            element('a', { class: 'button', href: request.download, download: '' }, words.download),
          ),
      ],
    };
  },
});
