import { fetchScripts } from './api.js';
import { copyButton } from './copy.js';
import { element, filled } from './dom.js';
import { wordsOf } from './language.js';
import { listWords } from './words/list.js';

const { origin } = location;
/** Observes shops without code, and reports page views everywhere. */
const SCRIPT = 'vitrina.storefront.js';
/** For sites that tell all else by code of their own. */
const SMALL = 'vitrina.js';

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
    copyButton(() => tag, wordsOf(listWords).copyTag),
    element('p', {}, meaning),
    element('pre', { tabindex: 0 }, element('code', {}, tag)),
  );

/** @param {import('./api.js').Scripts} scripts `max_age`: seconds that a browser keeps the script */
const choicesOf = ({ version, files, max_age: maxAge, business }) => {
  const words = wordsOf(listWords);
  const query = `?id=${business ?? words.businessId}`;
  const plain = choice(
    'tag-that-updates',
    words.updates,
    words.updatesHow(Math.ceil(maxAge / 60)),
    `<script async src="${origin}/${SCRIPT}${query}"></script>`,
  );
  const integrity = files[SCRIPT];
  if (!version || !integrity) return [plain];
  const address = `${origin}/v/${version}/${SCRIPT}${query}`;
  const pinned = choice(
    'tag-of-a-version',
    words.stays,
    words.staysHow,
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
  const words = wordsOf(listWords);
  return [
    ` ${words.paste}`,
    choices,
    element(
      'p',
      { class: 'choices-note' },
      ...filled(words.ownCode, { small: element('code', {}, SMALL), script: element('code', {}, SCRIPT) }),
    ),
    element('p', { class: 'choices-note' }, ...filled(words.otherAddress, { origin: element('code', {}, origin) })),
  ];
};
