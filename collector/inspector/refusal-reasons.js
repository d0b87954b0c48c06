import { element, filled, foreignText } from './dom.js';
import { clip, count } from './format.js';
import { wordsOf } from './language.js';
import { refusalWords } from './words/refusal.js';

/**
 * @param {string} reason such as `parameter_invalid:tracked_at`
 * @returns {{ parameter: string, name: string | undefined, sentence: string }} `name`: what people call the parameter
 */
const partsOf = (reason) => {
  const [type = '', ...rest] = reason.split(':');
  const parameter = rest.join(':');
  /** @type {{ faults: Record<string, string>, parameters: Record<string, string> }} */
  const { faults, parameters } = wordsOf(refusalWords);
  const name = Object.hasOwn(parameters, parameter) ? parameters[parameter] : undefined;
  const fault = Object.hasOwn(faults, type) ? faults[type] : undefined;
  return { parameter, name, sentence: fault ?? `{parameter} ${type}` };
};

/**
 * The reason as people say it: "tracked_at not right".
 * @param {string} reason
 */
export const reasonLabel = (reason) => {
  const { parameter, name, sentence } = partsOf(reason);
  const shown = name ?? foreignText(clip(parameter, 40), { class: 'code' });
  return element('span', { class: 'reason-label', title: reason }, ...filled(sentence, { parameter: shown }));
};

/** @param {string} reason */
export const reasonText = (reason) => {
  const { parameter, name, sentence } = partsOf(reason);
  return filled(sentence, { parameter: name ?? parameter }).join('');
};

/**
 * One link for each reason, and one for all.
 * @param {import('./refusals-api.js').ReasonCount[]} reasons
 * @param {{ chosen: string, hrefOf: (reason: string) => string }} options
 */
export const createReasons = (reasons, { chosen, hrefOf }) => {
  const words = wordsOf(refusalWords);
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
        reason === '' ? words.allReasons : reasonLabel(reason),
        element('span', { class: 'reason-count' }, count(number)),
      ),
    ),
  );
  return element('ul', { class: 'reasons', role: 'list', 'aria-label': words.reasons }, ...lines);
};
