/** As the first part of `window.name`, opens the panel on the next pages of this tab too. */
const OPEN_NAME = 'vitrina_debug';

/** What the panel keeps from page to page of a tab. */
export interface Memory {
  /** A language that was chosen. */
  language?: string;
  /** A corner that was chosen. */
  corner?: string;
  fold?: string;
}

const FIELDS = ['language', 'corner', 'fold'] as const;

/**
 * Keeps the panel's state in `window.name`, which ends with the tab: nothing is written into the visitor's storage. A name that the
 * page has given stays, and then the panel is open on this page only.
 */
export const createMemory = () => {
  const isOurs = () => !window.name || window.name.split(':')[0] === OPEN_NAME;
  const read = (): Memory => {
    const [, ...values] = isOurs() ? window.name.split(':') : [];
    return Object.fromEntries(FIELDS.map((field, index) => [field, values[index] || undefined]));
  };
  const write = (memory: Memory) => {
    if (isOurs()) window.name = [OPEN_NAME, ...FIELDS.map((field) => memory[field] ?? '')].join(':');
  };
  return {
    read,
    keep: (change: Memory = {}) => write({ ...read(), ...change }),
    forget() {
      if (isOurs()) window.name = '';
    },
  };
};

export type PanelMemory = ReturnType<typeof createMemory>;
