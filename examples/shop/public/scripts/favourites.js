import { fillText } from './find-elements.js';
import { readStored, writeStored } from './page-storage.js';

const KEY = 'coronilla:favourites';

/** @returns {string[]} */
const readFavourites = () => {
  const slugs = readStored(KEY);
  return Array.isArray(slugs) ? slugs : [];
};

/**
 * @param {HTMLElement} button a marked element: the tracker reports the click by what the attribute says at that moment
 */
export const startFavourite = (button) => {
  const slug = button.dataset.favourite ?? '';
  const show = () => {
    const isKept = readFavourites().includes(slug);
    button.setAttribute('aria-pressed', String(isKept));
    button.dataset.vitrinaTrack = isKept ? 'product.unfavorited' : 'product.favorited';
    fillText('favourite-word', isKept ? 'Saved' : 'Save for later', button);
  };
  button.addEventListener('click', () => {
    const kept = readFavourites();
    writeStored(KEY, kept.includes(slug) ? kept.filter((other) => other !== slug) : [...kept, slug]);
    // After the listeners further out have read the attribute.
    setTimeout(show);
  });
  show();
};
