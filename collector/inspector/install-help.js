import { fetchScripts } from './api.js';
import { copyButton } from './copy.js';
import { element } from './dom.js';
import { plural } from './format.js';

const { origin } = location;

/**
 * @param {string} id
 * @param {string} title
 * @param {string} meaning
 * @param {string} tag
 */
const choice = (id, title, meaning, tag) =>
  element(
    'div',
    { class: 'choice', role: 'group', 'aria-labelledby': id },
    element('h4', { id }, title),
    copyButton(() => tag, 'Copy the tag'),
    element('p', {}, meaning),
    element('pre', { tabindex: 0 }, element('code', {}, tag)),
  );

/** @param {number} seconds that a browser keeps the script */
const delayOf = (seconds) =>
  seconds === 0 ? 'with the next page' : `within ${plural(Math.ceil(seconds / 60), 'minute')}`;

/** @param {import('./api.js').Scripts} scripts */
const choicesOf = ({ version, files, max_age: maxAge, business }) => {
  const query = `?id=${business ?? 'YOUR-BUSINESS-ID'}`;
  const plain = choice(
    'tag-that-updates',
    'Updates by itself',
    `Right for most shops: after an update of the collector, browsers have the new script ${delayOf(maxAge)}.`,
    `<script async src="${origin}/vitrina.js${query}"></script>`,
  );
  const integrity = files['vitrina.js'];
  if (!version || !integrity) return [plain];
  const address = `${origin}/v/${version}/vitrina.js${query}`;
  const pinned = choice(
    'tag-of-a-version',
    'Stays as it is',
    'Never changes by itself: browsers keep this version for a year and run nothing else, until you paste a new tag. For shops that review each change.',
    `<script async\nsrc="${address}"\nintegrity="${integrity}"\ncrossorigin="anonymous"></script>`,
  );
  return [plain, pinned];
};

/** The tags that a merchant can paste: one that updates by itself, and one of this version. */
export const createInstallHelp = () => {
  const choices = element('div', { class: 'choices' });
  fetchScripts()
    .catch(() => ({ version: null, files: {}, max_age: 300, business: null }))
    .then((scripts) => choices.append(...choicesOf(scripts)));
  return [
    ' Paste one of these tags into the head of every page, with your business id.',
    choices,
    element(
      'p',
      { class: 'choices-note' },
      'Does the shop reach this collector by another address than ',
      element('code', {}, origin),
      '? Then put that one in its place.',
    ),
  ];
};
