/** What storage refused: the page itself remembers it until the next navigation. */
const refused = /** @type {Map<string, string>} */ (new Map());

/** @param {string} key */
const readText = (key) => {
  try {
    return refused.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
};

/**
 * @param {string} key
 * @returns {unknown} what was written under the key, or undefined
 */
export const readStored = (key) => {
  try {
    return JSON.parse(readText(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
};

/**
 * @param {string} key
 * @param {unknown} value
 */
export const writeStored = (key, value) => {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(key, text);
    refused.delete(key);
  } catch {
    refused.set(key, text);
  }
};
