/**
 * What the page shows, as kept in the address: `#action=cart.added&session=…&event=business/id&view=visitors`.
 * A session selects one visitor: the list is narrowed to it and the panel shows the timeline.
 * @typedef {{ action: string, session: string, event: string, view: string }} View
 */

const names = /** @type {const} */ (['action', 'session', 'event', 'view']);

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
  /** @type {View} */
  const view = { action: '', session: '', event: '', view: '' };
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
