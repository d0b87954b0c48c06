import { element, foreignText } from './dom.js';
import { clip, count } from './format.js';

/** What a type of error says about the parameter behind it. */
const words = {
  parameter_invalid: 'not right',
  parameter_missing: 'missing',
  too_large: 'too large',
  not_allowed: 'not allowed',
  conflict: 'in conflict',
  switched_off: 'switched off',
  unavailable: 'not available',
};

/** @type {Record<string, string>} */
const parameters = { body: 'Body', event: 'Event', b: 'Business', origin: 'Origin' };

/**
 * @param {string} reason such as `parameter_invalid:tracked_at`
 * @returns {[parameter: string, what: string]}
 */
const partsOf = (reason) => {
  const [type = '', ...rest] = reason.split(':');
  const parameter = rest.join(':');
  return [parameter, Object.hasOwn(words, type) ? words[/** @type {keyof typeof words} */ (type)] : type];
};

/**
 * The reason as people say it: "tracked_at not right".
 * @param {string} reason
 */
export const reasonLabel = (reason) => {
  const [parameter, what] = partsOf(reason);
  const known = Object.hasOwn(parameters, parameter) ? parameters[parameter] : undefined;
  const name = known ?? foreignText(clip(parameter, 40), { class: 'code' });
  return element('span', { class: 'reason-label', title: reason }, name, ` ${what}`);
};

/** @param {string} reason */
export const reasonText = (reason) => partsOf(reason).join(' ');

/**
 * One link for each reason, and one for all.
 * @param {import('./refusals-api.js').ReasonCount[]} reasons
 * @param {{ chosen: string, hrefOf: (reason: string) => string }} options
 */
export const createReasons = (reasons, { chosen, hrefOf }) => {
  const all = reasons.reduce((sum, reason) => sum + reason.count, 0);
  // A reason of which nothing is left stays while it is chosen, or the reader would not see what the list is narrowed to.
  const isGone = chosen !== '' && !reasons.some(({ reason }) => reason === chosen);
  const shown = [{ reason: '', count: all }, ...reasons, ...(isGone ? [{ reason: chosen, count: 0 }] : [])];
  const lines = shown.map(({ reason, count: number }) =>
    element(
      'li',
      {},
      element(
        'a',
        {
          class: 'reason',
          href: hrefOf(reason),
          'data-reason': reason,
          'aria-current': reason === chosen ? 'true' : null,
        },
        reason === '' ? 'All reasons' : reasonLabel(reason),
        element('span', { class: 'reason-count' }, count(number)),
      ),
    ),
  );
  return element('ul', { class: 'reasons', role: 'list', 'aria-label': 'Reasons' }, ...lines);
};
