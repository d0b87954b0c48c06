import { filterNames } from './filters.js';

/**
 * What the page shows, as kept in the address: `#q=…&action=cart.added&session=…&range=7d&event=business/id&view=visitors`.
 * A session selects one visitor, and a user with its source one person: the list is narrowed to it, and the panel shows the
 * timeline.
 * @typedef {{ q: string, action: string, session: string, user: string, source: string, business: string, trusted: string,
 *   invalid: string, range: string, campaign: string, event: string, view: string }} View
 */

const names = /** @type {const} */ ([...filterNames, 'source', 'range', 'campaign', 'event', 'view']);

/** @returns {View} */
const emptyView = () => /** @type {View} */ (Object.fromEntries(names.map((name) => [name, ''])));

/** @param {string} text */
const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

/**
 * @param {string} hash
 * @returns {View}
 */
export const parseView = (hash) => {
  const view = emptyView();
  for (const part of hash.replace(/^#/, '').split('&')) {
    const [key, ...rest] = part.split('=');
    const name = names.find((known) => known === key);
    if (name) view[name] = decode(rest.join('='));
  }
  return view;
};

/** @param {Partial<View>} view */
export const hashOf = (view) => {
  const parts = names
    .filter((name) => view[name])
    .map((name) => `${name}=${encodeURIComponent(view[name] ?? '').replaceAll('%2F', '/')}`);
  return `#${parts.join('&')}`;
};

/** @param {(view: View, previous: View) => void} onChange */
export const createRouter = (onChange) => {
  let current = parseView(location.hash);

  const read = () => {
    const next = parseView(location.hash);
    const previous = current;
    if (names.every((name) => next[name] === previous[name])) return;
    current = next;
    onChange(next, previous);
  };
  addEventListener('hashchange', read);
  addEventListener('popstate', read);

  return {
    current: () => current,

    /** @param {Partial<View>} change */
    hrefWith: (change) => hashOf({ ...current, ...change }),

    /**
     * @param {Partial<View>} change
     * @param {{ replace?: boolean }} [options]
     */
    go: (change, { replace = false } = {}) => {
      const hash = hashOf({ ...current, ...change });
      history[replace ? 'replaceState' : 'pushState'](null, '', hash === '#' ? location.pathname : hash);
      read();
    },

    stop: () => {
      removeEventListener('hashchange', read);
      removeEventListener('popstate', read);
    },
  };
};

/** @typedef {ReturnType<typeof createRouter>} Router */

/**
 * @param {string} key `business/id`; an id holds no slash
 * @returns {[business: string, id: string]}
 */
export const splitKey = (key) => {
  const slash = key.lastIndexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
};
