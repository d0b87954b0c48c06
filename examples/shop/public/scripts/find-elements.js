/**
 * The one element that a page of this shop is sure to have.
 *
 * @template {Element} [E=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {E}
 */
export const find = (selector, root = document) => {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`The page has no element ${selector}.`);
  return /** @type {E} */ (element);
};

/**
 * Puts a text into every element that is marked for it.
 *
 * @param {string} name
 * @param {string} text
 * @param {ParentNode} [root]
 */
export const fillText = (name, text, root = document) => {
  for (const element of root.querySelectorAll(`[data-${name}]`)) element.textContent = text;
};

/**
 * @param {string} selector
 * @param {boolean} isShown
 */
export const show = (selector, isShown) => {
  find(selector).hidden = !isShown;
};
