const together = 800;

/**
 * Speaks through a polite live region. What is said in quick succession is said together, or the second sentence would
 * swallow the first.
 * @param {HTMLElement} region
 */
export const createAnnouncer = (region) => {
  let spokenAt = -Infinity;
  return (/** @type {string} */ text) => {
    const now = performance.now();
    region.textContent = now - spokenAt < together ? `${region.textContent} ${text}` : text;
    spokenAt = now;
  };
};
