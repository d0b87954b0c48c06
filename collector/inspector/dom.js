/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * Attributes are set one by one and text becomes text nodes, so that no value from a shop's page can turn into markup.
 * @param {Element} node
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
const furnish = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    node.append(typeof child === 'number' ? String(child) : child);
  }
};

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export const element = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  furnish(node, attributes, children);
  return node;
};

/**
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Name]}
 */
export const svgElement = (name, attributes = {}, ...children) => {
  const node = document.createElementNS(svgNamespace, name);
  furnish(node, attributes, children);
  return node;
};

/**
 * @param {string} text
 * @param {Attributes} attributes
 * @param {(event: MouseEvent) => void} onClick
 */
export const button = (text, attributes, onClick) => {
  const node = element('button', { type: 'button', class: 'button', ...attributes }, text);
  node.addEventListener('click', onClick);
  return node;
};

/**
 * Text written by a visitor or a shop. `bdi` keeps right-to-left text and direction overrides inside their own box.
 * @param {string} text
 * @param {Attributes} [attributes]
 */
export const foreignText = (text, attributes = {}) => element('bdi', attributes, text);

/**
 * A link if the address is http(s), otherwise plain text: `javascript:` and `data:` must never be clickable.
 * @param {string} address
 * @param {string} text
 */
export const foreignLink = (address, text) => {
  const isWeb = /^https?:\/\//i.test(address) && URL.canParse(address);
  if (!isWeb) return foreignText(text);
  return element('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, foreignText(text));
};

/**
 * @template {HTMLElement} Type
 * @param {string} id
 * @param {new () => Type} type
 * @returns {Type}
 */
export const byId = (id, type) => {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html has no ${type.name} with the id "${id}".`);
  return found;
};

/**
 * A sentence with elements in it, wherever its language puts them.
 * @param {string} sentence such as "Search for {text}"
 * @param {Record<string, Child>} parts by the names in the braces
 * @returns {Child[]}
 */
export const filled = (sentence, parts) =>
  sentence.split(/\{(\w+)\}/).map((piece, index) => (index % 2 === 0 ? piece : parts[piece]));

/** @param {Element | null} target */
export const isTyping = (target) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
